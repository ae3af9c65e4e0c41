"""The project as a stranger finds it: its files, its command, what a plain install brings."""

import fnmatch
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import sim
from sim.scenario_io import load
from sim.scenario_io.files import shipped

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SCENARIOS = {path.stem for path in (ROOT / "scenarios").glob("*.yaml")}
LARGEST = 2_000_000
"""Bytes of the largest file worth keeping with the source."""

# Spelled in two halves, so that this file does not find itself.
ONE_MACHINE = re.compile(
    r"(?<![\w.~-])(?:/" + r"(?:work|root|home/\w+|Users/\w+)/|/" + r"opt/\w+)|file:" + "///"
)
OUR_KITCHEN = re.compile(
    r"\b(?:cla" + r"ude|anth" + r"ropic|open" + r"ai|chat" + r"gpt|co" + r"pilot|sub-?" + r"agents?"
    r"|work " + r"order|TO" + r"DO|FIX" + r"ME)\b|^(?:<<<<<" + r"<<|>>>>>" + r">>) ",
    re.IGNORECASE | re.MULTILINE,
)
HOSTS = {"json-schema.org", "www.apache.org", "github.com", "doi.org"}
"""Where a link may lead: standards, licences, sources."""


# --- files ----------------------------------------------------------------------------------------


@cache
def files():
    """Every file that belongs to the project, also where there is no repository around it."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    ignored = [line.rstrip("/") for line in lines] + [".git"]

    def is_ours(path):
        # A pattern that begins with a slash holds in the first folder alone.
        names = {path.name, f"/{path.relative_to(ROOT).as_posix()}"}
        return not any(fnmatch.fnmatch(name, pattern) for name in names for pattern in ignored)

    found = []
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if is_ours(Path(folder, name))]
        found += [path for name in names if is_ours(path := Path(folder, name))]
    return sorted(found)


@cache
def texts():
    found = {}
    for path in files():
        try:
            found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def found_in_texts(pattern):
    return {
        name: match.group()
        for name, text in texts().items()
        if (match := re.search(pattern, text)) is not None
    }


def test_the_project_has_the_files_a_stranger_looks_for():
    named = set(texts())
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"} <= named
    assert {"docs/model.md", "scenarios/README.md", ".ci/run", "pyproject.toml"} <= named
    assert len(named) > 100


def test_no_file_knows_the_machine_it_was_written_on():
    assert found_in_texts(ONE_MACHINE) == {}


def test_no_file_speaks_of_how_it_came_about():
    assert found_in_texts(OUR_KITCHEN) == {}


def test_links_lead_where_links_may_lead():
    hosts = {host for text in texts().values() for host in re.findall(r"https?://([\w.-]+)", text)}
    assert hosts <= HOSTS


def test_results_of_a_run_in_this_folder_are_not_the_projects():
    found = {path.relative_to(ROOT).parts[0] for path in files()}
    assert "sim" in found
    assert "results" not in found
    assert ROOT / "sim" / "results" / "run.py" in files()


def test_no_file_is_too_large_to_read():
    assert [path.name for path in files() if path.stat().st_size > LARGEST] == []


def test_links_between_pages_lead_to_files():
    broken = []
    for name, text in texts().items():
        if name.endswith(".md"):
            for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
                if not (ROOT / name).parent.joinpath(target).exists():
                    broken.append(f"{name}: {target}")
    assert broken == []


def test_every_decision_has_a_number_of_its_own_and_says_what_was_chosen():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(page.name[:4]) for page in pages]
    assert numbers == list(range(1, len(pages) + 1))
    assert len(pages) >= 10
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert re.match(rf"# {page.name[:4]} \w", text)
        parts = ["## Question", "## Options", "## Measurement", "## Choice"]
        assert [line for line in text.splitlines() if line in parts] == parts


# --- commands -------------------------------------------------------------------------------------


def shell_blocks(text):
    """Contents of the fenced blocks of shell commands of a page."""
    return re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_first_two_commands_of_the_readme_install_and_run_and_install_and_test():
    run, test = shell_blocks(texts()["README.md"])[:2]
    assert run.count("\n") == test.count("\n") == 1
    for command in (run, test):
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert run.endswith("&& .venv/bin/journey run cafe\n")
    assert "-e '.[test]'" in test
    assert "&& .venv/bin/python -m pytest -q" in test


def test_the_readmes_second_block_is_what_continuous_integration_runs():
    script = texts()[".ci/run"]
    awk = re.search(r"awk '(.+)' README.md", script).group(1)
    done = subprocess.run(
        ["awk", awk, "README.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == shell_blocks(texts()["README.md"])[1]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_command_is_called_journey_and_leads_to_the_program():
    module, _, name = PROJECT["project"]["scripts"]["journey"].partition(":")
    assert callable(getattr(import_module(module), name))


def test_the_version_is_the_newest_of_the_changelog():
    newest = re.search(r"^## (\d+\.\d+\.\d+)", texts()["CHANGELOG.md"], re.MULTILINE)
    assert newest.group(1) == sim.__version__


def test_every_module_imported_is_a_dependency_or_comes_with_python():
    names = {"ruamel": "ruamel.yaml"}
    declared = {re.match(r"[\w.-]+", it).group() for it in PROJECT["project"]["dependencies"]}
    imported = {
        names.get(name, name)
        for path in (ROOT / "sim").rglob("*.py")
        for name in re.findall(
            r"^ *(?:import|from) (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert "numpy" in imported
    # pydantic brings its own core and annotations along.
    brought = {"pydantic_core", "annotated_types", "typing_extensions"}
    assert imported - set(sys.stdlib_module_names) - {"sim"} - brought <= declared


# --- what is shipped ------------------------------------------------------------------------------


def test_scenarios_lie_where_they_are_looked_for():
    assert {"base", "cafe"} <= SCENARIOS
    assert set(shipped()) == SCENARIOS


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_a_shipped_scenario_loads_by_its_name(name):
    assert load(name).name == name


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Return the wheel, built from the tree as it is, without a network."""
    pytest.importorskip("hatchling", reason="the wheel is built by what `.[test]` installs")
    pytest.importorskip("build", reason="the wheel is built by what `.[test]` installs")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_package_its_scenarios_and_its_command(wheel):
    with zipfile.ZipFile(wheel) as content:
        names = set(content.namelist())
        points = next(name for name in names if name.endswith("entry_points.txt"))
        assert b"journey = sim.cli:main" in content.read(points)
    assert {f"sim/scenarios/{name}.yaml" for name in SCENARIOS} <= names
    assert {"sim/__init__.py", "sim/__main__.py", "sim/py.typed", "sim/moments/day.py"} <= names
    assert not [name for name in names if name.startswith(("tests/", "experiments/"))]
    assert not [name for name in names if name.endswith((".pyc", ".nbi"))]


