"""Their list beside ours, as values: where everybody stands, and why somebody is on none of ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejda.evaluate.missed import Suspicion
from hejda.evaluate.their_list import (
    BOTH,
    OURS,
    THEIRS,
    WHY,
    Held,
    Ours,
    Place,
    Registers,
    Theirs,
    compared,
    counts,
    why_not,
)

FLOOR, PLACES = 100, 3
COUNTED = Suspicion(partner=True)
ENDED = Suspicion(partner=True, ended=True)
UNKNOWN = Suspicion(partner=False, may_be=True)
UNKNOWN_ENDED = Suspicion(partner=False, may_be=True, ended=True)


def ranked(score: int, taken: int = PLACES, places: int = PLACES, *groups: str) -> Held:
    """Somebody ranked, beside a list whose last place was taken with 500."""
    return Held(score, FLOOR, places, taken, 500, groups)


def registered(*suspicions: Suspicion, **more: bool | int) -> Held:
    """Somebody not ranked, of whom the registers hold these suspicions."""
    return Held(None, FLOOR, registers=Registers(suspicions, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("held", "why"),
    [
        (ranked(99), "below_floor"),
        (ranked(100), "below_capacity"),
        (ranked(500), "below_capacity"),
        (ranked(501), "held_back"),
        (ranked(400, 2), "held_back"),
        (ranked(400, 0, 0), "no_places"),
        (ranked(900, PLACES, PLACES, "release"), "inside"),
        (ranked(99, PLACES, PLACES, "review"), "below_floor"),
        (Held(None), "not_in_out"),
        (registered(), "no_suspicion"),
        (registered(incidents=2), "no_partner_suspicion"),
        (registered(other_role=True), "role"),
        (registered(UNKNOWN, incidents=1), "relation_unknown"),
        (registered(ENDED, incidents=1, partner_incidents=1), "ended"),
        (registered(Suspicion(partner=True, degree=False), incidents=1), "degree"),
        (registered(Suspicion(partner=True, recent=False), incidents=1), "aged_out"),
        (registered(COUNTED, incidents=1, partner_incidents=1), "excluded"),
    ],
)
def test_the_first_thing_that_keeps_somebody_off_is_told(held: Held, why: str) -> None:
    assert why_not(held) == why
    assert why in WHY


@pytest.mark.parametrize("suspicion", [ENDED, UNKNOWN_ENDED])
def test_of_an_acquittal_nothing_is_told(suspicion: Suspicion) -> None:
    # Incidents leave out what ended by acquittal, clearing or "no crime"; nothing else is there.
    assert why_not(registered(suspicion)) == "no_suspicion"
    assert why_not(registered(suspicion, other_role=True)) == "role"
    assert why_not(registered(suspicion, incidents=1)) == "no_partner_suspicion"


HARM = Place("harm", "national", 1)
ON_OURS = {
    "a": Ours("a", (HARM,), (("ett skäl", "a reason"),)),
    "b": Ours("b", (Place("harm", "national", 2), Place("serial", "national", 1))),
}


def test_everybody_is_told_once_by_line_and_then_those_only_on_ours() -> None:
    theirs = [
        Theirs(5, ("c",), searched=True),
        Theirs(2, ("a",), searched=True),
        Theirs(3, (), searched=True),
        Theirs(4, ("a", "c"), searched=True),
        Theirs(6, (), searched=False),
    ]
    rows = compared(theirs, ON_OURS, {"c": ranked(300)})
    assert [(row.where, row.line, row.person, row.why) for row in rows] == [
        (BOTH, 2, "a", ""),
        (THEIRS, 3, None, "no_record"),
        (THEIRS, 4, None, "ambiguous"),
        (THEIRS, 5, "c", "below_capacity"),
        (THEIRS, 6, None, "not_in_out"),
        (OURS, None, "b", ""),
    ]
    assert rows[0].reasons == (("ett skäl", "a reason"),)
    assert counts(rows) == {
        "both": 1,
        "theirs": 4,
        "ours": 1,
        "no_record": 1,
        "ambiguous": 1,
        "not_in_out": 1,
        "below_capacity": 1,
    }


def test_whoever_the_run_never_ranked_has_no_id() -> None:
    (row, *_) = compared([Theirs(2, ("x",), searched=True)], {}, {"x": registered()})
    assert (row.person, row.why) == (None, "no_suspicion")


PEOPLE = st.sampled_from("abcdef")


@given(st.lists(st.lists(PEOPLE, max_size=2, unique=True), max_size=8), st.sets(PEOPLE))
def test_every_line_is_told_once_and_nobody_on_ours_is_lost(
    lines: list[list[str]], listed: set[str]
) -> None:
    ours = {person: Ours(person, (HARM,)) for person in sorted(listed)}
    held = {person: ranked(300) for person in set("abcdef") - listed}
    theirs = [Theirs(at, tuple(fits), searched=True) for at, fits in enumerate(lines, start=2)]
    rows = compared(theirs, ours, held)
    assert [row.line for row in rows if row.line] == [each.line for each in theirs]
    named = {person for each in theirs for person in each.people}
    assert {row.person for row in rows if row.where == OURS} == listed - named
    told = counts(rows)
    assert told["both"] + told["theirs"] == len(lines)
    assert told["theirs"] == sum(told.get(reason, 0) for reason in WHY)
