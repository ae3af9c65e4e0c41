"""What the closed words of `sim.tables.moments` mean, one sentence a word."""

from typing import Final

from sim.tables.moments import (
    CHANNELS,
    CONTEXTS,
    DAY_PARTS,
    DEVICES,
    ENDS,
    FRICTIONS,
    LOST_REASONS,
    MOMENTS,
    OUTCOMES,
    OUTLETS,
    PHASES,
    PURCHASES,
    SOURCES,
    TRAITS,
    TRUTHS,
)

WORDS: Final[dict[str, tuple[str, ...]]] = {
    "micro-moment": MOMENTS,
    "moment of truth": TRUTHS,
    "channel": CHANNELS,
    "context": CONTEXTS,
    "device": DEVICES,
    "day-part": DAY_PARTS,
    "phase": PHASES,
    "source of a need": SOURCES,
    "end of a journey": ENDS,
    "outcome of a moment": OUTCOMES,
    "decisive friction": FRICTIONS,
    "lost reason": LOST_REASONS,
    "trait": TRAITS,
    "outlet": OUTLETS,
    "kind of purchase": PURCHASES,
}
"""The closed words by kind; the position of a word is its code in kernels, records and logs."""

LOST: Final[dict[str, str]] = {
    "absent": "people neither thought of {brand} nor noticed it",
    "useless": "{brand} was noticed, of no help, and not considered",
    "not_considered": "{brand} was seen on the shelf and not considered",
    "no_decision": "{brand} was considered and never turned down, and nothing was bought",
    "unavailable": "{brand} was considered, and another was bought where it was not on offer",
    "price": "{brand} was on offer, and would have won at the price of what was chosen instead",
    "rating": "{brand} was on offer, and would have won with the reputation of what was chosen "
    "instead",
    "friction": "{brand} was on offer, and would have won had buying it been easier",
    "taste": "{brand} was on offer, and neither the price nor the reputation of what was chosen "
    "instead, nor an easier purchase, would alone have made it win",
    "checkout": "{brand} was chosen and not paid for",
}
"""Why a journey ended without a purchase of the focal brand, as the end of a sentence."""

MEANINGS: Final[dict[str, dict[str, str]]] = {
    "micro-moment": {
        "idea": "I want ideas: somebody looks around without knowing yet what to buy.",
        "know": "I want to know: somebody looks into what there is and what it can do.",
        "compare": "I want to compare: somebody weighs brands against each other.",
        "go": "I want to go: somebody looks for a place nearby, and may plan a visit.",
        "do": "I want to do: somebody looks for how to do something, before or after buying.",
        "buy": "I want to buy: somebody sees what is on offer and chooses, or puts it off.",
        "future": "I may want it later: somebody in no need looks into a later decision.",
    },
    "moment of truth": {
        "stimulus": "What happened before the need: an advert, a story, an idle moment.",
        "zmot": "The zero moment of truth: looking around before choosing; all micro-moments of a "
        "journey but buying.",
        "fmot": "The first moment of truth: seeing what is on offer, choosing, paying; the buy "
        "moments.",
        "smot": "The second moment of truth: living with the product and its service.",
        "umot": "The ultimate moment of truth: writing a review or telling friends, which others "
        "read and hear.",
    },
    "channel": {
        "search": "Search engines.",
        "maps": "Maps and business listings nearby.",
        "social": "Feeds of social networks; run by people unless the scenario says otherwise.",
        "video": "Video platforms.",
        "market": "Marketplaces and platforms that list many brands.",
        "site": "A brand's own pages, app or e-mail.",
        "chat": "Chatbots.",
        "voice": "Voice assistants.",
        "arvr": "Trying on or walking through from afar (augmented and virtual reality).",
        "store": "A shop that somebody stands in; no device is in between.",
    },
    "context": {
        "home": "At home.",
        "commute": "On the way to or from work.",
        "work": "At work.",
        "out": "Out and about.",
        "store": "In a shop, by chance or because a visit was planned.",
    },
    "device": {
        "phone": "A phone.",
        "computer": "A computer or tablet.",
        "speaker": "A speaker that is talked to.",
        "none": "No device: in person, in a shop.",
    },
    "day-part": {
        "early": "The first of six parts of a day: before work.",
        "morning": "The second part of a day.",
        "lunch": "The third part of a day: around noon.",
        "afternoon": "The fourth part of a day.",
        "evening": "The fifth part of a day.",
        "night": "The sixth part of a day, in which channels run by people help less.",
    },
    "phase": {
        "idle": "In no need.",
        "explore": "In a need, and open to everything.",
        "evaluate": "In a need, and weighing brands.",
        "ready": "In a need, and ready to buy.",
        "using": "Bought, and living with the product.",
    },
    "source of a need": {
        "life": "A need of one's own: something is used up, or life changes.",
        "advert": "An advert woke it.",
        "peer": "A friend's story woke it.",
        "idea": "An idle moment woke it.",
        "impulse": "Brands in plain view woke it: on the shelf, in a shoppable post.",
        "reminder": "A brand reminded its own customer.",
    },
    "end of a journey": {
        "bought": "Something was bought.",
        "forgot": "The need faded.",
        "unanswered": "A micro-moment gave no answer, and the person gave up.",
        "not_now": "No offer was better than waiting, and the person gave up.",
        "checkout": "A brand was chosen and not paid, and the person gave up.",
        "empty": "There was nothing to choose from, and the person gave up.",
    },
    "outcome of a moment": {
        "none": "Nothing could come of it: an idle moment or a service contact.",
        "answered": "The person found what was looked for.",
        "unanswered": "The person did not find it.",
        "deferred": "In a buy moment: not now, or nothing on offer.",
        "cart": "In a buy moment: chosen and not paid.",
        "bought": "In a buy moment: chosen and paid.",
        "ended": "The moment ended the journey without a purchase.",
    },
    "decisive friction": {
        "payment": "The wanted means of payment was missing: without that it would have been paid.",
        "privacy": "Data did not seem safe: without that it would have been paid.",
        "seam": "The device had changed and things had to be done again: without that it would "
        "have been paid.",
        "entry": "Typing it all in: without that it would have been paid.",
        "several": "No single friction decided; several together did.",
    },
    "lost reason": {
        reason: f"{text[0].upper()}{text[1:]}.".format(brand="the brand")
        for reason, text in LOST.items()
    },
    "trait": {
        "tech_savvy": "How easily somebody takes to bots, try-on from afar, a phone in the shop.",
        "information_search": "How much somebody reads reviews.",
        "privacy_concern": "How much somebody minds giving data; who minds most consents least.",
        "sustainability": "How much somebody minds whether a brand is sustainable.",
        "cashless": "How much somebody minds a means of payment that is missing.",
        "omnichannel": "How much somebody minds starting again on another device.",
        "convenience": "How much somebody minds friction of a device.",
        "personalization": "How much somebody wants help fitted to the person.",
    },
    "outlet": {
        "shared": "Brands share a shelf: a shop has them side by side.",
        "own": "Each brand has shops of its own: whoever goes, goes to one of them.",
    },
    "kind of purchase": {
        "once": "A purchase is a unit that is used up.",
        "subscription": "A purchase is a contract, renewed monthly until the customer leaves.",
    },
}
"""Each of those words in a sentence."""

