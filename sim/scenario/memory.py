"""What moments leave behind in a mind."""

from sim.scenario.declare import Section, number


class Memory(Section):
    """What moments leave behind in a mind."""

    advert: float = number(
        0.06,
        unit="step",
        source="assumption; Vidale & Wolfe 1957, from memory",
        role="memory",
        ge=0,
        le=1,
        off=0,
        plausible=(0.02, 0.12),
    )
    """Step of awareness from an advert seen."""
    seen: float = number(
        0.04,
        unit="step",
        source="assumption",
        role="memory",
        ge=0,
        le=1,
        off=0,
        plausible=(0.01, 0.08),
    )
    """Step of awareness from a brand present but not helpful."""
    helped: float = number(
        0.15,
        unit="step",
        source="assumption",
        role="memory",
        ge=0,
        le=1,
        off=0,
        plausible=(0.05, 0.3),
    )
    """Step of awareness from a brand that helped."""
    told: float = number(
        0.25,
        unit="step",
        source="assumption",
        role="memory",
        ge=0,
        le=1,
        off=0,
        plausible=(0.1, 0.5),
    )
    """Step of awareness from a friend's word."""
    bought: float = number(
        0.5,
        unit="step",
        source="assumption",
        role="memory",
        ge=0,
        le=1,
        off=0,
        plausible=(0.2, 0.8),
    )
    """Step of awareness from buying the brand."""
    awareness_half_life_days: float = number(
        45,
        unit="days",
        source="Zielske 1959, from memory; adstock practice",
        role="memory",
        ge=0.01,
        le=1e6,
        kernel="no",
        off=1e6,
        plausible=(20, 120),
    )
    """Half-life of awareness; 1e6 = never forgotten."""
    initial_awareness: float = number(
        0,
        unit="0 to 1",
        source="assumption: the warm-up builds it",
        role="scale",
        ge=0,
        le=1,
        kernel="no",
    )
    """Awareness of every brand before the warm-up."""
    prior_stars: float = number(
        3.8,
        unit="stars",
        source="assumption",
        role="scale",
        ge=1,
        le=5,
        kernel="no",
        plausible=(3.3, 4.3),
    )
    """Quality believed of a brand nothing is known of (mu0)."""
    prior_weight: float = number(
        2,
        unit="pseudo-observations",
        source="assumption",
        role="scale",
        ge=0.001,
        le=1000,
        plausible=(1, 4),
    )
    """Certainty of that belief (n0)."""
    largest_weight: float = number(
        30,
        unit="pseudo-observations",
        source="assumption",
        role="scale",
        ge=0.001,
        le=1e6,
        plausible=(15, 60),
    )
    """Cap of certainty, so that beliefs can follow change (nmax)."""
    belief_half_life_days: float = number(
        180,
        unit="days",
        source="Mehta, Rajiv & Srinivasan 2004, from memory",
        role="memory",
        ge=0.01,
        le=1e6,
        kernel="no",
        off=1e6,
        plausible=(60, 720),
    )
    """Half-life of certainty above the prior; 1e6 = never forgotten."""
    content_weight: float = number(
        0.15,
        unit="pseudo-observations",
        source="assumption",
        role="memory",
        ge=0,
        le=100,
        off=0,
        plausible=(0, 0.5),
    )
    """Weight of a helpful brand's own claim of quality."""
    experience_weight: float = number(
        5,
        unit="pseudo-observations",
        source="assumption; Erdem & Keane 1996, from memory",
        role="memory",
        ge=0,
        le=1000,
        off=0,
        plausible=(2, 10),
    )
    """Weight of one's own experience."""
    help_goodwill: float = number(
        0.12,
        unit="step",
        source="assumption",
        role="memory",
        ge=0,
        le=1,
        off=0,
        plausible=(0.05, 0.2),
    )
    """Step of goodwill from a moment in which the brand helped."""
    useless_goodwill: float = number(
        0.12,
        unit="step",
        source="assumption (as much as help gives)",
        role="memory",
        ge=0,
        le=1,
        off=0,
        plausible=(0.02, 0.2),
    )
    """Loss of goodwill from a moment in which the brand was present but useless."""
    goodwill_half_life_days: float = number(
        60,
        unit="days",
        source="assumption",
        role="memory",
        ge=0.01,
        le=1e6,
        kernel="no",
        off=1e6,
        plausible=(30, 120),
    )
    """Half-life of goodwill from moments."""
    use_goodwill: float = number(
        0.3,
        unit="goodwill per 1.5 stars",
        source="assumption",
        role="memory",
        ge=0,
        le=5,
        off=0,
        plausible=(0.1, 0.6),
    )
    """Goodwill from an experience 1.5 stars above 3.5."""
    use_goodwill_half_life_days: float = number(
        365,
        unit="days",
        source="assumption: a bad experience is hard to repair",
        role="memory",
        ge=0.01,
        le=1e6,
        kernel="no",
        off=1e6,
        plausible=(180, 730),
    )
    """Half-life of goodwill from use and service."""
