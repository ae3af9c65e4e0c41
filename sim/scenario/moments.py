"""Micro-moments: how often, of which type, where, on what, and who is noticed and helpful."""

from typing import Literal

from sim.scenario.declare import Section, number, probability
from sim.scenario.tables import (
    ByChannel,
    ByDayPart,
    ByDevice,
    ByMoment,
    Channel,
    ChannelFactorByContext,
    ChannelsByMoment,
    ContextByDayPart,
    ContextFactor,
    DevicesByContext,
    MixByPhase,
    MomentFactorByContext,
    ShareByMoment,
)


class Presence(Section):
    """From contacts bought to being noticed."""

    floor: float = probability(
        0.04, source="assumption", role="presence", kernel="no", plausible=(0.01, 0.1)
    )
    """Chance of being noticed without buying contacts (pi0)."""
    floor_buy: float = probability(
        0.10, source="assumption", role="presence", kernel="no", plausible=(0.03, 0.2)
    )
    """The same in buy moments."""
    floor_shelf: float = probability(
        0.35, source="assumption", role="presence", kernel="no", plausible=(0.1, 0.6)
    )
    """The same on the store's shelf (own outlets: of its shop being passed)."""
    ceiling: float = number(
        0.60,
        unit="probability",
        source="assumption",
        role="presence",
        kernel="no",
        ge=0,
        lt=1,
        plausible=(0.4, 0.8),
    )
    """Highest chance of being noticed (pimax)."""
    ceiling_shelf: float = number(
        0.90,
        unit="probability",
        source="assumption",
        role="presence",
        kernel="no",
        ge=0,
        lt=1,
        plausible=(0.7, 0.98),
    )
    """The same on the shelf."""
    clutter: float = number(
        0.3,
        unit="per rival contact",
        source="Danaher, Bonfrer & Dhar 2008",
        role="presence",
        kernel="no",
        ge=0,
        le=20,
        off=0,
        plausible=(0, 1),
    )
    """How much rivals' contacts thin a brand's own (psi)."""
    reach_ceiling: float = number(
        0.40,
        unit="per day",
        source="assumption",
        role="presence",
        kernel="no",
        ge=0,
        lt=1,
        plausible=(0.2, 0.6),
    )
    """Highest daily chance that a brand's advert reaches a person (Rmax)."""
    media_shape: float = number(
        1,
        unit="Gamma shape",
        source="assumption",
        role="heterogeneity",
        kernel="no",
        ge=0.01,
        le=1e6,
        off=1e6,
        plausible=(0.5, 3),
    )
    """Heterogeneity of media use; 1e6 or more = all alike."""
    name_search: float = number(
        0.30,
        unit="probability at full awareness",
        source="assumption",
        role="presence",
        ge=0,
        le=1,
        off=0,
        plausible=(0.1, 0.5),
    )
    """Chance that somebody fully aware of a brand looks for it by name (nu)."""
    poaching: float = number(
        0.5,
        unit="probability",
        source="Coviello, Gneezy & Goette 2017 (A11)",
        role="presence",
        ge=0,
        le=1,
        off=0,
        plausible=(0.2, 0.7),
        kernel="no",
    )
    """Chance that rivals in full presence take the click of a search for an unprotected name."""


class Help(Section):
    """From being noticed to being useful."""

    speed_share: float = number(
        0.25,
        unit="share",
        source="Deloitte & Google 2020",
        role="presence",
        ge=0,
        le=1,
        kernel="no",
        plausible=(0.1, 0.5),
    )
    """Share of usefulness that hangs on speed."""
    personal: float = number(
        0.3,
        unit="factor",
        source="Tucker 2014",
        role="personalization",
        ge=0,
        le=5,
        off=0,
        plausible=(0.1, 0.6),
    )
    """More help by full personalization for a person who wants it (g_p)."""
    bot_aversion: float = number(
        0.5,
        unit="share",
        source="assumption; Luo et al. 2019",
        role="presence",
        ge=0,
        le=1,
        off=0,
        plausible=(0.2, 0.8),
    )
    """Loss of help by a chatbot for a person not tech-savvy (phi_bot)."""
    night: float = number(
        0.6,
        unit="factor",
        source="assumption",
        role="presence",
        ge=0,
        le=1,
        off=1,
        plausible=(0.3, 1),
    )
    """Help at night on channels run by people."""


class Idle(Section):
    """Moments of people in no need."""

    rate: float = probability(
        0.02, source="assumption", role="idle", unit="per day", plausible=(0.005, 0.05)
    )
    """Chance per day of a category moment without a need (iota)."""
    mix: ByMoment = ByMoment(idea=0.4, know=0.2, do=0.1, future=0.3)
    """Mix of idle moments (idea, know, do, future; weights). Assumption."""
    wake: ShareByMoment = ShareByMoment(idea=0.06, know=0.02, do=0.01)
    """Chance that an idle moment wakes a need when a brand helped (half without). Assumption."""


