"""What numbers are that belong to no mechanism: sizes, plans, tables; and their units."""

from typing import Final

from sim.reference.settings import Setting
from sim.scenario.declare import ROLES

_NATURES: Final = (
    (("format", "name", "extends", "market.category"), "a name"),
    (
        (
            "market.consumers",
            "market.days",
            "market.warm_up_days",
            "market.panel_consumers",
        ),
        "the size of the experiment: nobody asks where it comes from",
    ),
    (("market.unit_costs",), "money: it changes accounts, and no behaviour"),
    (("levers",), "a constant of a lever, which acts through a plan"),
    (("personas",), "who people are"),
    (("brands", "strategies", "focal"), "a plan, yours to make"),
    (("moments.opportunities", "moments.opportunities_of"), "counted by the program, not set"),
    (("moments.device_link", "moments.compare_counts_as"), "a report: it changes no behaviour"),
    (("market.needs.season",), "the calendar"),
    (("moments.weekday", "moments.weekend"), "where people are"),
)
_TABLE: Final = "a table of the journey"
_SWITCH: Final = "a switch between worlds"

_UNITS: Final = {
    "consumers": "people",
    "days": "days",
    "warm_up_days": "days",
    "panel_consumers": "people",
    "season": "factor",
    "invite_eur": "euro",
    "paid_invite_eur": "euro",
    "thanks_eur": "euro",
    "personal_touch_eur": "euro",
    "click_eur": "euro",
    "commission": "share of the price",
    "share": "weight",
    "trait_spread": "0 to 1",
    "moment_rate": "factor",
    "need_rate": "factor",
    "price_eur": "euro",
    "quality_stars": "stars",
    "claim_stars": "stars",
    "margin": "share of the price",
    "invite": "share of customers",
    "paid_invite": "share of customers",
    "thanks": "share of reviewers",
    "price": "factor",
    "rate": "moments per day-part",
    "context_rate": "factor",
    "third_party": "probability",
    "mix": "weight",
    "context_mix": "factor",
    "weekday": "weight",
    "weekend": "weight",
    "onset": "weight",
    "channels": "weight",
    "context_channels": "factor",
    "context_fit": "factor",
    "devices": "weight",
    "wake": "probability",
    "device_link": "share",
    "opportunities": "moments per 1,000 consumers and day",
    "unit_cost_eur": "euro per contact",
    "carry_over": "share kept from day to day",
    "scale_eur": "euro per day per 1,000 consumers (budgets are per week: times 7)",
    "floor": "0 to 1",
    "ceiling": "0 to 1",
    "read": "probability",
    "write": "probability",
}
_UNITS_OF_PATHS: Final = {
    "personas.<persona>.channels.<channel>": "factor",
    "levers.<lever>.settings.<constant>": "as the lever declares",
}
_UNITS_OF_SECTIONS: Final = {
    "traits": "0 to 1",
    "spend": "euro per week per 1,000 consumers",
}


def nature(setting: Setting) -> str:
    """Say what a setting belongs to.

    Parameters
    ----------
    setting : Setting
        Any setting.

    Returns
    -------
    str
        The mechanism it is a number of, with a sentence on it; or what it is instead.
    """
    role = setting.declared.get("role")
    if role is not None:
        return f"{role}: {ROLES[role]}"
    for prefixes, found in _NATURES:
        if any(f"{setting.name}.".startswith(f"{prefix}.") for prefix in prefixes):
            return found
    return _TABLE if is_number(setting) or isinstance(setting.default, list) else _SWITCH


def unit(setting: Setting) -> str:
    """Say in what unit a number is given.

    Parameters
    ----------
    setting : Setting
        Any setting.

    Returns
    -------
    str
        The unit in words; empty for what is no number.
    """
    if "unit" in setting.declared:
        return str(setting.declared["unit"])
    if setting.name in _UNITS_OF_PATHS:
        return _UNITS_OF_PATHS[setting.name]
    for section, words in _UNITS_OF_SECTIONS.items():
        if section in setting.path[:-1]:
            return words
    named = [name for name in setting.path if not name.startswith("<")]
    return _UNITS.get(named[-1], "") if is_number(setting) else ""


def is_number(setting: Setting) -> bool:
    """Tell numbers and tables of numbers from words and switches.

    Parameters
    ----------
    setting : Setting
        Any setting.

    Returns
    -------
    bool
        Whether it is one.
    """
    if setting.declared or setting.path[-1].startswith("<"):
        return True
    default = setting.default
    if isinstance(default, list):
        return all(isinstance(it, float | int) for it in default)
    if isinstance(default, float | int):
        return not isinstance(default, bool) and setting.name != "format"
    return bool(setting.allowed) and "at " in str(setting.allowed) and setting.path[-1] != "id"
