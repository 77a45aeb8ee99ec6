"""The steps towards a day of erasure, as sentences in Swedish and English, each with its paragraph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hejda.base.wording import Both, counted, joined, on_date
from hejda.knowledge.grounds import Clock, Ground
from hejda.knowledge.words import MOMENTS, named
from hejda.review.clocks import Run
from hejda.review.facts_held import FactEnd
from hejda.review.listing import Basis

NO_PARAGRAPH = ("", "")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is so, and the paragraph it rests on ("" where it is a plain fact)."""

    says: Both
    paragraph: Both = NO_PARAGRAPH

    def line(self, swedish: bool) -> str:
        """The sentence with its paragraph behind it."""
        at = self.paragraph[0 if swedish else 1]
        says = self.says[0 if swedish else 1]
        return f"{says} [{at}]" if at else says


MOVES_NOTHING = Step(
    (
        "Poäng, prövningar, visningar, åtgärder och anteckningar flyttar ingen gallringsdag.",
        "Scores, reviews, views, measures and notes move no day of erasure.",
    )
)


def ground_ended(ground: Ground, day: dt.date) -> Step:
    """The ground ended on `day`, and with it the listing."""
    return Step(
        (
            f"Grunden \u201d{ground.title.sv}\u201d upphör {on_date(day, 'sv')}; "
            "det som vilar på den upphör samma dag.",
            f"The ground \u201c{ground.title.en}\u201d ends {on_date(day, 'en')}; "
            "what rests on it ends the same day.",
        ),
        _at(ground),
    )


def repealed(ground: Ground, day: dt.date) -> Step:
    """The law has no such ground from `day`."""
    return Step(
        (
            f"Från {_bare(day, 'sv')} finns grunden \u201d{ground.title.sv}\u201d inte längre i lagen.",
            f"From {_bare(day, 'en')} the law has no ground \u201c{ground.title.en}\u201d any more.",
        ),
        _at(ground),
    )


def no_fact(ground: Ground, day: dt.date) -> Step:
    """No fact about criminal activity is left."""
    return Step(
        (
            f"Från {_bare(day, 'sv')} finns ingen uppgift om brottslig verksamhet kvar "
            "att vila på; då får ingen stå kvar.",
            f"From {_bare(day, 'en')} no fact about criminal activity is left to rest on; "
            "then nobody may stay listed.",
        ),
        _at(ground),
    )


def fact_gone(end: FactEnd) -> Step:
    """A fact that may no longer be held."""
    return Step(end.says)


def length_unknown(reference: str) -> Both:
    """Nobody here knows how long a fact's act lets it be kept."""
    return (
        f"Hur länge uppgiften {reference} får behållas är inte känt: fråga en jurist.",
        f"How long the fact {reference} may be kept is not known: ask a lawyer.",
    )


def unsaid(basis: Basis, clocks: Sequence[Clock]) -> tuple[Step, ...]:
    """What is not said, where the answer chooses between clocks: the shortest of them decides."""
    wanted = {
        name
        for clock in clocks
        for name, value in clock.applies.model_dump().items()
        if value is not None
    }
    asked: dict[str, Both] = {
        "in_case": (
            "Det är inte sagt om uppgifterna hör till ett ärende; den kortaste tiden avgör.",
            "It is not said whether the facts belong to a case; the shortest time decides.",
        ),
        "serious": (
            "Det är inte sagt om brottet har två års fängelse i straffskalan; "
            "den kortaste tiden avgör.",
            "It is not said whether the offence has two years of prison in its scale; "
            "the shortest time decides.",
        ),
    }
    return tuple(
        Step(says)
        for name, says in asked.items()
        if name in wanted and getattr(basis, name) is None
    )


def clock_ran(clock: Clock, run: Run, latest: FactEnd, on: dt.date) -> tuple[Step, ...]:
    """From which day a clock ran, what was not counted, and when it ran out."""
    at = (clock.paragraph.sv, clock.paragraph.en)
    found = [Step(_moment(clock, run, latest))]
    if clock.year_end:
        end = dt.date(run.moment.year, 12, 31)
        found.append(
            Step(
                (
                    f"Tiden räknas från slutet av det kalenderåret, {on_date(end, 'sv')}.",
                    f"Time is counted from the end of that calendar year, {_bare(end, 'en')}.",
                ),
                at,
            )
        )
    if run.inside_days:
        found.append(Step(_inside(clock, run.inside_days), at))
    if run.standing_still:
        found.append(
            Step(
                (
                    f"Personen är frihetsberövad {on_date(on, 'sv')}: klockan står still, "
                    "och dagen nedan är den tidigaste.",
                    f"The person is in custody {on_date(on, 'en')}: the clock stands still, "
                    "and the day below is the earliest.",
                ),
                at,
            )
        )
    if clock.years:
        found.append(
            Step(
                (
                    f"Får behållas {clock.label.sv}: till och med {on_date(run.last_day, 'sv')}.",
                    f"May be kept {clock.label.en}: to the end of {_bare(run.last_day, 'en')}.",
                ),
                at,
            )
        )
    return tuple(found)


