"""Compiled kernels are kept, thrown away when any source changes, and never stand in the way."""

import ast
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import sim.compiler
import sim.jit

CALLEE = """
from sim.jit import kernel

FACTOR = 3

@kernel
def tripled(x):
    return FACTOR * x
"""
CALLER = """
from sim.moments.callee import tripled
from sim.jit import kernel

@kernel
def answer(x):
    return tripled(x) + 1
"""
PART = """
from sim.jit import entry, inner, subroutine

@inner
def squared(x):
    return x * x

@subroutine
def summed(x, y):
    return squared(x) + squared(y)

@entry
def hypotenuse(x, y):
    return summed(x, y) ** 0.5
"""
# What a kernel would be without our own cache: Numba's, beside the source.
NUMBAS_OWN_KERNEL = "from numba import njit\nkernel = njit(cache=True)\n"


@pytest.fixture
def package(tmp_path):
    """Return a package of two kernels, the second calling the first, that uses our `kernel`."""
    folder = tmp_path / "source" / "sim"
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "moments").mkdir()
    (folder / "moments" / "__init__.py").touch()
    (folder / "moments" / "callee.py").write_text(CALLEE)
    (folder / "moments" / "caller.py").write_text(CALLER)
    (folder / "moments" / "part.py").write_text(PART)
    for module in (sim.compiler, sim.jit):
        shutil.copy(module.__file__, folder)
    return folder


def python(package, code, **environment):
    """Run code beside a package in a fresh process; return what it printed."""
    base = {
        "JOURNEY_CACHE_DIR": str(package.parents[1] / "cache"),
        "NUMBA_DISABLE_JIT": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=package.parent,
        env=os.environ | base | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def answer(package, **environment):
    return python(package, "from sim.moments.caller import answer; print(answer(5))", **environment)


def test_whatever_holds_a_kernel_or_is_called_by_one_names_the_cache():
    package = Path(sim.jit.__file__).parent
    counted = {"sim." + name.removesuffix(".py") for name in sim.jit.KERNEL_SOURCES}
    decorators = {"kernel", "entry", "inner", "subroutine", "inlined"}
    holders = 0
    for path in package.rglob("*.py"):
        module = ".".join(("sim", *path.relative_to(package).with_suffix("").parts))
        within = any(module == name or module.startswith(f"{name}.") for name in counted)
        imports = [node for node in ast.walk(ast.parse(path.read_text())) if named(node)]
        holds = any(
            node.module == "sim.jit" and decorators & {alias.name for alias in node.names}
            for node in imports
        )
        holders += holds
        assert within or not holds, f"{module} holds kernels and does not name the cache"
        for node in imports if within else []:
            known = any(
                node.module == name or node.module.startswith(f"{name}.") for name in counted
            )
            full = [f"{node.module}.{alias.name}" for alias in node.names]
            assert known or set(full) <= counted, f"{module} imports {node.module}"
    assert holders > 10


def named(node):
    return isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sim"


def compiled_kernels(package):
    return {path.name.split("-")[0] for path in package.parents[1].rglob("cache/**/*.nbi")}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("FACTOR = 3", "FACTOR = 4", "21", id="constant"),
        pytest.param("FACTOR * x", "FACTOR - x", "-1", id="expression", marks=pytest.mark.slow),
    ],
)
def test_editing_a_callee_in_another_module_changes_the_answer(package, old, new, expected):
    assert answer(package) == "16"
    callee = package / "moments" / "callee.py"
    callee.write_text(callee.read_text().replace(old, new))
    assert answer(package) == expected


@pytest.mark.slow
def test_numbas_own_cache_would_return_the_old_answer(package):
    (package / "jit.py").write_text(NUMBAS_OWN_KERNEL)
    assert answer(package, NUMBA_CACHE_DIR=str(package.parents[1] / "cache")) == "16"
    callee = package / "moments" / "callee.py"
    callee.write_text(callee.read_text().replace("FACTOR = 3", "FACTOR = 4"))
    assert answer(package, NUMBA_CACHE_DIR=str(package.parents[1] / "cache")) == "16"


@pytest.mark.slow
def test_kernels_are_compiled_once_and_a_program_can_tell_beforehand(package):
    asking = (
        "import sys; from sim.jit import is_compiled; print(is_compiled(), 'numba' in sys.modules)"
    )
    assert python(package, asking) == "False False"
    assert not (package.parents[1] / "cache").exists()
    answer(package)
    assert python(package, asking) == "False False"  # there might be more to come
    python(package, "from sim.jit import note_compiled; note_compiled()")
    assert python(package, asking) == "True False"
    assert compiled_kernels(package) == {"callee.tripled", "caller.answer"}

    hits = (
        "from sim.moments.caller import answer; answer(5);"
        "print(sum(answer.stats.cache_hits.values()))"
    )
    assert python(package, hits) == "1"


