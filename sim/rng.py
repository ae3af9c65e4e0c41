"""Chance is a table: who, when and what for look up the same number in every world.

A draw is a pure function of its key (`make_key`), its stream (`sim.tables.streams`), the consumer
and two more coordinates such as day and brand. Nothing is consumed, so nothing can fall out of
step: a consumer has the same luck under two strategies until something real differs.

A draw returns four independent words, integers in [0, 2**32). One word decides one thing:
`word < threshold(p)` happens with probability p, `normal(word)` is a taste, `gumbel(word)` the
unobserved part of a utility.

Bits depend on nothing but the arguments. exp, log and normal are therefore built here from
+ - * / and sqrt, whose results IEEE 754 fixes, and not taken from the C library, whose last
digits differ between platforms.
"""

import hashlib
import json
import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.jit import inlined, kernel

Integer: TypeAlias = int | np.integer
Floats: TypeAlias = NDArray[np.float64]


def make_key(*parts: int | str) -> np.uint64:
    """A world's chance is named by what it is for, hashed.

    A hash and not a sum: with added seeds, replicate 1 of seed 7 would be replicate 0 of seed 8.

    Parameters
    ----------
    *parts : int or str
        What the key stands for, as in `make_key("luck", seed, replicate)`.

    Returns
    -------
    numpy.uint64
        A 64-bit key; unsigned, because Numba takes a Python int for a signed one.
    """
    name = json.dumps(parts).encode()
    return np.uint64(int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), "little"))


def person_key(seed: int) -> np.uint64:
    """Traits, taste and friends come from here: the same people in every replicate."""
    return make_key("person", seed)


def luck_key(seed: int, replicate: int) -> np.uint64:
    """Everything that happens to those people comes from here, anew in each replicate."""
    return make_key("luck", seed, replicate)


# Philox4x32-10 of Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as
# 1, 2, 3". Words are held in uint64, where the product of two of them fits; every constant has
# that type too, because Numba turns uint64 with int64 into float64.

MULTIPLIER_0 = np.uint64(0xD2511F53)
MULTIPLIER_1 = np.uint64(0xCD9E8D57)
KEY_STEP_0 = np.uint64(0x9E3779B9)  # golden ratio
KEY_STEP_1 = np.uint64(0xBB67AE85)  # sqrt(3) - 1
LOW_WORD = np.uint64(0xFFFFFFFF)
WORD_BITS = np.uint64(32)


@inlined
def _word(x: Integer) -> np.uint64:
    """The low 32 bits of an integer, negative day numbers included."""
    return np.uint64(int(x) & 0xFFFFFFFF)


