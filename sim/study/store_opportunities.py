"""A market's opportunities go into its scenario file, so that nobody who uses it has to wait.

`python -m sim.study.store_opportunities scenarios/cafe.yaml` counts them anew.
"""

import sys
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from sim.market import opportunities_hash
from sim.results.files import write_whole
from sim.scenario_io import load
from sim.study.opportunities import Floats, count
from sim.tables.moments import CHANNELS, MOMENTS

COMMENT: Final = "Moments per 1,000 consumers and day, counted in the market's reference run."


def store(path: Path) -> None:
    """Write a market's opportunities into its scenario file; everything else stays as it is.

    Parameters
    ----------
    path : Path
        The scenario file.
    """
    spec = load(path)
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    document = yaml.load(path)
    moments = document.setdefault("moments", CommentedMap())
    if "opportunities" not in moments:
        moments["opportunities"] = None
        moments.yaml_set_comment_before_after_key(
            "opportunities",
            before=COMMENT,
            indent=2,
        )
    moments["opportunities"] = _written(count(spec))
    moments["opportunities_of"] = opportunities_hash(spec)
    write_whole(path, lambda unfinished: yaml.dump(document, unfinished))


def _written(found: Floats) -> Any:
    """One line a micro-moment; zeros too, which would else come from an extended file."""
    table = CommentedMap()
    for moment, rates in zip(MOMENTS, found.tolist(), strict=True):
        row = CommentedMap(zip(CHANNELS, (rate or 0 for rate in rates), strict=True))
        row.fa.set_flow_style()
        table[moment] = row
    return table


if __name__ == "__main__":
    for file in sys.argv[1:]:
        store(Path(file))
        sys.stdout.write(f"{file}: opportunities counted\n")
