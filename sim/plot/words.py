"""What figures call things: the words of the model as people say them."""

from typing import Final

from sim.results import Run
from sim.results.summary import one_of
from sim.scenario import Scenario
from sim.tables import moments as words

TRUTHS: Final = {
    "stimulus": ("Stimulus", "something stirs"),
    "zmot": ("ZMOT", "looking around"),
    "fmot": ("FMOT", "an offer in view"),
    "smot": ("SMOT", "bought and used"),
    "umot": ("UMOT", "told to others"),
}
MOMENTS: Final = {name: name for name in words.MOMENTS} | {"idea": "ideas"}
BEFORE_ANY: Final = "before any"
PLACES: Final = (*MOMENTS.values(), BEFORE_ANY)
"""Where a need may be lost, in the order of the counter."""
CHANNELS: Final = {name: name for name in words.CHANNELS} | {
    "market": "platform",
    "site": "site, app",
    "chat": "chatbot",
    "arvr": "AR, VR",
}
DEVICES: Final = {
    "phone": "phone",
    "computer": "computer",
    "speaker": "smart speaker",
    "none": "in person",
}
REASONS: Final = {name: name.replace("_", " ") for name in words.LOST_REASONS}
MEASURES: Final = {
    "events": "Micro-moments per 1,000 people and day",
    "present": "… with {brand} noticed, %",
    "helped": "… with {brand} of help, %",
}


def bought(spec: Scenario) -> tuple[str, str]:
    """Say what is bought in a market.

    Parameters
    ----------
    spec : Scenario
        The world.

    Returns
    -------
    (str, str)
        The word for many of it, and the word for a brand that gets it.
    """
    return (
        ("contracts", "signed") if spec.market.purchase == "subscription" else ("purchases", "won")
    )


def steps(truth: str, brand: str) -> dict[str, str]:
    """Say what counts at a moment of truth: that it was reached, the brand noticed, and of help.

    Parameters
    ----------
    truth : str
        The moment of truth.
    brand : str
        The brand.

    Returns
    -------
    dict of str to str
        By measure of the funnel.
    """
    reached = {"smot": f"{brand} bought", "umot": "reviewed or told"}.get(truth, "reached")
    return {"reached": reached, "present": f"{brand} noticed", "helped": f"{brand} helped"}


def whose(run: Run, brand: str | None) -> str:
    """Say which brand a figure is about.

    Parameters
    ----------
    run : Run
        What was found.
    brand : str or None
        The brand asked for; None = the focal brand.

    Returns
    -------
    str
        Its name.

    Raises
    ------
    ResultError
        If the market has no such brand.
    """
    return run.spec.focal_brand if brand is None else one_of("brand", brand, run.summary.names)
