"""The first moment of truth: utilities, and what stands between chosen and paid."""

from sim.scenario.declare import Section, number, probability


class Choice(Section):
    """Utilities at the first moment of truth."""

    not_now: float = number(
        1.9,
        kernel="no",
        unit="utils",
        source="assumption",
        role="chain",
        ge=-20,
        le=20,
        plausible=(0.9, 2.9),
    )
    """Utility of "not now" in the ready phase (v0)."""
    not_now_evaluate: float = number(
        1,
        kernel="no",
        unit="utils",
        source="assumption",
        role="chain",
        ge=-20,
        le=20,
        plausible=(0, 2),
    )
    """More utility of "not now" while evaluating."""
    not_now_explore: float = number(
        2,
        kernel="no",
        unit="utils",
        source="assumption",
        role="chain",
        ge=-20,
        le=20,
        plausible=(1, 3),
    )
    """More utility of "not now" while exploring."""
    quality: float = number(
        1,
        unit="utils per star",
        source="assumption",
        role="utility",
        ge=0,
        le=20,
        off=0,
        kernel="no",
        plausible=(0.5, 2),
    )
    """Weight of believed quality (bq, the median person)."""
    price: float = number(
        3.6,
        unit="utils per ln price",
        source="Bijmolt, van Heerde & Pieters 2005",
        role="utility",
        ge=0,
        le=20,
        off=0,
        kernel="no",
        plausible=(2, 5),
    )
    """Weight of price (bp, the median person)."""
    sensitivity_spread: float = number(
        0.3,
        unit="log standard deviation",
        source="assumption",
        role="heterogeneity",
        ge=0,
        le=2,
        off=0,
        kernel="no",
        plausible=(0.1, 0.6),
    )
    """Spread of the two sensitivities between people (lognormal)."""
    taste_spread: float = number(
        0.8,
        unit="utils",
        source="assumption",
        role="heterogeneity",
        ge=0,
        le=10,
        off=0,
        plausible=(0.3, 1.5),
    )
    """Spread of lasting taste for each brand between people."""
    reference_price_eur: float = number(
        60, unit="euro", source="assumption: category", role="scale", ge=0.01, le=1e7, kernel="no"
    )
    """Price at which the price term is zero."""
    uncertainty: float = number(
        1,
        unit="utils",
        source="Erdem & Keane 1996 (risk aversion), from memory",
        role="utility",
        ge=0,
        le=20,
        off=0,
        plausible=(0, 2),
    )
    """Loss of utility per unit of belief variance (rho / n)."""
    goodwill: float = number(
        1,
        unit="utils",
        source="assumption",
        role="utility",
        ge=0,
        le=20,
        off=0,
        plausible=(0.5, 2),
    )
    """Weight of goodwill."""
    inertia: float = number(
        0.5,
        unit="utils",
        source="Dube, Hitsch & Rossi 2010, from memory",
        role="utility",
        ge=0,
        le=20,
        off=0,
        plausible=(0, 1),
    )
    """Weight of having bought the brand last."""
    sustainability: float = number(
        0.5,
        unit="utils",
        source="assumption; White, Hardisty & Habib 2019 (A20)",
        role="utility",
        ge=0,
        le=20,
        off=0,
        plausible=(0.2, 1),
    )
    """Weight of the brand's sustainability for a person who cares fully."""
    popularity: float = number(
        0.1,
        unit="utils per ln volume",
        source="You, Vadakkepatt & Joshi 2015",
        role="feedback",
        ge=0,
        le=20,
        off=0,
        kernel="no",
        plausible=(0, 0.3),
    )
    """Weight of review volume relative to the mean brand's."""
    habit: float = probability(
        0.5,
        source="Court et al. 2009 (loyalty loop), from memory",
        role="habit",
        plausible=(0.2, 0.8),
    )
    """Chance that a satisfied buyer's next need starts ready to buy."""
    habit_stars: float = number(
        4, unit="stars", source="assumption", role="scale", ge=1, le=5, plausible=(3.5, 4.5)
    )
    """Satisfaction from which habit forms."""
    device_phone: float = number(
        0.7,
        kernel="no",
        unit="utils",
        source="de Haan et al. 2018",
        role="friction",
        ge=0,
        le=20,
        off=0,
        plausible=(0.2, 1.2),
    )
    """Friction of choosing on a phone."""
    device_computer: float = number(
        0,
        kernel="no",
        unit="utils",
        source="de Haan et al. 2018 (reference)",
        role="friction",
        ge=0,
        le=20,
        off=0,
    )
    """Friction of choosing on a computer."""
    device_speaker: float = number(
        1.2,
        kernel="no",
        unit="utils",
        source="assumption",
        role="friction",
        ge=0,
        le=20,
        off=0,
        plausible=(0.5, 2),
    )
    """Friction of choosing by voice."""
    fit_online: float = number(
        0.25,
        unit="utils",
        source="Tan, Chandukala & Reddy 2022, from memory",
        role="friction",
        ge=0,
        le=20,
        off=0,
        plausible=(0, 0.5),
    )
    """Friction of not knowing the fit, online; try-on by AR lowers it."""
    slowness: float = number(
        0.4,
        unit="utils",
        source="Deloitte & Google 2020",
        role="friction",
        ge=0,
        le=20,
        off=0,
        plausible=(0.1, 1),
    )
    """Friction of the slowest site or app."""


class Checkout(Section):
    """From chosen to paid: each friction thins the chance by exp(-friction)."""

    payment: float = number(
        0.5,
        unit="hazard",
        source="Baymard; Stripe 2025 (M21, M22)",
        role="friction",
        ge=0,
        le=20,
        off=0,
        plausible=(0.2, 1),
    )
    """Wanted means of payment missing, for a person fully cashless."""
    privacy: float = number(
        0.5,
        unit="hazard",
        source="Baymard (M21)",
        role="friction",
        ge=0,
        le=20,
        off=0,
        plausible=(0.2, 1),
    )
    """Data not safe, for a person fully concerned; online."""
    seam: float = number(
        0.5,
        unit="hazard",
        source="assumption",
        role="friction",
        ge=0,
        le=20,
        off=0,
        plausible=(0.2, 1),
    )
    """Starting again on another device; online."""
    entry_phone: float = number(
        1,
        kernel="no",
        unit="hazard",
        source="assumption: 70 % of carts abandoned (M20)",
        role="friction",
        ge=0,
        le=20,
        off=0,
        plausible=(0.5, 1.5),
    )
    """Typing it all in on a phone."""
    entry_computer: float = number(
        0.5,
        kernel="no",
        unit="hazard",
        source="assumption: 70 % of carts abandoned (M20)",
        role="friction",
        ge=0,
        le=20,
        off=0,
        plausible=(0.2, 1),
    )
    """Typing it all in on a computer."""
    entry_speaker: float = number(
        1,
        kernel="no",
        unit="hazard",
        source="assumption",
        role="friction",
        ge=0,
        le=20,
        off=0,
        plausible=(0.5, 2),
    )
    """Saying it all to a speaker."""
