"""Where everybody around a person stands in a small drawing. Numbers only; the table says the same."""

from __future__ import annotations

from dataclasses import dataclass

from hejda_web.runs.models import Around
from hejda_web.runs.words import kind_words
from hejda_web.ui.words import Words

WIDTH, ROW, TOP = 320, 56, 36
MOST = 12
"""More than these stand in the table only."""
SHORT = {
    "yes": Words("partner", "partner"),
    "no": Words("inte partner", "not a partner"),
    "unknown": Words("relationen okänd", "relation unknown"),
}
"""What there is room for in the drawing."""
DASHES = {"sure": "", "likely": "8 4", "possible": "8 4", "none": "2 4"}


@dataclass(frozen=True)
class Tie:
    """One line of the drawing: to whom, at which height, and how it is drawn."""

    row: Around
    y: int
    dashes: str
    words: Words


@dataclass(frozen=True)
class Network:
    """The drawing's height, where the person stands, and the ties in it."""

    height: int
    middle: int
    ties: list[Tie]
    left_out: int


def network_of(around: list[Around]) -> Network | None:
    """The drawing; None where nobody is known."""
    if not around:
        return None
    shown = around[:MOST]
    height = TOP + ROW * len(shown)
    ties = [
        Tie(row, TOP + ROW * at, DASHES.get(row.confidence, "2 4"), _words(row))
        for at, row in enumerate(shown)
    ]
    return Network(height, TOP + ROW * (len(shown) - 1) // 2, ties, len(around) - len(shown))


def _words(row: Around) -> Words:
    return kind_words(row.kinds[-1]) if row.kinds else SHORT.get(row.partner, Words("", ""))
