"""There is one source of chance and one of arithmetic: `sim.rng`."""

import ast

import pytest

from sim.study.replicates import Job
from tests.sources import functions, kernels, modules

ABOVE = ("analysis", "cli", "study", "__main__", "__init__")
"""What lies above the model; designs and bootstraps there may draw as they like."""
CHANCE = {"random", "secrets", "uuid", "time", "datetime", "numpy.random"}
CHANCE_NAMES = {"random", "default_rng", "RandomState", "SeedSequence", "urandom", "rng", "hash"}
CLOCKS = {"jit": {"time"}}
"""The cache of kernels looks at the age of files; no number depends on it."""
COMPUTES = ("market", "moments", "network", "population", "model", "levers", "reviews", "rng")
LIBRARY = {
    *("exp", "exp2", "expm1", "log", "log1p", "log2", "log10", "pow", "power", "float_power"),
    *("logaddexp", "cbrt", "gamma", "lgamma", "erf", "erfc", "hypot"),
    *("sin", "cos", "tan", "arcsin", "arccos", "arctan", "asin", "acos", "atan"),
    *("sinh", "cosh", "tanh", "arctanh", "atanh"),
    *("dot", "matmul", "einsum", "inner"),
}
"""Functions whose last digits differ between platforms or libraries."""
ROUNDED = {"market.classes": {"gammainc", "gammaincinv"}}
"""SciPy's incomplete gamma function, whose results are rounded to nine decimals."""


def below():
    return {name: tree for name, tree in modules().items() if name.partition(".")[0] not in ABOVE}


def imported(tree):
    """Modules and names imported, as `numpy.random` or `math.exp`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def other_chance(tree, clocks=frozenset()):
    """Imports and names from which numbers could come that no stream knows of."""
    forbidden = CHANCE - set(clocks)
    found = [
        name
        for name in imported(tree)
        if name in forbidden or name.partition(".")[0] in forbidden or name.startswith("numpy.rand")
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CHANCE_NAMES:
            # `sim.rng` is ours; everything else of that name is Mesa's or NumPy's.
            found.append(ast.unparse(node))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in CHANCE_NAMES:
            found.append(ast.unparse(node))
    return found


def library_arithmetic(tree, allowed=frozenset()):
    """Growth, logarithms, powers and products of matrices that are not ours."""
    imports = [name for name in imported(tree) if is_library(name, allowed)]
    return imports + [ast.unparse(node) for node in ast.walk(tree) if computes(node)]


def is_library(name, allowed):
    """Whether an import brings arithmetic along."""
    home, _, last = name.rpartition(".")
    if home in {"math", "numpy"}:
        return last in LIBRARY
    return home == "scipy.special" and last not in allowed


def computes(node):
    """Whether an expression or a statement is such arithmetic."""
    if isinstance(node, ast.Attribute):
        owner = ast.unparse(node.value)
        return node.attr in LIBRARY and owner in {"np", "numpy", "math", "scipy.special"}
    if isinstance(node, ast.BinOp):
        power = isinstance(node.op, ast.Pow) and not is_whole(node.right)
        return power or isinstance(node.op, ast.MatMult)
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, ast.Pow | ast.MatMult)
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "pow"


def is_whole(exponent):
    """Whether an exponent is a whole number written out, so that the power is exact or repeated."""
    if isinstance(exponent, ast.UnaryOp):
        exponent = exponent.operand
    return isinstance(exponent, ast.Constant) and isinstance(exponent.value, int)


def loosened(tree):
    """Switches that let a compiler reorder arithmetic or spread it over threads."""
    return [
        node.arg
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg in {"fastmath", "parallel", "reassoc"}
    ]


def test_the_model_and_all_below_it_are_read():
    found = below()
    assert len(found) > 60
    assert {"model", "rng", "moments.day", "market.market", "results.kpis"} <= set(found)


@pytest.mark.parametrize("name", below())
def test_no_chance_comes_from_anywhere_but_the_streams(name):
    assert other_chance(below()[name], CLOCKS.get(name, ())) == []


@pytest.mark.parametrize("name", modules())
def test_no_compiler_may_reorder_arithmetic(name):
    assert loosened(modules()[name]) == []


@pytest.mark.parametrize("name", modules(*COMPUTES))
def test_growth_and_logarithms_are_our_own(name):
    assert library_arithmetic(modules()[name], ROUNDED.get(name, ())) == []


def test_there_are_kernels_in_what_is_checked():
    checked = [kernel for tree in modules(*COMPUTES).values() for kernel in kernels(tree)]
    assert len(checked) > 60


def test_only_the_generators_own_module_makes_words():
    """`philox` is called by `draw` and by nobody else."""
    callers = {
        f"{name}.{function.name}"
        for name, tree in modules().items()
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("philox")
    }
    assert callers == {"rng.draw"}


def test_a_replicate_is_named_by_seed_and_number_and_not_by_the_clock():
    assert {"seed", "number"} <= set(Job._fields)


# --- the checks see what they should --------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "import random",
        "import numpy.random",
        "from numpy import random",
        "from numpy.random import default_rng",
        "from secrets import randbits",
        "import uuid",
        "from time import time_ns",
        "import datetime",
        "x = np.random.rand()",
        "x = self.rng.integers(3)",
        "x = self.random.choice([1, 2])",
        "x = os.urandom(8)",
        "x = hash('seed')",
    ],
)
def test_the_check_sees_other_chance(source):
    assert other_chance(ast.parse(source)) != []


@pytest.mark.parametrize("source", ["from sim.rng import draw", "words = draw(key, NEED, i, 0, 0)"])
def test_the_check_lets_streams_be(source):
    assert other_chance(ast.parse(source)) == []


@pytest.mark.parametrize(
    "source",
    [
        "y = math.exp(x)",
        "y = np.exp(x)",
        "y = np.log1p(x)",
        "y = np.power(x, 2)",
        "y = x ** 0.5",
        "y = x ** n",
        "y **= 2",
        "y = pow(x, 2)",
        "y = a @ b",
        "from math import log",
        "from numpy import exp as e",
        "from scipy.special import expit",
    ],
)
def test_the_check_sees_library_arithmetic(source):
    assert library_arithmetic(ast.parse(source)) != []


@pytest.mark.parametrize(
    "source",
    ["y = exp(x)", "y = 2.0**32", "y = 2.0**-1022", "y = math.sqrt(x)", "y = terms.exp(x)"],
)
def test_the_check_lets_our_own_arithmetic_be(source):
    assert library_arithmetic(ast.parse(source)) == []


def test_the_check_sees_a_compiler_let_loose():
    assert loosened(ast.parse("f = numba.njit(fastmath=True, parallel=True)(f)")) != []
