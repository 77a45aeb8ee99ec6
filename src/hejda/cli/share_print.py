"""Lines about sharing as a page in a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hejda.report.share_lines import Line, Rows, Told

STYLES = {
    "heading": "bold",
    "strong": "bold",
    "plain": "",
    "ground": "italic",
    "quiet": "dim",
    "caveat": "yellow",
    "warning": "bold red",
}
INDENT = 2


def printed(lines: Iterable[Told]) -> RenderableType:
    """The page."""
    return Group(*(_line(each) if isinstance(each, Line) else _rows(each) for each in lines))


def _line(line: Line) -> RenderableType:
    text = Text(style=STYLES[line.kind])
    if line.head:
        text.append(f"{line.head} ", style="bold")
    text.append(line.text)
    if line.option:
        text.append(f"  [{line.option}]", style="dim")
    return Padding(text, (0, 0, 0, INDENT * line.depth)) if line.depth else text


def _rows(told: Rows) -> Table:
    table = Table(*told.columns, show_edge=False, header_style="bold")
    for column in table.columns:
        column.overflow = "fold"
    for row in told.rows:
        table.add_row(*row)
    return table
