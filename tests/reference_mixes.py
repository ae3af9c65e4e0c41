"""The slow readable twin, part 2: chances, and everything about people that no day changes.

Written from docs/model.md ("Tables").
"""

import math

from scipy.special import gammainc, gammaincinv

from sim.rng import exp
from sim.scenario import Scenario
from sim.tables.moments import (
    CHANNELS,
    CLASSES,
    COMPARE,
    CONTEXTS,
    DAY_PARTS,
    DEVICES,
    IN_PERSON,
    MARKET,
    MAX_CONTACTS,
    MOMENTS,
    PHASES,
)

CERTAIN = 2**32


def clip(x: float, low: float, high: float) -> float:
    """A number kept within its bounds."""
    return min(max(x, low), high)


def floor32(p: float) -> int:
    """An event of probability p happens to the 32-bit words below this integer."""
    return int(clip(p, 0.0, 1.0) * 4294967296.0)


def cumulative(weights: list[float]) -> list[int]:
    """A mix as rising thresholds: the first that lies above a word is picked."""
    sums = []
    total = 0.0
    for weight in weights:
        total = total + weight
        sums.append(total)
    return [floor32(c / total) if total > 0.0 else CERTAIN for c in sums]


def row(section: object, names: tuple[str, ...]) -> list[float]:
    """One number per name, in the order of the codes."""
    return [getattr(section, name) for name in names]


def class_means(shape: float) -> list[float]:
    """The mean of each of 256 equally likely slices of a Gamma distribution with mean 1."""
    if shape >= 1e6:
        return [1.0] * CLASSES
    edges = [float(gammaincinv(shape, c / CLASSES)) for c in range(CLASSES)] + [math.inf]
    below = [float(gammainc(shape + 1.0, edge)) for edge in edges]
    return [round(CLASSES * (below[c + 1] - below[c]), 9) for c in range(CLASSES)]


class Mixes:
    """Everything about people, moments and channels that no day and no brand changes."""

    def __init__(self, spec: Scenario) -> None:
        moments, use = spec.moments, spec.market.use
        self.people = [spec.personas[name] for name in sorted(spec.personas)]
        self.persona = cumulative([p.share for p in self.people])
        self.onset = cumulative(row(moments.onset, DAY_PARTS))
        self.idle = cumulative(row(moments.idle.mix, MOMENTS))
        self.context = [
            [cumulative(row(getattr(week, part), CONTEXTS)) for part in DAY_PARTS]
            for week in (moments.weekday, moments.weekend)
        ]
        self.moment = [[self._moments(moments, f, x) for x in CONTEXTS] for f in PHASES[1:4]]
        self.channel = [
            [[self._channels(moments, p, m, x) for x in CONTEXTS] for m in MOMENTS]
            for p in self.people
        ]
        self.device = [
            [
                cumulative(row(getattr(p.devices or moments.devices, x), DEVICES[:3]))
                for x in CONTEXTS
            ]
            for p in self.people
        ]
        self.occurs = [
            [
                [
                    self._occurs(rate, factor, p.moment_rate)
                    for factor in row(moments.context_rate, CONTEXTS)
                ]
                for rate in row(moments.rate, DAY_PARTS)
            ]
            for p in self.people
        ]
        self.third_party = row(moments.third_party, MOMENTS)
        self.wake = [(0.5 * p, p) for p in row(moments.idle.wake, MOMENTS)]
        self.read = [[p] * len(CHANNELS) for p in row(spec.reviews.read, MOMENTS)]
        self.read[COMPARE][MARKET] = spec.reviews.read_marketplace
        self.fit = [row(getattr(moments.context_fit, x), CHANNELS) for x in CONTEXTS]
        self.human = [name in moments.human_channels for name in CHANNELS]
        choice, checkout = spec.market.choice, spec.market.checkout
        self.device_friction = [choice.device_phone, choice.device_computer, choice.device_speaker]
        self.entry_friction = [
            checkout.entry_phone,
            checkout.entry_computer,
            checkout.entry_speaker,
        ]
        assert len(self.device_friction) == IN_PERSON
        self.not_now = {
            1: choice.not_now + choice.not_now_explore,
            2: choice.not_now + choice.not_now_evaluate,
            3: choice.not_now,
        }
        self.service_contacts = self._poisson(use.service_contacts)
        self.need_classes = class_means(spec.market.needs.shape)
        self.media_classes = class_means(moments.presence.media_shape)

    @staticmethod
    def _moments(moments: object, phase: str, context: str) -> list[int]:
        mix, factor = getattr(moments.mix, phase), getattr(moments.context_mix, context)
        return cumulative(
            [a * b for a, b in zip(row(mix, MOMENTS[:6]), row(factor, MOMENTS[:6]), strict=True)]
        )

    @staticmethod
    def _channels(moments: object, persona: object, moment: str, context: str) -> list[int]:
        mix = row(getattr(moments.channels, moment), CHANNELS)
        here = row(getattr(moments.context_channels, context), CHANNELS)
        own = row(persona.channels, CHANNELS)
        return cumulative([a * b * c for a, b, c in zip(mix, here, own, strict=True)])

    @staticmethod
    def _occurs(rate: float, factor: float, persona_rate: float) -> float:
        return 1.0 - exp(-(rate * factor * persona_rate))

    @staticmethod
    def _poisson(mean: float) -> list[int]:
        p = exp(-mean)
        total = p
        thresholds = [floor32(total)]
        for k in range(1, MAX_CONTACTS):
            p = p * mean / k
            total = total + p
            thresholds.append(floor32(total))
        return [*thresholds, CERTAIN]
