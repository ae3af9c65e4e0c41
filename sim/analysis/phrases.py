"""What traces call the words of the model."""

from typing import Final

MOMENTS: Final = {
    "idea": "wants ideas",
    "know": "wants to know",
    "compare": "compares",
    "go": "wants to go",
    "do": "looks up how to do something",
    "buy": "wants to buy",
    "future": "looks ahead",
}
CHANNELS: Final = {
    "search": "on search",
    "maps": "on maps",
    "social": "in a feed",
    "video": "on video",
    "market": "on a platform",
    "site": "on a site or app",
    "chat": "with a chatbot",
    "voice": "by voice",
    "arvr": "in AR or VR",
    "store": "in the shop",
}
CONTEXTS: Final = {
    "home": "at home",
    "commute": "on the way",
    "work": "at work",
    "out": "out",
    "store": "in a shop",
}
DEVICES: Final = {
    "phone": "phone",
    "computer": "computer",
    "speaker": "speaker",
    "none": "in person",
}
SOURCES: Final = {
    "life": "of their own",
    "advert": "woken by an advert",
    "peer": "woken by a friend's story",
    "idea": "woken by an idle moment",
    "impulse": "on impulse",
    "reminder": "woken by a reminder",
}
PHASES: Final = {"explore": "open to everything", "evaluate": "weighing", "ready": "ready to buy"}
ENDS: Final = {
    "forgot": "the need fades",
    "unanswered": "gives up without an answer",
    "not_now": "decides not now, and gives up",
    "checkout": "leaves the cart, and gives up",
    "empty": "finds nothing on offer, and gives up",
}
OUTCOMES: Final = {
    "none": "",
    "answered": "finds an answer",
    "unanswered": "finds no answer",
    "deferred": "buys nothing yet",
    "cart": "does not pay",
    "bought": "pays",
    "ended": "gives up",
}
FRICTIONS: Final = {
    "payment": "the wanted means of payment is missing",
    "privacy": "data do not seem safe",
    "seam": "all to be done again on another device",
    "entry": "too much to type in",
    "several": "several frictions together",
}
LOST_IN_OWN_SHOPS: Final = {
    ("not_considered", "buy"): "{brand}'s shop was passed, and {brand} not considered",
    ("price", "go"): "a visit to {brand}'s shop was weighed, and would have been made at the price "
    "of the brand visited instead",
    ("rating", "go"): "a visit to {brand}'s shop was weighed, and would have been made with the "
    "reputation of the brand visited instead",
    ("taste", "go"): "a visit to {brand}'s shop was weighed, and neither the price nor the "
    "reputation of the brand visited instead would alone have made it win",
}
"""Why the focal brand did not win, by reason and moment, where each brand has shops of its own."""
PARTS: Final = {
    "presence": "how often {focal} is there to be noticed",
    "adverts": "whom adverts reach",
    "impulse": "how much is in plain view",
    "help": "how helpful {focal} is",
    "price": "the price",
    "ease": "how easy choosing and paying are",
    "use": "the product and its service",
    "sustainability": "how sustainable {focal} is",
    "reviews": "what others have written",
    "policies": "who is invited, paid and thanked",
    "friends": "what friends tell",
    "past": "what they had lived and felt before",
}
"""Parts of a world that make lives part; `sim.study.causes` tries them."""
