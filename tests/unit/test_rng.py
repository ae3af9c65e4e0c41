"""Chance and arithmetic, checked against published numbers and 60-digit arithmetic."""

import math
import os
import subprocess
import sys
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim import rng

ULP = 2.0**-52
LUCK = rng.luck_key(7, 0)
ODD_WORDS = [0, 1, 2, 2**31 - 1, 2**31, 2**32 - 2, 2**32 - 1]


def words(count, key=LUCK):
    return np.array([rng.draw(key, 3, i, 5, 7) for i in range(count // 4)]).ravel()


# --- Philox ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        (
            (0, 0, 0, 0),
            (0, 0),
            (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8),
        ),
        (
            (0xFFFFFFFF,) * 4,
            (0xFFFFFFFF,) * 2,
            (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
        ),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_the_known_answers_published_with_random123(counter, key, expected):
    assert rng.philox(*counter, *key) == expected


def test_a_draw_is_philox_at_consumer_a_b_and_stream_under_the_two_halves_of_the_key():
    pi_digits = np.uint64(0x299F31D0A4093822)
    drawn = rng.draw(pi_digits, 0x03707344, 0x243F6A88, 0x85A308D3, 0x13198A2E)
    assert drawn == (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)


@given(day=st.integers(-(2**31), 2**31 - 1))
def test_days_before_the_first_measured_day_are_days_like_any_other(day):
    assert rng.draw(LUCK, 1, 2, day, 0) == rng.draw(LUCK, 1, 2, day % 2**32, 0)
    assert all(0 <= word < 2**32 for word in rng.draw(LUCK, 1, 2, day, 0))


def test_no_two_of_eight_hundred_warm_up_and_measured_days_share_their_luck():
    days = {rng.draw(LUCK, 1, 2, day, 0) for day in range(-400, 400)}
    assert len(days) == 800


@pytest.mark.parametrize("changed", range(5))
def test_each_coordinate_of_a_draw_matters(changed):
    place = [LUCK, 1, 2, 3, 4]
    other = place.copy()
    other[changed] = np.uint64(other[changed] + np.uint64(1)) if changed == 0 else 9
    assert rng.draw(*place) != rng.draw(*other)


# --- Keys -----------------------------------------------------------------------------------------


def test_neighbouring_seeds_and_replicates_share_no_draw():
    keys = [rng.luck_key(seed, replicate) for seed in range(20) for replicate in range(20)]
    keys += [rng.person_key(seed) for seed in range(20)]
    assert len(set(keys)) == 420
    draws = {rng.draw(key, 0, consumer, 0, 0) for key in keys for consumer in range(25)}
    assert len(draws) == 420 * 25


def test_keys_are_no_sums():
    assert rng.luck_key(7, 1) != rng.luck_key(8, 0)
    assert rng.luck_key(1, 11) != rng.luck_key(11, 1)
    assert rng.make_key(1, 23) != rng.make_key(12, 3)
    assert rng.make_key("1") != rng.make_key(1)


def test_one_seed_more_flips_half_of_the_bits_of_a_key():
    flips = [
        (int(rng.luck_key(seed, 0)) ^ int(rng.luck_key(seed + 1, 0))).bit_count()
        for seed in range(1000)
    ]
    # Binomial(64, 1/2): the mean of 1,000 has standard error 4 / sqrt(1000).
    assert abs(np.mean(flips) - 32) < 4 * 4 / math.sqrt(1000)


def test_keys_are_the_same_on_every_machine():
    # First 8 bytes, little-endian, of BLAKE2b: printf '["luck", 7, 0]' | b2sum -l 64
    assert int(rng.luck_key(7, 0)).to_bytes(8, "little").hex() == "130d3ccf51fa4e10"
    assert int(rng.person_key(7)).to_bytes(8, "little").hex() == "fff87ebb237dcffa"


# --- Decisions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ODD_WORDS)
def test_an_impossible_event_never_happens_and_a_certain_one_always(word):
    assert not word < rng.threshold(0.0)
    assert not word < rng.threshold(-0.25)
    assert word < rng.threshold(1.0)
    assert word < rng.threshold(1.25)


@given(p=st.floats(0, 1))
def test_a_threshold_is_the_whole_part_of_p_times_2_to_the_32(p):
    assert rng.threshold(p) == math.floor(Fraction(p) * 2**32)


def test_a_static_table_is_read_by_its_first_threshold_above_the_word():
    quarter = 2**30
    cdf = np.array([quarter, quarter, 3 * quarter, 2**32])
    assert [rng.pick(cdf, word) for word in (0, quarter - 1)] == [0, 0]
    assert [rng.pick(cdf, word) for word in (quarter, 3 * quarter - 1)] == [2, 2]
    assert [rng.pick(cdf, word) for word in (3 * quarter, 2**32 - 1)] == [3, 3]


@pytest.mark.parametrize("word", ODD_WORDS)
def test_a_uniform_number_is_the_middle_of_its_word(word):
    u = rng.uniform(word)
    assert Fraction(float(u)) == Fraction(2 * word + 1, 2**33)
    assert 0 < u < 1


# At 40,000 words the Kolmogorov-Smirnov distance of a right generator exceeds .0122 once in
# 100,000 seeds; the controls are wrong by less than an eye would see and must exceed it.
KS_WORDS, KS_LIMIT = 40_000, 0.0122


@pytest.mark.parametrize(
    ("kernel", "expected"),
    [(rng.uniform, stats.uniform), (rng.normal, stats.norm), (rng.gumbel, stats.gumbel_r)],
    ids=["uniform", "normal", "gumbel"],
)
def test_words_become_numbers_of_the_stated_distribution(kernel, expected):
    numbers = [kernel(word) for word in words(KS_WORDS)]
    assert stats.kstest(numbers, expected.cdf).statistic < KS_LIMIT


@pytest.mark.parametrize(
    ("kernel", "wrong"),
    [
        (rng.uniform, stats.uniform(scale=1.02)),
        (rng.normal, stats.norm(loc=0.04)),
        (rng.gumbel, stats.gumbel_r(scale=1.06)),
    ],
    ids=["uniform", "normal", "gumbel"],
)
def test_the_distribution_check_notices_small_errors(kernel, wrong):
    numbers = [kernel(word) for word in words(KS_WORDS)]
    assert stats.kstest(numbers, wrong.cdf).statistic > KS_LIMIT


# --- Arithmetic -----------------------------------------------------------------------------------


def worst_error(kernel, exact, points):
    """Return the largest error in units in the last place of the exact result."""
    worst = 0.0
    with localcontext(prec=60):
        for x in map(float, points):
            right = exact(Decimal(x))
            unit = Decimal(math.ulp(float(right)))
            worst = max(worst, float(abs(Decimal(float(kernel(x))) - right) / unit))
    return worst


def exact_normal_quantile(u):
    """Solve Phi(x) = u by Newton's method; Phi by its series (Abramowitz and Stegun 26.2.11)."""
    with localcontext(prec=110):
        pi = Decimal("3.14159265358979323846264338327950288419716939937510582097494459230781640629")
        x = Decimal(float(stats.norm.ppf(float(u))))
        for _ in range(3):
            term = total = x
            k = 1
            while abs(term) > Decimal(10) ** -80:
                k += 2
                term *= x * x / k
                total += term
            density = (-x * x / 2).exp() / (2 * pi).sqrt()
            x -= (Decimal("0.5") + density * total - u) / density
        return x


def test_exp_is_right_within_one_unit_in_the_last_place():
    grid = np.concatenate([np.linspace(-745, 709.78, 6001), np.linspace(-1.5, 1.5, 6001)])
    assert worst_error(rng.exp, Decimal.exp, grid) < 1.0


def test_log_is_right_within_one_unit_in_the_last_place():
    grid = np.concatenate(
        [
            np.geomspace(5e-324, 1.7e308, 6001),
            np.linspace(0.4, 2.5, 6001),
            1 + np.linspace(-1e-6, 1e-6, 1000),
        ]
    )
    assert worst_error(rng.log, Decimal.ln, grid) < 1.0


def test_the_normal_quantile_is_right_within_eight_units_in_the_last_place():
    tails = (np.arange(60) + 0.5) / 2**32
    seams = np.array([0.075, 0.925]) + np.array([[-1e-9], [0.0], [1e-9]])
    far = np.geomspace(1e-35, 1e-10, 60)
    grid = np.concatenate([np.linspace(0.001, 0.999, 500), tails, 1 - tails, seams.ravel(), far])
    assert worst_error(rng.quantile_normal, exact_normal_quantile, grid) < 8.0


def test_the_accuracy_check_notices_an_error_of_two_units():
    def off_by_two(x):
        return math.exp(x) * (1 + 2 * ULP)

    assert worst_error(off_by_two, Decimal.exp, np.linspace(-1, 1, 101)) > 1.0


def test_exp_and_log_have_their_exact_values():
    assert rng.exp(0.0) == 1.0
    assert rng.log(1.0) == 0.0
    assert rng.exp(-math.inf) == 0.0
    assert rng.exp(-746.0) == 0.0
    assert rng.exp(-745.0) == 5e-324
    assert rng.exp(709.78) < math.inf
    assert rng.exp(709.79) == math.inf
    assert rng.exp(math.inf) == math.inf
    assert rng.log(0.0) == -math.inf
    assert rng.log(math.inf) == math.inf
    assert all(math.isnan(x) for x in (rng.exp(math.nan), rng.log(math.nan), rng.log(-1.0)))


def test_the_middle_person_is_average_and_both_sides_mirror_each_other():
    assert rng.quantile_normal(0.5) == 0.0
    for word in ODD_WORDS:
        assert rng.normal(word) == -rng.normal(2**32 - 1 - word)


@pytest.mark.parametrize("shape", [(7,), (2, 3), (2, 2, 2), (0,)])
def test_arrays_hold_what_single_numbers_give(shape):
    x = np.linspace(0.1, 9.0, math.prod(shape)).reshape(shape)
    for whole, single in ((rng.exp_array, rng.exp), (rng.log_array, rng.log)):
        for array in (x, x.T):
            result = whole(array)
            assert result.shape == array.shape
            assert result.tolist() == np.vectorize(single, otypes=[float])(array).tolist()


# --- The same bits, compiled or not ---------------------------------------------------------------

DIGEST = """
import hashlib
import numpy as np
from sim import rng

key = rng.luck_key(7, 3)
draws = [rng.draw(key, s, i, day, 4) for s in range(3) for i in range(9) for day in (-5, 0, 364)]
words = np.array(draws).ravel()
grid = np.concatenate([np.linspace(-746, 710, 500), np.linspace(-1, 1, 500)])
numbers = [f(w) for f in (rng.uniform, rng.normal, rng.gumbel, rng.threshold) for w in words]
numbers += [rng.threshold(rng.uniform(w)) for w in words]
numbers += [rng.exp(x) for x in grid] + [rng.log(abs(x)) for x in grid]
numbers += [rng.quantile_normal(u) for u in np.geomspace(1e-30, 0.5, 200)]
numbers += [*rng.exp_array(grid), *rng.log_array(abs(grid))]
bits = words.tobytes() + np.array(numbers, dtype=np.float64).tobytes()
print(hashlib.sha256(bits).hexdigest(), len(words), type(rng.draw).__name__)
"""


def test_bits_are_the_same_compiled_and_as_plain_python():
    def digest(jit_off):
        return subprocess.run(
            [sys.executable, "-W", "error", "-c", DIGEST],
            env=os.environ | {"NUMBA_DISABLE_JIT": jit_off},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.split()

    compiled, plain = digest("0"), digest("1")
    assert compiled[:2] == plain[:2]
    assert compiled[1] == "324"
    # The comparison means something only if the two really ran differently.
    assert plain[2] == "function" != compiled[2]
