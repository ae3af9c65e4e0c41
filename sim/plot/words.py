"""What figures call things: the words of the model as people say them."""

from typing import Final

from sim.scenario import Scenario

TRUTHS: Final = {
    "stimulus": ("Stimulus", "something stirs"),
    "zmot": ("ZMOT", "looking around"),
    "fmot": ("FMOT", "an offer in view"),
    "smot": ("SMOT", "bought and used"),
    "umot": ("UMOT", "told to others"),
}
MOMENTS: Final = {
    "idea": "ideas",
    "know": "know",
    "compare": "compare",
    "go": "go",
    "do": "do",
    "buy": "buy",
    "future": "future",
    "none": "no moment",
}
CHANNELS: Final = {
    "search": "search",
    "maps": "maps",
    "social": "social",
    "video": "video",
    "market": "platform",
    "site": "site, app",
    "chat": "chatbot",
    "voice": "voice",
    "arvr": "AR, VR",
    "store": "store",
}
DEVICES: Final = {
    "phone": "phone",
    "computer": "computer",
    "speaker": "smart speaker",
    "none": "in person",
}
REASONS: Final = {
    "absent": "absent",
    "useless": "useless",
    "not_considered": "not considered",
    "no_decision": "no decision",
    "unavailable": "unavailable",
    "price": "price",
    "rating": "rating",
    "friction": "friction",
    "taste": "taste",
    "checkout": "checkout",
}
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
        The word for many of it, and the word for buying it.
    """
    return ("contracts", "signed") if spec.market.purchase == "subscription" else ("units", "sold")
