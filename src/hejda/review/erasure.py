"""When a listing must be erased, and why: each ground by its clocks, each fact by its own act.

Clocks run from the last new fact about criminal activity that is still held, never from scores,
reviews or views. A ground that has ended ends what rested on it the same day. The listing stands
as long as one of its grounds does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hejda.base.errors import InputError
from hejda.base.wording import Both
from hejda.knowledge.grounds import Clock, Ground, Grounds
from hejda.review import steps
from hejda.review.clocks import DAY, Run, run_of, years_after
from hejda.review.facts_held import FactEnd, fact_ends
from hejda.review.listing import Basis, Listing
from hejda.review.steps import Step

GROUND_ENDED, REPEALED, NO_FACT, NOTHING = "ground_ended", "repealed", "no_fact", ""


@dataclass(frozen=True, slots=True)
class BasisEnd:
    """When one ground of the listing ends. `erase_on` None: no day can be told yet.

    `decides`: the id of the clock, `ground_ended`, `repealed`, `no_fact` (no fact about criminal
    activity is left), or "" where no day can be told.
    """

    ground: str
    erase_on: dt.date | None
    decides: str
    standing_still: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Erasure:
    """When a listing must be erased, seen on the day `on`; the day itself is the first without it.

    `ground`: the one that keeps it longest, `decides` as in `BasisEnd`. `standing_still`: a clock
    stands still, `erase_on` is the earliest day. `overdue`: it should be gone already. `review_by`:
    the last day of the next review of the need. `asks`: what a lawyer must be asked.
    """

    on: dt.date
    erase_on: dt.date | None
    ground: str
    decides: str
    standing_still: bool
    overdue: bool
    review_by: dt.date | None
    bases: tuple[BasisEnd, ...]
    facts: tuple[FactEnd, ...]
    steps: tuple[Step, ...]
    asks: tuple[Both, ...]
    unverified: tuple[str, ...]


def erasure_of(listing: Listing, grounds: Grounds, on: dt.date) -> Erasure:
    """When `listing` must be erased by the grounds in force on `on`, with every step in words.

    Raises InputError where it names a ground, or a fact an act, that the rules do not know.
    """
    if listing.listed_on > on:
        raise InputError(
            "listing_ahead", "The listing begins after the day asked about.", "", "Ask later."
        )
    facts = fact_ends(listing.facts, grounds, on)
    used = [_ground(basis, grounds) for basis in listing.grounds]
    bases = tuple(
        _Basis(basis, ground, listing, facts, on).end()
        for basis, ground in zip(listing.grounds, used, strict=True)
    )
    longest = max(bases, key=lambda end: end.erase_on or dt.date.max)
    erase_on = longest.erase_on
    overdue = erase_on is not None and erase_on <= on
    review_by, reviewed = _review(listing, grounds, on)
    laws = [law for f in facts if f.fact.source_law and (law := grounds.known(f.fact.source_law))]
    ended = [ground for ground in grounds.of_kind("ended") if ground.id in {f.why for f in facts}]
    touched = [*used, *ended, *laws]
    told = (
        *longest.steps,
        *(steps.also_on(len(bases)) if len(bases) > 1 else ()),
        steps.whole(erase_on, overdue, longest.standing_still),
        steps.MOVES_NOTHING,
        *reviewed,
    )
    return Erasure(
        on=on,
        erase_on=erase_on,
        ground=longest.ground,
        decides=longest.decides,
        standing_still=longest.standing_still,
        overdue=overdue,
        review_by=review_by,
        bases=bases,
        facts=facts,
        steps=told,
        asks=tuple(_asks(touched, facts)),
        unverified=tuple(dict.fromkeys(g.id for g in touched if not g.verified)),
    )


def _ground(basis: Basis, grounds: Grounds) -> Ground:
    ground = grounds.known(basis.ground)
    if ground is None or ground.kind != "listing":
        known = ", ".join(each.id for each in grounds.of_kind("listing"))
        raise InputError(
            "ground_unknown",
            f"The listing names a ground that the rules do not know on {grounds.on}.",
            "Nobody is listed without a ground.",
            f"Known: {known}.",
        )
    return ground


def _asks(touched: Sequence[Ground], facts: Sequence[FactEnd]) -> list[Both]:
    asked = [steps.length_unknown(end.fact.reference) for end in facts if end.asks]
    asked += [(g.doubt.sv, g.doubt.en) for g in touched if g.doubt is not None]
    return list(dict.fromkeys(asked))


def _review(
    listing: Listing, grounds: Grounds, on: dt.date
) -> tuple[dt.date | None, tuple[Step, ...]]:
    """The last day of the next review: a year, as the rules say, after the last one."""
    done = [o.on for o in listing.others if o.kind == "review" and listing.listed_on <= o.on <= on]
    last = max(done, default=listing.listed_on)
    due = [
        (years_after(last, clock.years), clock)
        for ground in grounds.of_kind("review")
        for clock in ground.clocks
        if clock.years is not None
    ]
    if not due:
        return None, ()
    day, clock = min(due, key=lambda pair: pair[0])
    return day, (steps.review_due(day, clock, day < on),)


class _Basis:
    """One ground of one listing."""

    def __init__(
        self,
        basis: Basis,
        ground: Ground,
        listing: Listing,
        facts: Sequence[FactEnd],
        on: dt.date,
    ) -> None:
        self.basis, self.ground, self.listing, self.on = basis, ground, listing, on
        self.crime = [end for end in facts if end.fact.about_crime]

    def end(self) -> BasisEnd:
        """The earliest of: the ground's own end, its repeal, its clocks with the facts still held."""
        found = self._by_facts()
        basis, ground = self.basis, self.ground
        if ground.until is not None:
            day = ground.until + DAY
            if found.erase_on is None or day < found.erase_on:
                found = self._told(day, REPEALED, (steps.repealed(ground, day),))
        if basis.ended_on is not None and (
            found.erase_on is None or basis.ended_on <= found.erase_on
        ):
            day = basis.ended_on
            found = self._told(day, GROUND_ENDED, (steps.ground_ended(ground, day),))
        return found

    def _told(
        self, day: dt.date | None, decides: str, told: tuple[Step, ...], still: bool = False
    ) -> BasisEnd:
        return BasisEnd(self.ground.id, day, decides, still, told)

    def _by_facts(self) -> BasisEnd:
        """Follows the facts in the order in which they must go, until a clock or the last ends it."""
        held = self.crime
        told: tuple[Step, ...] = ()
        gone: dt.date | None = None
        while held:
            runs = self._runs(held)
            shortest = min(runs, key=lambda pair: pair[1].erase_on) if runs else None
            first = min((e.leaves_on for e in held if e.leaves_on), default=None)
            if shortest and (first is None or shortest[1].erase_on <= first):
                return self._by_clock(*shortest, held, told, gone)
            if first is None:
                return self._told(None, NOTHING, (*told, *self._not_begun()))
            told = (*told, *(steps.fact_gone(e) for e in held if e.leaves_on == first))
            held, gone = [e for e in held if e.leaves_on != first], first
        day = gone or self.listing.listed_on
        return self._told(day, NO_FACT, (*told, steps.no_fact(self.ground, day)))

    def _by_clock(
        self,
        clock: Clock,
        run: Run,
        held: Sequence[FactEnd],
        told: tuple[Step, ...],
        not_before: dt.date | None,
    ) -> BasisEnd:
        day = max(run.erase_on, not_before) if not_before else run.erase_on
        said = steps.clock_ran(clock, run, self._latest(held), self.on)
        unsaid = steps.unsaid(self.basis, self._may_apply())
        told = (*told, *unsaid, *said)
        return self._told(day, clock.id, told, run.standing_still)

    def _latest(self, held: Sequence[FactEnd]) -> FactEnd:
        return max(held, key=lambda end: (end.fact.registered_on, end.fact.reference))

    def _may_apply(self) -> list[Clock]:
        """Clocks that apply, or that may because something is not said."""
        said = {"in_case": self.basis.in_case, "serious": self.basis.serious}
        return [
            clock
            for clock in self.ground.clocks
            if all(
                wanted is None or said[name] is None or said[name] == wanted
                for name, wanted in clock.applies.model_dump().items()
            )
        ]

    def _moment(self, clock: Clock, held: Sequence[FactEnd]) -> dt.date | None:
        if clock.event == "crime_fact":
            return self._latest(held).fact.registered_on
        if clock.event == "first_kept":
            return self.basis.since
        closed = self.basis.case_closed_on
        return closed if closed is not None and closed <= self.on else None

    def _runs(self, held: Sequence[FactEnd]) -> list[tuple[Clock, Run]]:
        found = []
        for clock in self._may_apply():
            moment = self._moment(clock, held)
            if moment is None:
                continue
            run = run_of(clock, moment, self.listing.inside, self.on)
            if run is not None:
                found.append((clock, run))
        return found

    def _not_begun(self) -> tuple[Step, ...]:
        return tuple(steps.not_begun(clock) for clock in self._may_apply())