BUDGETS: Final[dict[str, str]] = {
    "stimulus": "Adverts that make known and wake needs.",
    "idea": "Being there when people want ideas.",
    "know": "Being there, and of use, when people want to know.",
    "do": "Being there when people want to do something.",
    "go": "Being there when people want to go, with channels that join up.",
    "compare": "Being there when people compare, with help that fits the person.",
    "buy": "Being there when people want to buy, with nothing in their way.",
    "smot": "Service and customers: what is done for those who have bought.",
    "umot": "Answering and heeding what customers write and say.",
}
"""What the budget of a moment is for."""

KINDS: Final[dict[str, str]] = {
    "setting": "What a scenario file may say, by its path; `<brand>` stands for a name of yours.",
    "section": "A group of settings.",
    "lever": "What a marketer can do: money or a rule of a brand, and the dials it turns.",
    "dial": "A quantity of a brand that levers turn and the model reads.",
    "micro-moment": "A minute in which somebody turns to a device or a shop with a wish.",
    "moment of truth": "A stage of a journey at which brands are won or lost.",
    "channel": "Where a micro-moment takes place.",
    "context": "The situation a person is in.",
    "device": "What a person has in hand.",
    "day-part": "One of six parts of a day.",
    "phase": "How far a person is with a need.",
    "source of a need": "What opened a journey.",
    "end of a journey": "How a journey ended.",
    "outcome of a moment": "What came of one micro-moment, in the touch log.",
    "decisive friction": "What kept a chosen brand from being paid.",
    "lost reason": "Why a journey ended without a purchase of the focal brand.",
    "trait": "How a person differs from others, 0 to 1.",
    "outlet": "Whose shops there are: a setting of the market.",
    "kind of purchase": "What is bought: a setting of the market.",
    "moment budget": "Money for being there in one kind of moment, split over its levers.",
    "review rule": "How a platform sums reviews up.",
    "measure of brands": "What a run tells of each brand.",
    "measure of the market": "What a run tells of the market as a whole.",
    "measure of the funnel": "A column of the funnel, by moment of truth.",
    "column": "What the model remembers of each consumer, or of each consumer and brand.",
    "counter": "What is counted; every measure is made of these.",
    "column of the touch log": "What the log of the panel holds: a row per micro-moment and brand.",
    "random stream": "Where chance comes from: what a random word decides and is keyed by.",
    "role": "The mechanism a number belongs to.",
    "fact": "A published figure that a source refers to by code.",
}
"""The kinds of words, in the order of an overview."""
