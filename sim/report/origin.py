"""Where the page comes from, so that somebody else can make it again."""

import shlex
from typing import Any

from sim.report.answer import doubts
from sim.results import Run
from sim.results.provenance import run_key
from sim.scenario_io import scenario_hash


def fill(run: Run) -> dict[str, Any]:
    """Say which world, seed, code and libraries the numbers come from.

    Parameters
    ----------
    run : Run
        What was found.

    Returns
    -------
    dict
        `rows` of names and values, and the `doubts` that belong to every number.
    """
    spec, made = run.spec, run.made
    key = run_key(spec, run.seed, new_people=run.new_people)
    rows = [
        ("scenario", spec.name),
        ("category", spec.market.category),
        ("brand the questions are about", spec.focal_brand),
        ("people", f"{spec.market.consumers:,}"),
        ("measured days", f"{spec.market.days:,} (and {spec.market.warm_up_days:,} before them)"),
        ("replicates", f"{len(run.replicates):,}"),
        ("people of the replicates", "new ones each time" if run.new_people else "the same"),
        ("seed", str(run.seed)),
        ("feedback", spec.feedback),
        ("command", shlex.join(made.command) or "called from Python"),
        ("started", made.started or "unknown"),
        ("ended", made.ended or "not ended: some replicates may be missing"),
        ("versions", ", ".join(f"{name} {number}" for name, number in made.versions.items())),
        ("SHA-256 of the scenario", scenario_hash(spec)),
        ("SHA-256 of scenario, seed and people", key),
    ]
    rows += [(f"replicate {lost.replicate} failed", lost.error) for lost in made.failed]
    return {"rows": rows, "doubts": doubts(run)}
