"""A run told on one page: the answer, the figures behind it, and where the numbers come from."""

from sim.report.compose import SECTIONS, Section, page, write

__all__ = ["SECTIONS", "Section", "page", "write"]
