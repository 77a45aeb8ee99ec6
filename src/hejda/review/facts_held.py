"""Until when each fact may be held: its own act's clock, its suspicion's end, its withdrawal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hejda.base.errors import InputError
from hejda.base.wording import Both, on_date
from hejda.knowledge.grounds import Clock, Ground, Grounds
from hejda.review.clocks import run_of, years_after
from hejda.review.listing import Fact

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FactEnd:
    """From which day a fact may not be held; None: no such day is known.

    `why`: withdrawn, the id of the ground that ends it, or "" where nothing does. `asks`: nobody
    here knows how long its act lets it be kept.
    """

    fact: Fact
    leaves_on: dt.date | None
    why: str
    says: Both
    asks: bool = False


def fact_ends(facts: Sequence[Fact], grounds: Grounds, on: dt.date) -> tuple[FactEnd, ...]:
    """The end of every fact known on a day, in order of registration.

    What a fact says of days after `on` does not count yet. Raises InputError where a fact names an
    act that the rules do not know.
    """
    known = sorted(
        (fact for fact in facts if fact.registered_on <= on),
        key=lambda fact: (fact.registered_on, fact.reference),
    )
    return tuple(_end(fact, known, grounds, on) for fact in known)


def _end(fact: Fact, known: Sequence[Fact], grounds: Grounds, on: dt.date) -> FactEnd:
    ends: list[tuple[dt.date, str, Both]] = []
    if fact.withdrawn_on and fact.withdrawn_on <= on:
        day = fact.withdrawn_on
        says = (
            f"Uppgiften {fact.reference} togs tillbaka av källan {on_date(day, 'sv')}.",
            f"The source took back the fact {fact.reference} {on_date(day, 'en')}.",
        )
        ends.append((day, "withdrawn", says))
    if (ended := fact.ended_on) is not None and ended <= on:
        ends += [(ended, g.id, _leaves(fact, ended, g)) for g in grounds.of_kind("ended")]
    asks = False
    if fact.source_law is not None:
        law = _law(fact.source_law, grounds)
        day_of_law, asks = _by_law(fact, known, law, on)
        if day_of_law is not None:
            ends.append((day_of_law, law.id, _leaves(fact, day_of_law, law)))
    if ends:
        return FactEnd(fact, *min(ends, key=lambda end: end[0]), asks=asks)
    return FactEnd(fact, None, "", _no_day(fact), asks=asks)


def _law(source_law: str, grounds: Grounds) -> Ground:
    law = grounds.known(source_law)
    if law is None or law.kind != "source_law":
        laws = ", ".join(ground.id for ground in grounds.of_kind("source_law"))
        raise InputError(
            "source_law_unknown",
            "A fact is kept under an act that the rules do not know.",
            "How long it may be kept cannot be told.",
            f"Known: {laws}." if laws else "Add the act under law/retention.",
        )
    return law


def _by_law(
    fact: Fact, known: Sequence[Fact], law: Ground, on: dt.date
) -> tuple[dt.date | None, bool]:
    """The earliest day by the act's clocks, and whether one of them has no known length."""
    days = []
    for clock in law.clocks:
        if clock.years is None:
            return None, True
        moment = _moment(fact, clock, on)
        if moment is None:
            continue
        run = run_of(clock, moment, (), on)
        if run is not None:
            days.append(_prolonged(run.erase_on, clock, fact, known, on))
    return (min(days) if days else None), False


def _moment(fact: Fact, clock: Clock, on: dt.date) -> dt.date | None:
    moment = {
        "first_kept": fact.registered_on,
        "case_closed": fact.case_closed_on,
        "sanction_ended": fact.sanction_ended_on,
        "suspicion_ended": fact.ended_on,
    }.get(clock.event)
    return moment if moment is not None and moment <= on else None


def _prolonged(
    day: dt.date, clock: Clock, fact: Fact, known: Sequence[Fact], on: dt.date
) -> dt.date:
    """`day` moved on by entries under the same act that came before it, as far as it may go."""
    moment = _moment(fact, clock, on)
    if not clock.prolonged or clock.years is None or moment is None:
        return day
    for other in known:
        if other.source_law == fact.source_law and fact.registered_on < other.registered_on < day:
            begun = _moment(other, clock, on) or other.registered_on
            day = max(day, years_after(begun, clock.years) + DAY)
    if clock.at_most_years is not None:
        day = min(day, years_after(moment, clock.at_most_years) + DAY)
    return day


def _leaves(fact: Fact, day: dt.date, ground: Ground) -> Both:
    return (
        f"Uppgiften {fact.reference} får inte hållas från {on_date(day, 'sv').removeprefix('den ')}"
        f" ({ground.title.sv}, {ground.paragraph.sv}).",
        f"The fact {fact.reference} may not be held from {on_date(day, 'en').removeprefix('on ')}"
        f" ({ground.title.en}, {ground.paragraph.en}).",
    )


def _no_day(fact: Fact) -> Both:
    return (
        f"För uppgiften {fact.reference} finns ingen egen dag.",
        f"The fact {fact.reference} has no day of its own.",
    )
