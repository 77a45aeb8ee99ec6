"""Plain-Python referee of stage 9, written from spec/09_review/README.md: it walks the days.

Deliberately slow and unlike the code it checks: sets of days instead of spells, one day at a time
instead of the order of facts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hejda.knowledge.grounds import Clock, Ground, Grounds
from hejda.review.listing import Basis, Fact, Inside, Listing

DAY = dt.timedelta(days=1)
FAR = dt.date(2200, 1, 1)


def later(day: dt.date, years: int) -> dt.date:
    """The same day some years later, 28 February for a 29th that is not there."""
    if (day.month, day.day) == (2, 29):
        return dt.date(day.year + years, 3, 1) - DAY
    return dt.date(day.year + years, day.month, day.day)


def gone_by_clock(
    clock: Clock, moment: dt.date, inside: Sequence[Inside], on: dt.date
) -> dt.date | None:
    """The first day without what the clock keeps."""
    if clock.years is None:
        return None
    if clock.years == 0:
        return moment
    start = dt.date(moment.year, 12, 31) if clock.year_end else moment
    days = {
        spell.since + DAY * n
        for spell in inside
        if spell.kind in clock.not_counted and spell.since <= on
        for n in range((min(spell.until or on, on) - spell.since).days + 1)
    }
    counted: set[dt.date] = set()
    while True:
        last = later(start + DAY * len(counted), clock.years)
        begun = {day for day in days if _run_begins(day, days) <= last and day > start}
        if begun == counted:
            return last + DAY
        counted = begun


def _run_begins(day: dt.date, days: set[dt.date]) -> dt.date:
    while day - DAY in days:
        day -= DAY
    return day


def fact_goes(fact: Fact, known: Sequence[Fact], grounds: Grounds, on: dt.date) -> dt.date | None:
    """The day a fact must go; None where no day is known."""
    days = [day for day in (fact.withdrawn_on, fact.ended_on) if day and day <= on]
    law = grounds.known(fact.source_law) if fact.source_law else None
    for clock in law.clocks if law else ():
        moment = _of_fact(fact, clock, on)
        if clock.years is None or moment is None:
            continue
        day = gone_by_clock(clock, moment, (), on)
        assert day is not None
        if clock.prolonged:
            same = [f for f in known if f.source_law == fact.source_law]
            for other in sorted(same, key=lambda f: (f.registered_on, f.reference)):
                if fact.registered_on < other.registered_on < day:
                    begun = _of_fact(other, clock, on) or other.registered_on
                    day = max(day, later(begun, clock.years) + DAY)
            if clock.at_most_years:
                day = min(day, later(moment, clock.at_most_years) + DAY)
        days.append(day)
    return min(days, default=None)


def _of_fact(fact: Fact, clock: Clock, on: dt.date) -> dt.date | None:
    day = {
        "first_kept": fact.registered_on,
        "case_closed": fact.case_closed_on,
        "sanction_ended": fact.sanction_ended_on,
    }[clock.event]
    return day if day and day <= on else None


def basis_gone(
    basis: Basis, ground: Ground, listing: Listing, grounds: Grounds, on: dt.date
) -> dt.date | None:
    """The day a ground of a listing ends, by walking day after day; None: no day can be told."""
    known = [fact for fact in listing.facts if fact.registered_on <= on]
    crime = [(fact, fact_goes(fact, known, grounds, on)) for fact in known if fact.about_crime]
    ends = [basis.ended_on, ground.until + DAY if ground.until else None]
    if not crime:
        ends.append(listing.listed_on)
        return min(day for day in ends if day)
    clocks = [clock for clock in ground.clocks if _may_apply(clock, basis)]
    day = min(fact.registered_on for fact, _ in crime)
    ending: dict[dt.date | None, dt.date | None] = {}
    while day < FAR:
        held = [fact.registered_on for fact, goes in crime if goes is None or day < goes]
        if not held:
            ends.append(day)
            break
        latest = max(held)
        if latest not in ending:
            told = [_basis_clock(clock, basis, latest, listing, on) for clock in clocks]
            ending[latest] = min((each for each in told if each), default=None)
        gone = ending[latest]
        if gone is not None and day >= gone:
            ends.append(day)
            break
        day += DAY
    return min((each for each in ends if each), default=None)


def _may_apply(clock: Clock, basis: Basis) -> bool:
    for wanted, said in (
        (clock.applies.in_case, basis.in_case),
        (clock.applies.serious, basis.serious),
    ):
        if wanted is not None and said is not None and wanted is not said:
            return False
    return True


def _basis_clock(
    clock: Clock, basis: Basis, latest: dt.date, listing: Listing, on: dt.date
) -> dt.date | None:
    closed = basis.case_closed_on
    moment = {
        "crime_fact": latest,
        "first_kept": basis.since,
        "case_closed": closed if closed and closed <= on else None,
    }[clock.event]
    return gone_by_clock(clock, moment, listing.inside, on) if moment else None


def listing_gone(listing: Listing, grounds: Grounds, on: dt.date) -> dt.date | None:
    """The day the listing must be gone: the latest of its grounds; None where one has no day."""
    found = []
    for basis in listing.grounds:
        ground = grounds.known(basis.ground)
        assert ground is not None
        found.append(basis_gone(basis, ground, listing, grounds, on))
    return None if None in found else max(day for day in found if day)
