"""How figures become part of a page: no network, no scripts, the same bytes every time."""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree as Xml

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plot.canvas import BLUE, GRID, INK, MUTED, PALE, PAPER, SKY, STYLE, WIDTH

_ROLES: Final = {
    INK: "ink",
    MUTED: "muted",
    GRID: "grid",
    PALE: "pale",
    PAPER: "paper",
    BLUE: "blue",
    SKY: "sky",
}
"""Colours a page may replace, such as one read in the dark."""
_REFERENCES: Final = re.compile(r"(url\(#|^#)([\w-]+)")

Draw = Callable[[Axes], object]


class Panel(NamedTuple):
    """One chart of a picture."""

    draw: Draw
    """Draws it into axes."""
    height: float
    """Inches, or a part of the height of the other panels."""


def svg(name: str, title: str, finding: str, *panels: Panel) -> str:
    """Draw charts below each other as a piece of a web page.

    Its texts stay texts, in the page's own font: they can be searched, copied and translated, and
    the reader's browser lays out every script. Its colours can be changed by the page.

    Parameters
    ----------
    name : str
        Word that begins all its ids; no other figure of the page has it.
    title : str
        What is drawn, in a few words.
    finding : str
        What it shows, for those who do not see it.
    *panels : Panel
        The charts, at least one.

    Returns
    -------
    str
        An `svg` element without ids that others could have, dates, scripts or outside requests.
    """
    heights = [panel.height for panel in panels]
    # What a reader's machine has set for other figures must not change this one.
    with style.context(["default", STYLE, {"svg.hashsalt": name}]):
        figure = Figure(figsize=(WIDTH, sum(heights)), layout="constrained")
        axes = figure.subplots(len(panels), squeeze=False, height_ratios=heights)[:, 0]
        for panel, ax in zip(panels, axes, strict=True):
            panel.draw(ax)
        written = io.StringIO()
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    return _embedded(name, title, finding, Xml.fromstring(written.getvalue()))


def _embedded(name: str, title: str, finding: str, root: Xml.Element) -> str:
    """Keep the drawing and nothing that stands for a file of its own."""
    for parent in list(root.iter()):
        for child in list(parent):
            if _plain(child.tag) in {"metadata", "style"}:
                parent.remove(child)
    used = {
        found.group(2)
        for element in root.iter()
        for value in element.attrib.values()
        for found in _REFERENCES.finditer(value)
    }
    for element in root.iter():
        element.tag = _plain(element.tag)
        element.attrib = dict(_attributes(name, used, element))
    root.attrib = {
        "viewBox": root.attrib["viewBox"],
        "role": "img",
        "aria-labelledby": f"{name}-name {name}-finding",
    }
    for place, (tag, ending, text) in enumerate(
        [("title", "name", title), ("desc", "finding", finding)]
    ):
        said = Xml.Element(tag, {"id": f"{name}-{ending}"})
        said.text = text
        root.insert(place, said)
    return re.sub(r"\s*\n\s*", "\n", Xml.tostring(root, encoding="unicode")).strip()


def _attributes(name: str, used: set[str], element: Xml.Element) -> Iterator[tuple[str, str]]:
    for key, value in element.attrib.items():
        plain = _plain(key)
        if plain == "id":
            if value in used:
                yield plain, f"{name}-{value}"
        elif plain == "style":
            yield plain, _REFERENCES.sub(rf"\1{name}-\2", _inherited(value))
        elif not value.startswith("rotate(-0"):
            yield plain, _REFERENCES.sub(rf"\1{name}-\2", value)


def _inherited(style: str) -> str:
    """The page decides about fonts and, by role, about colours."""
    kept = [rule for rule in style.split("; ") if not rule.startswith("font-family")]
    return re.sub(
        r"#[0-9a-f]{6}",
        lambda found: (
            f"var(--{_ROLES[found.group()]}, {found.group()})"
            if found.group() in _ROLES
            else found.group()
        ),
        "; ".join(kept),
    )


def _plain(name: Any) -> str:
    return str(name).rpartition("}")[2]
