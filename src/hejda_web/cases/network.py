"""Where everybody around a person stands in a drawing. Numbers and years only; the table says the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hejda_web.runs.models import Around, Standing
from hejda_web.runs.record import Record
from hejda_web.runs.words import kind_words
from hejda_web.ui.words import Words

ONE_SIDE = 12
"""Up to so many stand in one column at every width; more stand on both sides where there is room."""
NARROW, WIDE = 320, 660
ROW, TOP, SIDE = 44, 34, 120
SHORT = {
    "yes": Words("partner", "partner"),
    "no": Words("inte partner", "not a partner"),
    "unknown": Words("relationen okänd", "relation unknown"),
}
"""What there is room for in the drawing."""
PROTECTED = Words("skyddad", "protected")
CHILDREN = Words("barn under 18 år", "children under 18")
ORDERS = Words("kontaktförbud som gäller", "protection orders in force")
DASHES = {"sure": "", "likely": "8 4", "possible": "8 4", "none": "2 4"}


@dataclass(frozen=True)
class Several:
    """Something around the person that is counted and not shown one by one. until: its last day known."""

    kind: str
    words: Words
    count: int
    until: dt.date | None = None


@dataclass(frozen=True)
class Node:
    """One end of a line: where it stands, on which side its words go, and what it is.

    row: somebody; several: a count instead. dashes: how the line is drawn.
    """

    row: Around | None
    several: Several | None
    x: int
    y: int
    text_x: int
    left: bool
    dashes: str
    words: Words


@dataclass(frozen=True)
class Drawing:
    """A drawing's size in pixels, where the person stands in it, and everybody else."""

    name: str
    width: int
    height: int
    x: int
    y: int
    nodes: list[Node]


@dataclass(frozen=True)
class Network:
    """Everybody around a person: as drawings for narrow and wide pages, and in numbers for the table.

    wide: None where one column is enough at every width. children_known: whether the source tells.
    """

    people: list[Around]
    several: list[Several]
    narrow: Drawing
    wide: Drawing | None
    children_known: bool


def network_of(record: Record) -> Network | None:
    """The network; None where nobody is known and nothing is counted."""
    several = [*_children(record.children), *_orders(record.orders)]
    if not record.around and not several:
        return None
    ends: list[tuple[Around | None, Several | None]] = [
        *((row, None) for row in record.around), *((None, each) for each in several)
    ]  # fmt: skip
    return Network(
        record.around, several, _one_column(ends),
        _two_columns(ends) if len(ends) > ONE_SIDE else None, record.children is not None,
    )  # fmt: skip


def _children(count: int | None) -> list[Several]:
    return [Several("children", CHILDREN, count)] if count else []


def _orders(orders: list[Standing]) -> list[Several]:
    if not orders:
        return []
    last = max((each.until for each in orders if each.until), default=None)
    return [Several("orders", ORDERS, len(orders), last)]


def _one_column(ends: list[tuple[Around | None, Several | None]]) -> Drawing:
    nodes = [_node(*end, 112, TOP + ROW * at, left=False) for at, end in enumerate(ends)]
    height = TOP * 2 + ROW * (len(ends) - 1)
    return Drawing("narrow", NARROW, height, 32, height // 2, nodes)


def _two_columns(ends: list[tuple[Around | None, Several | None]]) -> Drawing:
    """The earliest to the left, the latest to the right, each side from the top."""
    half = (len(ends) + 1) // 2
    middle = WIDE // 2
    nodes = [
        _node(
            *end, middle + (-SIDE if at < half else SIDE), TOP + ROW * (at % half), left=at < half
        )
        for at, end in enumerate(ends)
    ]
    height = TOP * 2 + ROW * (half - 1)
    return Drawing("wide", WIDE, height, middle, height // 2, nodes)


def _node(row: Around | None, several: Several | None, x: int, y: int, *, left: bool) -> Node:
    text_x = x - 28 if left else x + 28
    if row is None:
        return Node(
            None, several, x, y, text_x, left, "", several.words if several else Words("", "")
        )
    dashes = "2 4" if row.protected else DASHES.get(row.confidence, "2 4")
    return Node(row, None, x, y, text_x, left, dashes, _words(row))


def _words(row: Around) -> Words:
    if row.protected:
        return PROTECTED
    return kind_words(row.kinds[-1]) if row.kinds else SHORT.get(row.partner, Words("", ""))