class Moments(Section):
    """Types × channels × contexts × devices."""

    rate: ByDayPart = ByDayPart(
        early=0.16, morning=0.18, lunch=0.25, afternoon=0.22, evening=0.38, night=0.12
    )
    """Mean category moments per day-part of a journey (Lambda0), before sessions. Assumption."""
    context_rate: ContextFactor = ContextFactor(commute=1.2, work=0.7, store=1.5)
    """Factor on that rate by context. Assumption."""
    another: float = number(
        0.5,
        unit="probability",
        source="Bronnenberg, Kim & Mela 2016 (J01, J02)",
        role="chain",
        kernel="threshold",
        ge=0,
        le=0.95,
        plausible=(0.3, 0.65),
    )
    """Chance that another moment follows in the same session (sigma)."""
    forget: float = probability(
        0.006,
        source="assumption: half-life 19 days",
        role="chain",
        unit="per day-part",
        plausible=(0.002, 0.02),
    )
    """Chance per day-part that the need fades."""
    advance: float = probability(
        0.22, source="assumption: calibrated to journey length", role="chain", plausible=(0.1, 0.4)
    )
    """Chance that an answered moment moves the journey a phase on (psi)."""
    give_up_unanswered: float = probability(
        0.04, source="assumption", role="chain", plausible=(0.01, 0.1)
    )
    """Chance that an unanswered moment ends the journey (chi_un)."""
    give_up_not_now: float = probability(
        0.12, source="assumption", role="chain", plausible=(0.03, 0.3)
    )
    """Chance that "not now" ends the journey (chi_def)."""
    give_up_cart: float = probability(0.5, source="assumption", role="chain", plausible=(0.2, 0.8))
    """Chance that a cart not paid ends the journey (chi_cart)."""
    store_visit: float = probability(
        0.35, source="Google (M07: 76 % visit within a day)", role="visit", plausible=(0.2, 0.8)
    )
    """Chance that an answered go moment becomes a store visit (v_go)."""
    consult: float = number(
        0.2,
        unit="probability",
        source="assumption: calibrated to Z08 (82 % ever in a year)",
        role="visit",
        ge=0,
        le=1,
        off=0,
        plausible=(0.05, 0.8),
    )
    """Chance that the phone is consulted at the shelf, by the most tech-savvy (p_consult)."""
    consult_floor: float = number(
        0.4,
        unit="share",
        source="assumption",
        role="scale",
        ge=0,
        le=1,
        plausible=(0.2, 0.8),
    )
    """Consulting of the least tech-savvy relative to the most."""
    shelf_entry: float = probability(
        0.4, source="Chandon et al. 2009, from memory", role="visit", plausible=(0.2, 0.6)
    )
    """Chance that a brand seen on the shelf enters the consideration set."""
    third_party: ShareByMoment = ShareByMoment(
        idea=0.5, know=0.45, compare=0.45, go=0.55, do=0.5, future=0.5
    )
    """Chance that somebody who sells nothing answers the moment (theta0). Assumption."""
    mix: MixByPhase = MixByPhase()
    """Mix of micro-moments by phase."""
    context_mix: MomentFactorByContext = MomentFactorByContext()
    """Factor on that mix by context."""
    weekday: ContextByDayPart = ContextByDayPart()
    """Where people are on weekdays."""
    weekend: ContextByDayPart = ContextByDayPart()
    """Where people are on weekends."""
    onset: ByDayPart = ByDayPart(
        early=0.16, morning=0.18, lunch=0.25, afternoon=0.22, evening=0.38, night=0.12
    )
    """Day-part in which needs and idle moments fall (weights). Assumption: as the moments."""
    channels: ChannelsByMoment = ChannelsByMoment()
    """Mix of channels by micro-moment."""
    context_channels: ChannelFactorByContext = ChannelFactorByContext()
    """Factor on the mix of channels by context."""
    context_fit: ChannelFactorByContext = ChannelFactorByContext()
    """Factor on help by context and channel."""
    devices: DevicesByContext = DevicesByContext()
    """Mix of devices by context."""
    human_channels: list[Channel] = ["social", "store"]
    """Channels run by people, who sleep at night. Assumption."""
    presence: Presence = Presence()
    """From contacts bought to being noticed."""
    help: Help = Help()
    """From being noticed to being useful."""
    idle: Idle = Idle()
    """Moments of people in no need."""
    compare_counts_as: Literal["buy", "know"] = "buy"
    """Which of Google's four moments a comparison is reported under."""
    stimulus_window_days: int = number(
        30, unit="days", source="assumption", role="scale", ge=0, le=3650
    )
    """A stimulus counts for a journey when it fell so many days before its onset."""
    device_link: ByDevice = ByDevice(phone=0.9, computer=0.7, speaker=0.3)
    """Share of people whose device a tracker can link (the touch log's `observed`). Assumption."""
    opportunities: (
        dict[Literal["idea", "know", "compare", "go", "do", "buy", "future"], ByChannel] | None
    ) = None
    """Moments per 1,000 consumers and day counted in the market's reference run."""
    opportunities_of: str | None = None
    """Hash of the market those opportunities were counted in."""
