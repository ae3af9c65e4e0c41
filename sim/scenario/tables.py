"""Tables a scenario fills in: one number per moment, channel, context, device, day-part, phase."""

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.declare import Section, sensible

Channel = Literal[
    "search", "maps", "social", "video", "market", "site", "chat", "voice", "arvr", "store"
]
Weight = Annotated[float, Field(ge=0.0, le=1e6), sensible(1e-9, 1e6, zero=True)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class ByMoment(Section):
    """One number per micro-moment."""

    idea: Weight = 0.0
    know: Weight = 0.0
    compare: Weight = 0.0
    go: Weight = 0.0
    do: Weight = 0.0
    buy: Weight = 0.0
    future: Weight = 0.0


class ShareByMoment(Section):
    """One probability per micro-moment."""

    idea: Share = 0.0
    know: Share = 0.0
    compare: Share = 0.0
    go: Share = 0.0
    do: Share = 0.0
    buy: Share = 0.0
    future: Share = 0.0


class MixByPhase(Section):
    """The mix of micro-moments in each phase of a journey (weights; normalised)."""

    explore: ByMoment = ByMoment(idea=1)
    evaluate: ByMoment = ByMoment(compare=1)
    ready: ByMoment = ByMoment(buy=1)


class ByChannel(Section):
    """One number per channel."""

    search: Weight = 0.0
    maps: Weight = 0.0
    social: Weight = 0.0
    video: Weight = 0.0
    market: Weight = 0.0
    site: Weight = 0.0
    chat: Weight = 0.0
    voice: Weight = 0.0
    arvr: Weight = 0.0
    store: Weight = 0.0


class ChannelFactor(Section):
    """A factor per channel, 1 unless given."""

    search: Weight = 1.0
    maps: Weight = 1.0
    social: Weight = 1.0
    video: Weight = 1.0
    market: Weight = 1.0
    site: Weight = 1.0
    chat: Weight = 1.0
    voice: Weight = 1.0
    arvr: Weight = 1.0
    store: Weight = 1.0


class ChannelsByMoment(Section):
    """The mix of channels in each micro-moment (weights; normalised)."""

    idea: ByChannel = ByChannel(search=1)
    know: ByChannel = ByChannel(search=1)
    compare: ByChannel = ByChannel(search=1)
    go: ByChannel = ByChannel(maps=1)
    do: ByChannel = ByChannel(search=1)
    buy: ByChannel = ByChannel(site=1)
    future: ByChannel = ByChannel(search=1)


class ByContext(Section):
    """One number per context."""

    home: Weight = 0.0
    commute: Weight = 0.0
    work: Weight = 0.0
    out: Weight = 0.0
    store: Weight = 0.0


class ContextFactor(Section):
    """A factor per context, 1 unless given."""

    home: Weight = 1.0
    commute: Weight = 1.0
    work: Weight = 1.0
    out: Weight = 1.0
    store: Weight = 1.0


class MomentFactorByContext(Section):
    """Factors on the mix of micro-moments in each context."""

    home: ByMoment = ByMoment(idea=1, know=1, compare=1, go=1, do=1, buy=1, future=1)
    commute: ByMoment = ByMoment(idea=1, know=1, compare=1, go=1, do=1, buy=1, future=1)
    work: ByMoment = ByMoment(idea=1, know=1, compare=1, go=1, do=1, buy=1, future=1)
    out: ByMoment = ByMoment(idea=1, know=1, compare=1, go=1, do=1, buy=1, future=1)
    store: ByMoment = ByMoment(buy=1, compare=1)


class ChannelFactorByContext(Section):
    """Factors on the mix of channels (or on help) in each context."""

    home: ChannelFactor = ChannelFactor()
    commute: ChannelFactor = ChannelFactor()
    work: ChannelFactor = ChannelFactor()
    out: ChannelFactor = ChannelFactor()
    store: ChannelFactor = ChannelFactor()


class ContextByDayPart(Section):
    """Where people are in each day-part (weights; normalised)."""

    early: ByContext = ByContext(home=1)
    morning: ByContext = ByContext(home=1)
    lunch: ByContext = ByContext(home=1)
    afternoon: ByContext = ByContext(home=1)
    evening: ByContext = ByContext(home=1)
    night: ByContext = ByContext(home=1)


class ByDayPart(Section):
    """One number per day-part."""

    early: Weight = 0.0
    morning: Weight = 0.0
    lunch: Weight = 0.0
    afternoon: Weight = 0.0
    evening: Weight = 0.0
    night: Weight = 0.0


class ByDevice(Section):
    """One number per device in the hand (in-person is none)."""

    phone: Weight = 0.0
    computer: Weight = 0.0
    speaker: Weight = 0.0


class DevicesByContext(Section):
    """The mix of devices in each context (weights; normalised)."""

    home: ByDevice = ByDevice(phone=1)
    commute: ByDevice = ByDevice(phone=1)
    work: ByDevice = ByDevice(phone=1)
    out: ByDevice = ByDevice(phone=1)
    store: ByDevice = ByDevice(phone=1)
