"""Memory: awareness, believed quality and goodwill, decayed only when they are read."""

import numpy as np

from sim.jit import inner


@inner
def refresh(world, i, b, day):
    """Time passes over what consumer i remembers of brand b.

    Decay by powers from a table equals daily decay; certainty falls towards the prior while the
    belief itself stays (Mehta, Rajiv & Srinivasan 2004, from memory).
    """
    memory = world.memory[i, b]
    elapsed = day - memory.refreshed_day
    if elapsed > 0:
        decay = world.decay
        prior = world.rules[0].prior_weight
        memory.awareness = np.float64(memory.awareness) * decay[elapsed, 0]
        memory.precision = prior + (np.float64(memory.precision) - prior) * decay[elapsed, 1]
        memory.goodwill = np.float64(memory.goodwill) * decay[elapsed, 2]
        memory.use_goodwill = np.float64(memory.use_goodwill) * decay[elapsed, 3]
        memory.refreshed_day = day


@inner
def lift(world, i, b, step):
    """Awareness grows by a share of what it lacks (Vidale & Wolfe 1957, from memory)."""
    memory = world.memory[i, b]
    awareness = np.float64(memory.awareness)
    memory.awareness = awareness + step * (1.0 - awareness)


@inner
def learn(world, i, b, signal, weight):
    """A belief moves towards a signal by the signal's share of all evidence.

    Gaussian learning with capped precision (Erdem & Keane 1996, from memory):
    mu <- (n mu + w s) / (n + w), n <- min(n + w, cap).
    """
    if weight > 0.0:
        memory = world.memory[i, b]
        belief = np.float64(memory.belief)
        precision = np.float64(memory.precision)
        memory.belief = (precision * belief + weight * signal) / (precision + weight)
        memory.precision = min(precision + weight, world.rules[0].largest_weight)


@inner
def please(world, i, b, step):
    """Goodwill grows by a share of what it lacks to full liking."""
    memory = world.memory[i, b]
    goodwill = np.float64(memory.goodwill)
    memory.goodwill = goodwill + step * (1.0 - goodwill)


@inner
def displease(world, i, b, step):
    """Goodwill falls by a share of what it has above full dislike."""
    memory = world.memory[i, b]
    goodwill = np.float64(memory.goodwill)
    memory.goodwill = goodwill - step * (1.0 + goodwill)


@inner
def judge(world, i, b, satisfaction):
    """An experience leaves goodwill; a bad one weighs more than a good one."""
    rules = world.rules[0]
    memory = world.memory[i, b]
    step = rules.use_goodwill * (satisfaction - 3.5) / 1.5
    if step < 0.0:
        step = step * rules.negativity
    memory.use_goodwill = min(max(np.float64(memory.use_goodwill) + step, -1.0), 1.0)


@inner
def liking(world, i, b):
    """Goodwill from moments and from use together, -1 to 1."""
    memory = world.memory[i, b]
    return min(max(np.float64(memory.goodwill) + np.float64(memory.use_goodwill), -1.0), 1.0)


@inner
def persuade(world, i, b, moment):
    """The last moment in which something spoke for the brand is kept: now this one."""
    person = world.person[i]
    shift = np.uint64(4 * b)
    others = ~(np.uint64(15) << shift)
    person.persuaded = (person.persuaded & others) | (np.uint64(1 + moment) << shift)


@inner
def persuaded_by(world, i, b):
    """The last moment of the journey in which something spoke for the brand, or nobody."""
    return int((world.person[i].persuaded >> np.uint64(4 * b)) & np.uint64(15)) - 1
