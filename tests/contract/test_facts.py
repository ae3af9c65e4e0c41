"""A source given by code can be looked up."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"\b[AJKMRZ]\d\d\b")


def told() -> set[str]:
    page = (ROOT / "docs/facts.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| ([A-Z]\d\d) \|", page, re.MULTILINE))


def used() -> set[str]:
    files = [*(ROOT / "scenarios").glob("*"), *(ROOT / "sim").rglob("*.py")]
    return {code for file in files for code in CODE.findall(file.read_text(encoding="utf-8"))}


def test_every_fact_referred_to_is_on_the_page() -> None:
    assert len(used()) > 20
    assert used() - told() == set()


def test_the_page_holds_no_fact_that_nothing_refers_to() -> None:
    assert told() - used() == set()


def test_a_code_nobody_knows_would_be_found() -> None:
    assert set(CODE.findall("as K99 says")) - told() == {"K99"}
