"""What a user waits for: the import, help, validation, a first result, and compiling once."""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

from measure import Cost, cost_of, machine, options, show, table

PYTHON = "python, nothing else"
WARM = "first result, kernels compiled before"
COLD = "first result, nothing compiled"
COMPILING = "compiling alone (the difference)"


def commands(consumers: int, days: int) -> dict[str, tuple[str, ...]]:
    """What is run, by what people call it."""
    first = ["run", "cafe", "--reps", "1", "--quiet", "--json"]
    first += ["--consumers", str(consumers), "--days", str(days)]
    return {
        PYTHON: ("-c", ""),
        "import sim": ("-c", "import sim"),
        "journey --help": ("-m", "sim", "--help"),
        "journey validate sneakers": ("-m", "sim", "validate", "sneakers"),
        WARM: ("-m", "sim", *first),
    }


def startup(arguments: argparse.Namespace) -> dict[str, Any]:
    """Run every command in turn, some times over; then the first result with an empty cache."""
    costs: dict[str, list[Cost]] = {}
    asked = commands(arguments.consumers, arguments.days)
    # Whoever comes first compiles kernels and Python's own files; that is measured by itself.
    cost_of(*asked[WARM])
    for _ in range(arguments.rounds):
        for name, command in asked.items():
            costs.setdefault(name, []).append(cost_of(*command))
    for _ in range(arguments.cold_rounds):
        with tempfile.TemporaryDirectory() as cache:
            costs.setdefault(COLD, []).append(cost_of(*asked[WARM], cache=cache))
    rows = {name: summary(of) for name, of in costs.items()}
    if COLD in rows:
        names = ("cpu_s", "wall_s")
        rows[COMPILING] = {name: rows[COLD][name] - rows[WARM][name] for name in names}
    for row in rows.values():
        row["ratio"] = row["cpu_s"] / rows[PYTHON]["cpu_s"]
    return {
        "machine": machine(),
        "rounds": arguments.rounds,
        "cold_rounds": arguments.cold_rounds,
        "commands": rows,
    }


def summary(costs: Sequence[Cost]) -> dict[str, float]:
    """Medians, and the range of processor time."""
    return {
        "cpu_s": median(cost.cpu_s for cost in costs),
        "cpu_s_least": min(cost.cpu_s for cost in costs),
        "cpu_s_most": max(cost.cpu_s for cost in costs),
        "wall_s": median(cost.wall_s for cost in costs),
        "peak_mb": median(cost.peak_mb for cost in costs),
    }


def tables(found: dict[str, Any]) -> Iterator[Any]:
    """One row a command."""
    title = f"Medians of {found['rounds']} rounds, {found['cold_rounds']} with nothing compiled"
    figures = ["CPU-s", "least to most", "× python", "wall s", "peak MB"]
    made = table(title, ["what"], figures)
    for name, row in found["commands"].items():
        spread = f"{row['cpu_s_least']:.2f} to {row['cpu_s_most']:.2f}" if "peak_mb" in row else ""
        made.add_row(
            name,
            f"{row['cpu_s']:.2f}",
            spread,
            f"{row['ratio']:.1f}",
            f"{row['wall_s']:.2f}",
            f"{row['peak_mb']:.0f}" if "peak_mb" in row else "",
        )
    yield made


def main() -> None:
    """Measure every command."""
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cold-rounds", type=int, default=1, help="with nothing compiled")
    parser.add_argument("--consumers", type=int, default=1000, help="of the first result")
    parser.add_argument("--days", type=int, default=30, help="of the first result")
    arguments = parser.parse_args()
    show(startup(arguments), arguments.json, tables)


if __name__ == "__main__":
    main()
