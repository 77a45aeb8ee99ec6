"""The answer of `hejda share` as lines of a page: the same words, in the same order, as in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

INDENT = 2
"""Columns of a terminal to one step inwards on the page."""


@dataclass(frozen=True)
class Line:
    """One line: how far in it stands, and what it is: heading, strong, warning, quiet or plain."""

    depth: int
    kind: str
    text: str


def lines_of(page: RenderableType) -> list[Line]:
    """The lines of a page that was made for a terminal."""
    return list(_lines(page, 0))


def _lines(part: RenderableType, depth: int) -> Iterator[Line]:
    if isinstance(part, Group):
        for each in part.renderables:
            yield from _lines(each, depth)
    elif isinstance(part, Padding):
        yield from _lines(part.renderable, depth + max(1, part.left // INDENT))
    elif isinstance(part, Text) and part.plain.strip():
        yield Line(min(depth, 3), _kind(str(part.style), depth), part.plain)


def _kind(style: str, depth: int) -> str:
    if "red" in style:
        return "warning"
    if "yellow" in style:
        return "caveat"
    if "dim" in style:
        return "quiet"
    if "bold" in style:
        return "strong" if depth else "heading"
    return "plain"