def test_a_market_loads_by_name_from_an_unpacked_wheel(wheel, tmp_path):
    package = tmp_path / "site"
    with zipfile.ZipFile(wheel) as content:
        content.extractall(package)
    code = "import sim; print(sim.__file__); print(sim.load('cafe').name)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(package / "sim" / "__init__.py"), "cafe"]


# --- the checks see what they should --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cd /" + "work/here", True),
        ("`/" + "opt/tools`", True),
        ("/" + "home/anna/x", True),
        ("/" + "root/.cache", True),
        ("file:" + "///somewhere", True),
        ("frame" + "work/opt in", False),
        ("Scientific/Engineering", False),
        ("~/root/of", False),
    ],
)
def test_the_check_sees_the_path_of_one_machine(text, found):
    assert bool(ONE_MACHINE.search(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# TO" + "DO: later", True),
        ("a sub" + "agent said", True),
        ("a\n<<<<<" + "<< HEAD\n", True),
        ("sessions of moments", False),
        ("an agent of the model", False),
    ],
)
def test_the_check_sees_what_is_left_of_the_work(text, found):
    assert bool(OUR_KITCHEN.search(text)) == found


def test_the_check_of_blocks_counts_shell_blocks_only():
    page = "```yaml\nx\n```\n```sh\none\n```\n```\nnot\n```\n```sh\ntwo\n```\n"
    assert shell_blocks(page) == ["one\n", "two\n"]
