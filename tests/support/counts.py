"""Figures that a run prints at its end: how many cells, pairs or pages were compared, how many differed."""

from __future__ import annotations

FIGURES: list[str] = []


def counted(line: str) -> None:
    """Notes a line for the end of the run."""
    FIGURES.append(line)
