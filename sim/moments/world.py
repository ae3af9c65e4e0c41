"""What a kernel sees of the world: records of consumers, the market's day, counters, the log."""

from typing import Any, NamedTuple


class World(NamedTuple):
    """Everything a day of moments reads and writes, for one range of consumers.

    All fields are arrays; `screen`, `person`, `voice` have one record per consumer, `memory` one
    per consumer and brand. Counters, log and news belong to one range of consumers alone, so that
    ranges can be lived in any order and at the same time.
    """

    screen: Any
    person: Any
    memory: Any
    voice: Any
    told: Any
    rules: Any
    mixes: Any
    brands: Any
    cells: Any
    reach: Any
    wake: Any
    need: Any
    decay: Any
    today: Any
    market_tally: Any
    brand_tally: Any
    log: Any
    log_rows: Any
    news: Any
    news_rows: Any
    ended: Any
    ended_rows: Any
    sheet: Any
    words: Any
    options: Any
    noise: Any
