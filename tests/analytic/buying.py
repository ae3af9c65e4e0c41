"""People who buy, live with what they bought, and may write about it, in as few steps as can be."""

from typing import Any

from tests.reference_worlds import merged
from tests.worlds import CERTAIN_RATE, mixes, rates

AT_ONCE: dict[str, Any] = {
    "market": {
        "memory": {"initial_awareness": 1},
        "choice": {"not_now": -20},
    },
    "moments": {
        "onset": {"early": 1.0, "morning": 0, "lunch": 0, "afternoon": 0, "evening": 0, "night": 0},
        "rate": rates(CERTAIN_RATE),
        "mix": mixes(buy=1.0),
        "another": 0,
        "forget": 0,
    },
}
"""A need opens early in the day and is met in the next day-part, with a purchase judged next day.

"Not now" is chosen once in 485 million times.
"""

EVERY_DAY: dict[str, Any] = merged(AT_ONCE, {"market": {"needs": {"mean_days": 1e-3}}})
"""The same, and everybody has a need every day: on day t what was bought on day t - 1 is judged."""
