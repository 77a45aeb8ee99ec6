"""Long lists a piece at a time. The address tells which piece, by its number, and nothing of who is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

ROWS = 50
"""Rows on one page. Each is also a subject of the page's entry in the log."""
MOST_PAGES = 10_000


@dataclass(frozen=True)
class Piece:
    """One page of a list. number: from 1. more: whether a page follows."""

    rows: list[Any]
    number: int
    more: bool

    @property
    def first(self) -> int:
        """The place in the whole list of the first row shown, from 1."""
        return 1 + (self.number - 1) * ROWS

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return self.first + len(self.rows) - 1

    @property
    def alone(self) -> bool:
        """Whether this is all there is."""
        return self.number == 1 and not self.more


def piece_of(request: HttpRequest, rows: Sequence[Any] | QuerySet[Any]) -> Piece:
    """The page the address asks for, the first where it asks for none. rows: a list, or an unread query."""
    text = request.GET.get("page", "")
    number = min(max(int(text), 1), MOST_PAGES) if text.isdecimal() and len(text) < 9 else 1
    start = (number - 1) * ROWS
    read = list(rows[start : start + ROWS + 1])
    return Piece(read[:ROWS], number, len(read) > ROWS)
