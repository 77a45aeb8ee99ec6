"""Lines of an answer about sharing: what they say and what they are, for a terminal and for a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line. kind: heading, strong, plain, ground, quiet, caveat or warning; depth: steps inwards.

    `head` stands before the text and carries the weight; `option` is what a command line would write to
    answer it, of no use on a page.
    """

    text: str
    kind: str = "plain"
    depth: int = 0
    head: str = ""
    option: str = ""


@dataclass(frozen=True)
class Rows:
    """A table: what its columns are called, and its rows, as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Told = Line | Rows


def inside(text: str, kind: str = "plain", depth: int = 1) -> Line:
    """A line under a heading."""
    return Line(text, kind, depth)
