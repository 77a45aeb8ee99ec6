"""One clock: from a moment, some years, without the time inside. Days of a calendar, both included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hejda.knowledge.grounds import Clock
from hejda.review.listing import Inside

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Run:
    """How a clock ran. `last_day` is the last day of keeping, `erase_on` the day it must be gone.

    `start`: the day the years are counted from; `inside_days`: days that moved it on.
    `standing_still`: inside on the day looked from, so that `erase_on` is the earliest it can be.
    """

    moment: dt.date
    start: dt.date
    inside_days: int
    last_day: dt.date
    erase_on: dt.date
    standing_still: bool


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day some years later; the day before where that year has no 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def run_of(clock: Clock, moment: dt.date, inside: Sequence[Inside], on: dt.date) -> Run | None:
    """How `clock` runs from `moment`, seen on a day; None where nobody knows for how long.

    Days inside move the start of the count before the years are added: a later moment then never
    gives an earlier day, whatever leap years lie between (adding them after would).
    """
    if clock.years is None:
        return None
    start = dt.date(moment.year, 12, 31) if clock.year_end else moment
    if clock.years == 0 and not clock.year_end:
        return Run(moment, start, 0, moment - DAY, moment, standing_still=False)
    spells = [spell for spell in inside if spell.kind in clock.not_counted]
    days, still = 0, False
    for first, last in _merged(spells, on):
        if first > years_after(start + days * DAY, clock.years):
            break
        days += max(0, (last - max(first, start + DAY)).days + 1)
        still = still or last == on
    lasting = [s for s in spells if s.since <= on and (s.until is None or s.until > on)]
    still = still and bool(lasting)
    last_day = years_after(start + days * DAY, clock.years)
    return Run(moment, start, days, last_day, last_day + DAY, still)


def _merged(spells: Sequence[Inside], on: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Spells until `on`, none overlapping, each day in one of them only, in order."""
    found: list[tuple[dt.date, dt.date]] = []
    for spell in sorted(spells, key=lambda spell: spell.since):
        first, last = spell.since, min(spell.until or on, on)
        if last < first:
            continue
        if found and first <= found[-1][1] + DAY:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found
