"""The second moment of truth: living with the product and its service."""

from sim.scenario.declare import Section, number, probability


class Use(Section):
    """Living with the product: the second moment of truth."""

    lag_days: float = number(
        7, unit="days", source="assumption", role="chain", ge=1, le=365, plausible=(2, 30)
    )
    """Days from purchase until the experience is judged: 1 + whole days of an exponential wait, so
    that the mean is about half a day less than this."""
    fit_spread: float = number(
        0.45,
        unit="stars",
        source="assumption",
        role="heterogeneity",
        ge=0,
        le=5,
        off=0,
        plausible=(0.2, 0.8),
    )
    """Spread of how well a brand fits a person."""
    experience_spread: float = number(
        0.6,
        unit="stars",
        source="assumption",
        role="use",
        ge=0,
        le=5,
        off=0,
        plausible=(0.3, 1),
    )
    """Spread of one experience."""
    how_to: float = probability(
        0.1, source="assumption", role="use", unit="per day in use", plausible=(0.02, 0.3)
    )
    """Chance per day of a how-to moment while in use."""
    how_to_stars: float = number(
        0.3, unit="stars", source="assumption", role="use", ge=0, le=5, off=0, plausible=(0.1, 0.6)
    )
    """Better experience when the how-to was answered or the buyer was onboarded."""
    service_contacts: float = number(
        0.15,
        unit="mean per use period",
        source="assumption",
        role="service",
        ge=0,
        le=5,
        off=0,
        kernel="no",
        plausible=(0.05, 0.4),
    )
    """Service contacts (Poisson) per use period (a subscription: per month)."""
    rude_stars: float = number(
        2.4,
        unit="stars",
        source="assumption; PwC 2018 (A23)",
        role="service",
        ge=0,
        le=5,
        off=0,
        plausible=(1, 3),
    )
    """Loss from a rude service contact."""
    polite_stars: float = number(
        0.1,
        unit="stars",
        source="assumption",
        role="service",
        ge=0,
        le=5,
        off=0,
        plausible=(0, 0.3),
    )
    """Gain from a polite service contact."""
    recovered: float = number(
        0.6,
        unit="share of the loss",
        source="de Matos, Henrique & Rossi 2007",
        role="service",
        ge=0,
        le=1,
        off=0,
        plausible=(0.3, 0.9),
    )
    """Share of the loss that a recovery repairs."""
    second_failure: float = number(
        1.5,
        unit="factor",
        source="Maxham & Netemeyer 2002",
        role="service",
        ge=1,
        le=10,
        off=1,
        plausible=(1, 2),
    )
    """A second failure of service weighs this much more."""
    disconfirmation: float = number(
        0.4,
        unit="stars per star",
        source="Anderson & Sullivan 1993, from memory",
        role="use",
        ge=0,
        le=5,
        off=0,
        plausible=(0.2, 0.6),
    )
    """Satisfaction per star above expectation (delta)."""
    negativity: float = number(
        2,
        unit="factor",
        source="Anderson & Sullivan 1993, from memory",
        role="use",
        ge=1,
        le=10,
        off=1,
        plausible=(1, 3),
    )
    """A star below expectation weighs this much more (lam_neg)."""
    reference_stars: float = number(
        4.2, unit="stars", source="assumption", role="scale", ge=1, le=5, kernel="no"
    )
    """Quality of every brand in the reference run that counts opportunities."""
    churn: float = probability(
        0.015,
        source="assumption",
        role="use",
        unit="per month",
        plausible=(0.005, 0.03),
        kernel="value",
        off=0.0,
    )
    """Monthly churn of a subscriber satisfied at 3.5 stars."""
    churn_per_star: float = number(
        0.9,
        unit="log hazard per star",
        source="assumption; Szymanski & Henard 2001 (K17)",
        role="use",
        ge=0,
        le=10,
        off=0,
        plausible=(0.3, 1.5),
    )
    """Fall of the churn hazard per star of satisfaction above 3.5."""
    churn_goodwill: float = number(
        0.5,
        unit="log hazard",
        source="assumption",
        role="use",
        ge=0,
        le=10,
        off=0,
        plausible=(0, 1),
    )
    """Fall of the churn hazard per unit of goodwill."""
