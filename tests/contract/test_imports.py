"""Help comes at once and importing disturbs nobody."""

import json
import subprocess
import sys
from functools import cache

import pytest

import sim

HEAVY = {"jinja2", "matplotlib", "mesa", "numba", "pandas", "pyarrow", "scipy"}

HELP = """
import sys
sys.argv = ["journey", "--help"]
from sim.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
"""


def in_a_fresh_process(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


@cache
def heavy_modules_after(*steps):
    """Heavy libraries that each of some steps was the first to load, in one fresh process."""
    code = f"""
import json, sys
heavy, found = {sorted(HEAVY)}, []
for step in {steps}:
    before = set(sys.modules)
    exec(step, {{}})
    found.append([name for name in heavy if name in set(sys.modules) - before])
print('LOADED', json.dumps(found))
"""
    return [set(it) for it in json.loads(in_a_fresh_process(code).stdout.rpartition("LOADED")[2])]


def command(*arguments):
    return f"from sim.cli.app import called\nassert called({list(arguments)}) == 0"


LIGHT = {
    "sim": "import sim",
    "cli": "import sim.cli",
    "help": HELP,
    "words": "import sim.reference",
    "validate": command("validate", "cafe"),
    "explain": command("explain"),
    "explain a word": command("explain", "know", "--scenario", "cafe"),
    "schema": command("explain", "--schema"),
    "new": "import tempfile\nfrom sim.cli.app import called\n"
    "assert called(['new', f'{tempfile.mkdtemp()}/mine.yaml']) == 0",
}


@pytest.mark.parametrize("place", range(len(LIGHT)), ids=LIGHT)
def test_what_simulates_nothing_waits_for_no_heavy_library(place):
    assert heavy_modules_after(*LIGHT.values())[place] == set()


def test_the_check_sees_every_heavy_library_that_is_loaded_and_by_which_step():
    steps = [f"import {name}" for name in sorted(HEAVY)]
    found = heavy_modules_after("import sim", *steps, "import sim.cli")
    assert set.union(*found) == HEAVY
    assert "jinja2" in found[1]
    assert found[0] == found[-1] == set()


@pytest.mark.parametrize("module", ["sim", "sim.cli"])
def test_importing_says_nothing(module):
    done = in_a_fresh_process(f"import {module}")
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize("module", ["sim", "sim.cli"])
def test_importing_leaves_the_process_as_it_was(module):
    in_a_fresh_process(
        f"""
import locale, logging, multiprocessing, os, random, signal, sys, warnings

def process():
    return (
        multiprocessing.get_start_method(allow_none=True),
        dict(os.environ),
        os.getcwd(),
        list(warnings.filters),
        list(logging.root.handlers),
        logging.root.level,
        locale.setlocale(locale.LC_ALL),
        random.getstate(),
        [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)],
        sys.excepthook,
        sys.getrecursionlimit(),
    )

before = process()
import {module}
assert process() == before
"""
    )


@pytest.mark.parametrize("name", sim.__all__)
def test_every_public_name_is_found_where_the_package_says(name):
    assert getattr(sim, name) is not None
    assert name in dir(sim)


def test_an_unknown_name_is_an_ordinary_attribute_error():
    with pytest.raises(AttributeError, match="module 'sim' has no attribute 'jorney'"):
        _ = sim.jorney


def test_analyses_are_there_after_a_plain_import_and_unknown_ones_are_not():
    code = "import sim\nprint(sim.analysis.uplift.individuals is sim.individuals)\n"
    assert in_a_fresh_process(code).stdout == "True\n"
    with pytest.raises(AttributeError, match=r"module 'sim\.analysis' has no attribute 'uplifts'"):
        _ = sim.analysis.uplifts