@inlined
def philox(
    c0: Integer, c1: Integer, c2: Integer, c3: Integer, k0: Integer, k1: Integer
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Four words of chance belong to each counter (c0, c1, c2, c3) under each key (k0, k1)."""
    x0, x1, x2, x3 = _word(c0), _word(c1), _word(c2), _word(c3)
    key0, key1 = _word(k0), _word(k1)
    for _ in range(10):
        product0 = MULTIPLIER_0 * x0
        product1 = MULTIPLIER_1 * x2
        x0 = (product1 >> WORD_BITS) ^ x1 ^ key0
        x1 = product1 & LOW_WORD
        x2 = (product0 >> WORD_BITS) ^ x3 ^ key1
        x3 = product0 & LOW_WORD
        key0 = (key0 + KEY_STEP_0) & LOW_WORD
        key1 = (key1 + KEY_STEP_1) & LOW_WORD
    return x0, x1, x2, x3


@inlined
def draw(
    key: Integer, stream: Integer, consumer: Integer, a: Integer, b: Integer
) -> tuple[np.int64, np.int64, np.int64, np.int64]:
    """What chance holds for this consumer in this matter: four words, as signed integers.

    The key is a `numpy.uint64` of `make_key`; the others are integers, of which the low 32 bits
    count. The meaning of a and b (day, slot, brand, ...) is the stream's.
    """
    w0, w1, w2, w3 = philox(consumer, a, b, stream, key, int(key) >> 32)
    return np.int64(w0), np.int64(w1), np.int64(w2), np.int64(w3)


# --- From words to decisions ----------------------------------------------------------------------

WORDS = 4294967296.0  # 2**32


@inlined
def threshold(p: float) -> np.int64:
    """An event of probability p happens to the words below this integer."""
    return np.int64(min(max(p, 0.0), 1.0) * WORDS)


@inlined
def pick(cdf: NDArray[np.int64], word: Integer) -> int:
    """The first row of a static table of rising thresholds that lies above the word."""
    k = 0
    for row in range(len(cdf)):
        k += word >= cdf[row]
    return k


@inlined
def uniform(word: Integer) -> float:
    """A number strictly between 0 and 1, exact in float64."""
    return (word + 0.5) / WORDS


@inlined
def normal(word: Integer) -> float:
    """A standard normal number, as tastes and traits are spread."""
    return quantile_normal(uniform(word))


@inlined
def gumbel(word: Integer) -> float:
    """The unobserved part of a utility: the largest of utility + Gumbel is a logit choice."""
    return -_logarithm(-_logarithm(uniform(word), 0), 0)


# --- Arithmetic -----------------------------------------------------------------------------------

LOG2_E = 1.4426950408889634
LN2_HIGH = 6.93147180369123816490e-01  # 33 bits: its product with an exponent is exact
LN2_LOW = 1.90821492927058770002e-10
LOG_LARGEST = 709.782712893384  # of float64: e**x is infinite above
LOG_SMALLEST = -745.1332191019412  # e**x is 0.0 below
SMALLEST_NORMAL = 2.0**-1022
ROOT_HALF_BITS = 0x3FE6A09E667F3BCD  # sqrt(1/2), the bits of its float64

# Taylor coefficients, every second one: two short chains of operations run side by side.
EXP_EVEN = tuple(1 / math.factorial(n) for n in range(2, 14, 2))
EXP_ODD = tuple(1 / math.factorial(n) for n in range(3, 15, 2))
LOG_EVEN = tuple(2 / n for n in range(5, 23, 4))
LOG_ODD = tuple(2 / n for n in range(3, 21, 4))


@inlined
def _polynomial(x: float, coefficients: tuple[float, ...]) -> float:
    """Horner's scheme, the coefficient of the lowest power first."""
    total = coefficients[-1]
    for i in range(len(coefficients) - 2, -1, -1):
        total = total * x + coefficients[i]
    return total


@inlined
def _bits(x: float) -> np.int64:
    """The 64 bits of a number: sign, 11 of exponent, 52 of fraction."""
    return np.float64(x).view(np.int64)


@inlined
def _number(bits: Integer) -> np.float64:
    """The number that has these bits."""
    return np.int64(bits).view(np.float64)


@inlined
def _power_of_two(k: int) -> np.float64:
    """2**k, exactly, by its exponent bits; k from -1022 to 1023."""
    return _number((k + 1023) << 52)


@inlined
def exp(x: float) -> float:
    """Growth: e**x within 1 unit in the last place, from 0.0 to infinity.

    With x = k ln 2 + r and abs(r) <= ln(2) / 2, e**r = cosh r + sinh r by their Taylor series.
    """
    x = np.float64(x)
    if not x <= LOG_LARGEST:
        return x * math.inf  # which is not a number if x is not
    if x < LOG_SMALLEST:
        return 0.0
    k = math.floor(x * LOG2_E + 0.5)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    z = r * r
    growth = 1.0 + (r + z * (_polynomial(z, EXP_EVEN) + r * _polynomial(z, EXP_ODD)))
    # In two halves, because 2**k leaves the range of float64 before the result does.
    return growth * _power_of_two(k >> 1) * _power_of_two(k - (k >> 1))


@inlined
def log(x: float) -> float:
    """How often e divides a number: its logarithm within 1 unit in the last place.

    With x = 2**k (1 + f) and s = f / (2 + f), log(1 + f) = 2 artanh s = f - s (f - rest) by the
    Taylor series of artanh; f is exact, so that nothing is lost near 1.
    """
    x = np.float64(x)
    if x <= 0.0:
        return -math.inf if x == 0.0 else math.nan
    if not x < math.inf:
        return x
    scale = 54 if x < SMALLEST_NORMAL else 0
    return _logarithm(x * _power_of_two(scale), scale)


@inlined
def _logarithm(x: float, scale: int) -> float:
    """The logarithm of x / 2**scale, x being neither zero, nor subnormal, nor infinite."""
    bits = _bits(x)
    exponent = (bits - ROOT_HALF_BITS) >> 52
    k = exponent - scale
    f = _number(bits - (exponent << 52)) - 1.0
    s = f / (2.0 + f)
    z = s * s
    rest = z * (_polynomial(z * z, LOG_ODD) + z * _polynomial(z * z, LOG_EVEN))
    return k * LN2_HIGH - ((s * (f - rest) - k * LN2_LOW) - f)


@kernel
def exp_array(x: Floats) -> Floats:
    """Growth, for every number of a float64 array at once."""
    result = np.empty(x.shape)
    for i, value in np.ndenumerate(x):
        result[i] = exp(value)
    return result


@kernel
def log_array(x: Floats) -> Floats:
    """Logarithms, for every number of a float64 array at once."""
    result = np.empty(x.shape)
    for i, value in np.ndenumerate(x):
        result[i] = log(value)
    return result


# Rational functions of Wichura (1988), algorithm AS 241 (PPND16), Applied Statistics 37, 477-484:
# the two of the centre, of the tails, and of the far tails beyond exp(-25).
# fmt: off
CENTRE_ABOVE = (
    3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3,
    1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
    3.3430575583588128105e4, 2.5090809287301226727e3,
)
CENTRE_BELOW = (
    1.0, 4.2313330701600911252e1, 6.8718700749205790830e2,
    5.3941960214247511077e3, 2.1213794301586595867e4, 3.9307895800092710610e4,
    2.8729085735721942674e4, 5.2264952788528545610e3,
)
TAIL_ABOVE = (
    1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550,
    3.64784832476320460504, 1.27045825245236838258, 2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4,
)
TAIL_BELOW = (
    1.0, 2.05319162663775882187, 1.67638483018380384940,
    6.89767334985100004550e-1, 1.48103976427480074590e-1, 1.51986665636164571966e-2,
    5.47593808499534494600e-4, 1.05075007164441684324e-9,
)
FAR_ABOVE = (
    6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580,
    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
    2.71155556874348757815e-5, 2.01033439929228813265e-7,
)
FAR_BELOW = (
    1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1,
    1.48753612908506148525e-2, 7.86869131145613259100e-4, 1.84631831751005468180e-5,
    1.42151175831644588870e-7, 2.04426310338993978564e-15,
)
# fmt: on
CENTRE = 0.425
"""How far from one half the functions of the centre hold."""


@inlined
def quantile_normal(u: float) -> float:
    """The value below which a share u of a standard normal population lies, 0 < u < 1."""
    return central_normal(u) if abs(u - 0.5) <= CENTRE else tail_normal(u)


@inlined
def central_normal(u: float) -> float:
    """`quantile_normal` of shares no farther than `CENTRE` from one half."""
    q = u - 0.5
    r = 0.180625 - q * q
    return q * _polynomial(r, CENTRE_ABOVE) / _polynomial(r, CENTRE_BELOW)


@inlined
def tail_normal(u: float) -> float:
    """`quantile_normal` of all other shares."""
    r = math.sqrt(-log(min(u, 1.0 - u)))
    if r <= 5.0:
        size = _polynomial(r - 1.6, TAIL_ABOVE) / _polynomial(r - 1.6, TAIL_BELOW)
    else:
        size = _polynomial(r - 5.0, FAR_ABOVE) / _polynomial(r - 5.0, FAR_BELOW)
    return size if u > 0.5 else -size
