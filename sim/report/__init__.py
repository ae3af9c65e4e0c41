"""A result told on one page: the answer, the figures behind it, and where the numbers come from."""

from sim.report.compose import COMPARED, CREDITED, SECTIONS, Found, Section, page, write

__all__ = ["COMPARED", "CREDITED", "SECTIONS", "Found", "Section", "page", "write"]
