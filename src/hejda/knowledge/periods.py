"""When a rule holds: periods of whole days, both ends included, either end open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol, TypeVar


class Spanned(Protocol):
    """Anything that holds from a day (None: without beginning) until a day (None: still)."""

    @property
    def since(self) -> dt.date | None:
        """First day."""

    @property
    def until(self) -> dt.date | None:
        """Last day."""


Span = TypeVar("Span", bound=Spanned)


def first_day(span: Spanned) -> dt.date:
    """The first day of `span`, or the first day there is."""
    return span.since or dt.date.min


def last_day(span: Spanned) -> dt.date:
    """The last day of `span`, or the last day there is."""
    return span.until or dt.date.max


def holds_on(span: Spanned, day: dt.date) -> bool:
    """Whether `span` covers `day`."""
    return first_day(span) <= day <= last_day(span)


def period_on(spans: Sequence[Span], day: dt.date) -> Span | None:
    """The one of `spans` that covers `day`; None when none does."""
    return next((span for span in spans if holds_on(span, day)), None)


def nearest(spans: Sequence[Span], day: dt.date) -> Span:
    """The one of `spans` that covers `day`, else the one fewest days away; the earlier of two."""
    return min(spans, key=lambda span: (_days_away(span, day), first_day(span)))


def is_backwards(span: Spanned) -> bool:
    """Whether `span` ends before it begins, so that it covers no day."""
    return last_day(span) < first_day(span)


def overlaps(spans: Sequence[Spanned]) -> list[tuple[int, int]]:
    """Positions of the pairs that share at least one day."""
    return [
        (i, j)
        for i, one in enumerate(spans)
        for j, other in enumerate(spans)
        if i < j and _share_a_day(one, other)
    ]


def gaps(spans: Sequence[Spanned], whole: Spanned) -> list[tuple[dt.date, dt.date]]:
    """Stretches of `whole` that none of `spans` covers, as first and last day."""
    found, day = [], first_day(whole)
    for span in sorted(spans, key=first_day):
        if first_day(span) > day:
            found.append((day, first_day(span) - dt.timedelta(days=1)))
        if last_day(span) >= last_day(whole):
            return found
        day = max(day, last_day(span) + dt.timedelta(days=1))
    return [*found, (day, last_day(whole))]


def _share_a_day(one: Spanned, other: Spanned) -> bool:
    return max(first_day(one), first_day(other)) <= min(last_day(one), last_day(other))


def _days_away(span: Spanned, day: dt.date) -> int:
    if day < first_day(span):
        return (first_day(span) - day).days
    return max(0, (day - last_day(span)).days)
