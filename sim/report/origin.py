"""Where the page comes from, so that somebody else can make it again."""

import shlex
from typing import Any

from sim.analysis.credit import Credit
from sim.analysis.response import Response
from sim.report import plans
from sim.report.answer import doubts, vouched
from sim.results import Comparison, Made, Run
from sim.results.provenance import run_key
from sim.scenario import Scenario
from sim.scenario_io import scenario_hash

Rows = list[tuple[str, str]]


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
    key = run_key(run.spec, run.seed, new_people=run.new_people)
    rows = [
        ("scenario", run.spec.name),
        *_lived(run.spec, len(run.replicates), run.seed, new_people=run.new_people),
        ("feedback", run.spec.feedback),
        *_made(run.made),
        ("SHA-256 of the scenario", scenario_hash(run.spec)),
        ("SHA-256 of scenario, seed and people", key),
        *_failed(run.made),
    ]
    return {"rows": rows, "doubts": doubts(run)}


def compared(found: Comparison) -> dict[str, Any]:
    """Say which worlds, seed, code and libraries a comparison comes from.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    dict
        As `fill`.
    """
    base = found.base
    past = "all begin from the base's" if found.shared else "each world has its own"
    rows = [
        ("base", found.base_name),
        ("compared with it", ", ".join(found.runs)),
        *_lived(base.spec, len(found.replicates), base.seed, new_people=base.new_people),
        ("warm-up", past),
        ("feedback", found.feedback),
        *_made(found.made),
        *(
            (f"SHA-256 of {name}", scenario_hash(run.spec))
            for name, run in {found.base_name: base, **found.runs}.items()
        ),
        *_failed(found.made),
    ]
    return {"rows": rows, "doubts": plans.doubts(found)}


def credited(found: Credit | Response) -> dict[str, Any]:
    """Say which world, seed, code and libraries a study of one brand's money comes from.

    Parameters
    ----------
    found : Credit or Response
        What was found.

    Returns
    -------
    dict
        As `fill`.
    """
    rows = [
        ("scenario", found.spec.name),
        *_lived(found.spec, len(found.numbers), found.seed, new_people=found.new_people),
        ("moments asked about", ", ".join(_asked(found))),
        ("feedback", found.feedback),
        *_made(found.made),
        ("SHA-256 of the scenario", scenario_hash(found.spec)),
        *_failed(found.made),
    ]
    return {"rows": rows, "doubts": [vouched(found.assumed)]}


def _asked(found: Credit | Response) -> list[str]:
    unpaid = found.unpaid if isinstance(found, Response) else ()
    return [*found.moments, *unpaid]


def _lived(spec: Scenario, count: int, seed: int, *, new_people: bool) -> Rows:
    return [
        ("category", spec.market.category),
        ("brand the questions are about", spec.focal_brand),
        ("people", f"{spec.market.consumers:,}"),
        ("measured days", f"{spec.market.days:,} (and {spec.market.warm_up_days:,} before them)"),
        ("replicates", f"{count:,}"),
        ("people of the replicates", "new ones each time" if new_people else "the same"),
        ("seed", str(seed)),
    ]


def _made(made: Made) -> Rows:
    return [
        ("command", shlex.join(made.command) or "called from Python"),
        ("started", made.started or "unknown"),
        ("ended", made.ended or "not ended: some replicates may be missing"),
        ("versions", ", ".join(f"{name} {number}" for name, number in made.versions.items())),
    ]


def _failed(made: Made) -> Rows:
    return [(f"replicate {lost.replicate} failed", lost.error) for lost in made.failed]
