"""Kernels are compiled once on each machine and never answer from stale code.

Numba can keep machine code on disk, but it looks only at the file of the kernel itself: after a
change to a constant or to a kernel called from another file, it returns the old answer. The cache
folder is therefore named by everything the machine code depends on: the sources of all layers that
hold kernels or lie below them, and the versions of Python, NumPy and Numba. It lies outside the
package, which may be read-only.

Environment variables: `NUMBA_DISABLE_JIT=1` runs every kernel as plain Python;
`JOURNEY_CACHE_DIR` moves the cache.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import platform
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar, cast

import platformdirs

APP = "consumer-journey-sim"
DAYS_KEPT = 30
COMPLETE = "complete"
"""Name of the file that says so; a compilation that was interrupted leaves none."""
KERNEL_SOURCES = ("compiler.py", "errors.py", "jit.py", "moments", "network.py", "rng.py", "tables")
"""Where kernels live, and all that they may import."""

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Numbers go in, numbers come out, at the speed of machine code.

    Floating point stays strictly as written: no fastmath, so that the bits of a result depend
    neither on the instruction set nor on whether the kernel was compiled at all.

    Parameters
    ----------
    function : callable
        A function of scalars, arrays and named tuples of them.

    Returns
    -------
    callable
        The compiled function, or the function itself where JIT is switched off.
    """
    return _compiled(function)


def entry(function: F) -> F:
    """The way from Python into a day of moments; like `inner`, it creates no array.

    Numba then need not count who holds which array, which took half of the running time.
    """
    return _compiled(function, _nrt=False)


def inner(function: F) -> F:
    """A kernel that only other kernels call, and that becomes part of each of them.

    A world of records is some hundred numbers to hand over, so that calling costs more than most
    kernels do. Without a way in from Python it compiles in half the time.
    """
    return _part(function, forceinline=True)


def subroutine(function: F) -> F:
    """A larger kernel that other kernels call from several places."""
    return _part(function)


def inlined(function: F) -> F:
    """A kernel so small and so often called that it becomes part of every kernel that calls it.

    Loops around it can then work on several consumers at once: a draw takes a tenth of the time.
    """
    return _compiled(function, forceinline=True)


def _part(function: F, **options: Any) -> F:
    if not jit_is_on():
        return function
    from sim.compiler import PartCompiler

    options |= {"cache": False, "no_cpython_wrapper": True, "_nrt": False}
    part: Any = _compiled(function, pipeline_class=PartCompiler, **options)
    part._insert = _no_way_in
    return cast("F", part)


def _no_way_in(*signature: Any) -> None:
    """Numba would note where Python enters a kernel; into a part of others it never does."""


def _compiled(function: F, **options: Any) -> F:
    if not jit_is_on():
        return function
    import numba

    from sim.compiler import KernelCompiler

    settings: Any = numba.config
    # Numba reads the folder while decorating; code that is not ours keeps its own setting.
    others = settings.CACHE_DIR
    settings.CACHE_DIR = str(_cache_folder())
    try:
        njit: Any = numba.njit
        strict = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
        made = {"cache": True, "pipeline_class": KernelCompiler}
        compiled: Any = njit(**{**made, **strict, **options})(function)
    finally:
        settings.CACHE_DIR = others
    _compile_once_for_all_constants(compiled)
    _keep_what_fits(compiled)
    return cast("F", compiled)


def _compile_once_for_all_constants(compiled: Any) -> None:
    """Numba would compile a kernel again for each constant it is called with; once is enough."""
    from numba.core.types import unliteral

    template = compiled.get_call_template
    compiled.get_call_template = lambda args, kws: template(tuple(map(unliteral, args)), kws)


_not_kept: list[OSError] = []
"""Why machine code of this run is lost after it."""


def _keep_what_fits(compiled: Any) -> None:
    """A full disk costs the time to compile again, and not the run."""
    keep = compiled._cache.save_overload

    def kept(signature: Any, code: Any) -> None:
        try:
            keep(signature, code)
        except OSError as problem:
            _not_kept.append(problem)

    compiled._cache.save_overload = kept


def jit_is_on() -> bool:
    """Kernels are compiled unless `NUMBA_DISABLE_JIT` says otherwise."""
    return os.environ.get("NUMBA_DISABLE_JIT", "0") in ("", "0")


def is_compiled() -> bool:
    """A run may start at once, because all kernels of exactly this code lie on disk.

    Nothing is imported or created to find out, so that a command line can announce compilation
    before it begins.
    """
    return not jit_is_on() or (_wanted_folder() / COMPLETE).exists()


def note_compiled() -> None:
    """Every kernel has been compiled; where all could be kept, later runs start at once."""
    if jit_is_on() and not _not_kept:
        with contextlib.suppress(OSError):
            (_wanted_folder() / COMPLETE).touch()


def cache_home() -> Path:
    """What this machine has worked out once and need not work out again is kept here."""
    chosen = os.environ.get("JOURNEY_CACHE_DIR")
    home = Path(chosen) if chosen else platformdirs.user_cache_path(APP, appauthor=False)
    return home.absolute()


@functools.cache
def _fingerprint() -> str:
    """Machine code is as old as the oldest thing it was made from; this names them all."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for tool in (platform.python_version(), version("numpy"), version("numba")):
        digest.update(f"{tool}\n".encode())
    for path in sorted(
        path
        for name in KERNEL_SOURCES
        for path in ((package / name).rglob("*.py") if "." not in name else [package / name])
        if path.exists()
    ):
        source = path.read_bytes()
        # The length keeps text from moving unseen from one file into the next.
        digest.update(f"{path.relative_to(package).as_posix()} {len(source)}\n".encode())
        digest.update(source)
    return digest.hexdigest()


def _wanted_folder() -> Path:
    return cache_home() / "kernels" / _fingerprint()


@functools.cache
def _cache_folder() -> Path:
    """Compiled kernels go to the user's cache, or to a folder that lasts as long as this run."""
    folder = _wanted_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
        os.utime(folder)
    except OSError:
        return _borrowed(folder)
    _remove_unused(folder)
    return folder


def _borrowed(folder: Path) -> Path:
    """Where nothing can be kept, what others have compiled there is used all the same."""
    ours = Path(_last_resort().name)
    with contextlib.suppress(OSError, shutil.Error):
        shutil.copytree(folder, ours, dirs_exist_ok=True)
    return ours


@functools.cache
def _last_resort() -> tempfile.TemporaryDirectory[str]:
    """Where nothing can be kept, kernels are compiled for this run and thrown away after it."""
    return tempfile.TemporaryDirectory(prefix=APP, ignore_cleanup_errors=True)


def _remove_unused(current: Path) -> None:
    """Kernels of code nobody has run for a month make room."""
    oldest = time.time() - DAYS_KEPT * 86_400
    # Only names we could have given: the user may have pointed us at a folder of theirs.
    ours = [path for path in current.parent.iterdir() if re.fullmatch("[0-9a-f]{64}", path.name)]
    for folder in ours:
        # Another process may be making room at the same time.
        with contextlib.suppress(FileNotFoundError):
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
