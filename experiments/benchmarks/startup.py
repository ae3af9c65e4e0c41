"""What a user waits for before anything is simulated: help, validation, a first result."""

import os
import resource
import subprocess
import sys
import tempfile

FIRST = ["run", "cafe", "--reps", "1", "--consumers", "500", "--days", "30", "--quiet", "--json"]


def cpu_seconds(arguments: list[str], cache: str) -> float:
    """CPU time of one command, its children included.

    Parameters
    ----------
    arguments : list of str
        What follows `journey`.
    cache : str
        Folder of compiled kernels.

    Returns
    -------
    float
        Seconds.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "sim", *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "JOURNEY_CACHE_DIR": cache},
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print one line a command: minimum and median of five runs, one for the cold cache."""
    with tempfile.TemporaryDirectory() as cache:
        cold = cpu_seconds(FIRST, cache)
        print(f"{'first result, cold cache':28s} {cold:6.2f} CPU-s")
        for name, arguments in {
            "journey --help": ["--help"],
            "journey validate cafe": ["validate", "cafe"],
            "first result, warm cache": FIRST,
        }.items():
            times = sorted(cpu_seconds(arguments, cache) for _ in range(5))
            print(f"{name:28s} {times[0]:6.2f} CPU-s at least, {times[2]:.2f} in the middle")


if __name__ == "__main__":
    main()