HYPOTENUSE = "from sim.moments.part import hypotenuse as f; print(f(3.0, 4.0)); "


@pytest.mark.slow
def test_kernels_that_live_on_in_others_are_kept_within_them_alone(package):
    assert python(package, HYPOTENUSE) == "5.0"
    assert compiled_kernels(package) == {"part.hypotenuse"}
    again = python(package, HYPOTENUSE + "print(sum(f.stats.cache_hits.values()))")
    assert again.split() == ["5.0", "1"]


@pytest.mark.slow
def test_a_kernel_that_lives_on_in_others_has_no_machine_code_of_its_own(package):
    made = """
from sim.moments import part
part.hypotenuse(3.0, 4.0)
for kernel in (part.hypotenuse, part.summed, part.squared):
    (compiled,) = kernel.overloads.values()
    name = compiled.fndesc.llvm_func_name
    print(compiled.library.codegen._engine.is_symbol_defined(name))
"""
    assert python(package, made).split() == ["True", "False", "False"]


FULL_DISK = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
"""


@pytest.mark.slow
def test_a_full_disk_costs_time_and_not_the_answer(package):
    answering = "from sim.moments.caller import answer; print(answer(5))\n"
    noting = "from sim.jit import is_compiled, note_compiled; note_compiled(); print(is_compiled())"
    assert python(package, FULL_DISK + answering + noting).split() == ["16", "False"]
    assert python(package, answering + noting).split() == ["16", "True"]


def test_plain_python_needs_neither_numba_nor_a_cache(package):
    code = """
import sys
from sim.moments.caller import answer
from sim.jit import is_compiled
print(answer(5), type(answer).__name__, is_compiled(), 'numba' in sys.modules)
"""
    assert python(package, code, NUMBA_DISABLE_JIT="1") == "16 function True False"
    assert not (package.parents[1] / "cache").exists()


@pytest.mark.slow
def test_nothing_is_written_beside_the_source(package):
    before = {path: path.stat().st_mtime_ns for path in package.parent.rglob("*")}
    for path in before:
        path.chmod(0o555 if path.is_dir() else 0o444)
    assert answer(package) == "16"
    for path in before:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert {path: path.stat().st_mtime_ns for path in package.parent.rglob("*")} == before


@pytest.mark.slow
def test_a_cache_that_cannot_be_written_costs_time_and_not_the_answer(package):
    # A file in the way stops even a superuser, whom file permissions do not.
    blocked = package.parents[1] / "file"
    blocked.touch()
    temporary = package.parents[1] / "temporary"
    temporary.mkdir()
    assert answer(package, JOURNEY_CACHE_DIR=str(blocked / "x"), TMPDIR=str(temporary)) == "16"
    assert list(temporary.iterdir()) == []


def test_code_that_is_not_ours_keeps_its_own_cache(package):
    code = "import numba, sim.moments.caller; print(repr(numba.config.CACHE_DIR))"
    assert python(package, code, NUMBA_CACHE_DIR="elsewhere") == "'elsewhere'"


@pytest.mark.slow
def test_kernels_of_code_unused_for_a_month_make_room_and_nothing_else_does(package):
    kernels = package.parents[1] / "cache" / "kernels"
    month = 31 * 86_400
    for name, age in {"a" * 64: month, "b" * 64: month / 2, "a letter to keep": month}.items():
        folder = kernels / name
        folder.mkdir(parents=True)
        (folder / "something").touch()
        os.utime(folder, (time.time() - age,) * 2)
    answer(package)
    left = {path.name for path in kernels.iterdir()}
    assert left >= {"b" * 64, "a letter to keep"}
    assert "a" * 64 not in left
    assert len(left) == 3


def test_the_cache_lies_in_the_users_own_folder_unless_told_otherwise(monkeypatch):
    monkeypatch.delenv("JOURNEY_CACHE_DIR", raising=False)
    assert sim.jit.cache_home().is_relative_to(Path.home())
    monkeypatch.setenv("JOURNEY_CACHE_DIR", "/somewhere/else")
    assert sim.jit.cache_home() == Path("/somewhere/else")