def _moment(clock: Clock, run: Run, latest: FactEnd) -> Both:
    if clock.event == "crime_fact":
        reference = latest.fact.reference
        return (
            f"Den senaste uppgiften om brottslig verksamhet ({reference}) registrerades "
            f"{on_date(run.moment, 'sv')}.",
            f"The last fact about criminal activity ({reference}) was registered "
            f"{on_date(run.moment, 'en')}.",
        )
    sv, en = MOMENTS[clock.event]
    return (
        f"Räknas från {sv}: {_bare(run.moment, 'sv')}.",
        f"Counted from {en}: {_bare(run.moment, 'en')}.",
    )


def _inside(clock: Clock, inside_days: int) -> Both:
    sv = joined([named(kind, "sv") for kind in clock.not_counted], "sv")
    en = joined([named(kind, "en") for kind in clock.not_counted], "en")
    return (
        f"{counted(inside_days, 'dag', 'dagar')} i {sv} efter det räknas inte.",
        f"{counted(inside_days, 'day', 'days')} in {en} after that "
        f"{'does' if inside_days == 1 else 'do'} not count.",
    )


def not_begun(clock: Clock) -> Step:
    """A clock that nothing has started, or whose length nobody here knows."""
    sv, en = MOMENTS[clock.event]
    at = (clock.paragraph.sv, clock.paragraph.en)
    if clock.years is None:
        says = (
            "Hur länge är inte känt: fråga en jurist.",
            "How long is not known: ask a lawyer.",
        )
        return Step(says, at)
    return Step(
        (
            f"Klockan har inte börjat gå: den räknas från {sv}, och den dagen är inte känd.",
            f"The clock has not begun: it is counted from {en}, and that day is not known.",
        ),
        at,
    )


def also_on(grounds: int) -> tuple[Step, ...]:
    """The listing has several grounds: the one that holds longest is told."""
    return (
        Step(
            (
                f"Listningen har {grounds} grunder; den som håller längst är den som visas.",
                f"The listing has {grounds} grounds; the one that holds longest is shown.",
            )
        ),
    )


def whole(day: dt.date | None, overdue: bool, still: bool) -> Step:
    """The answer: the day it must be gone."""
    if day is None:
        return Step(
            (
                "Ingen gallringsdag kan sägas än; behovet prövas varje år.",
                "No day of erasure can be told yet; the need is reviewed every year.",
            )
        )
    if overdue:
        return Step(
            (
                f"Listningen skulle ha varit utplånad {on_date(day, 'sv')}.",
                f"The listing should have been erased {on_date(day, 'en')}.",
            )
        )
    if still:
        return Step(
            (
                f"Listningen ska vara utplånad tidigast {on_date(day, 'sv')}.",
                f"The listing must be erased {on_date(day, 'en')} at the earliest.",
            )
        )
    return Step(
        (
            f"Listningen ska vara utplånad {on_date(day, 'sv')}.",
            f"The listing must be erased {on_date(day, 'en')}.",
        )
    )


def review_due(day: dt.date, clock: Clock, late: bool) -> Step:
    """By when the need must be looked at again."""
    sv, en = (
        ("skulle ha prövats", "should have been reviewed") if late else ("prövas", "is reviewed")
    )
    return Step(
        (
            f"Behovet {sv} senast {on_date(day, 'sv')}.",
            f"The need {en} by {_bare(day, 'en')}.",
        ),
        (clock.paragraph.sv, clock.paragraph.en),
    )


def _at(ground: Ground) -> Both:
    return ground.paragraph.sv, ground.paragraph.en


def _bare(day: dt.date, language: str) -> str:
    return on_date(day, "sv") if language == "sv" else on_date(day, "en").removeprefix("on ")
