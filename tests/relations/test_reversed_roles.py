"""The rule of the reversed-roles check: symmetrical, and a counter-report gains nobody anything."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejda.base.dates import date_of, day_number
from hejda.engine.duckdb import DuckDB
from hejda.relations.reversed_roles_marks import hypotheses, readings
from hejda.relations.reversed_roles_rule import FEAR, GRAVE_ACTS, PATTERN, SIGNS
from hejda.tables import IDENTITY
from tests.relations.test_reversed_roles_page import read_on
from tests.support.a_knowledge import page_knowledge
from tests.support.backends import duckdb
from tests.support.referee import refereed
from tests.support.spec_rows import register_rows

Row = dict[str, Any]
Rows = dict[str, list[Row]]
CORE = Path(__file__).resolve().parents[2] / "src" / "hejda"
FIRST = 20_000
TODAY = FIRST + 900
LOOK_BACK = 1826
ALVA, KIM = "alva", "kim"
KINDS = [*sorted(GRAVE_ACTS | PATTERN | FEAR), "separation"]


def report(number: int, suspect: str, victim: str, day: int, **more: Any) -> Row:
    """A report on the word of the victim; `day` is when it was registered."""
    row = {
        "incident_id": f"i{number}", "suspect": suspect, "victim": victim,
        "registered": FIRST + day, "event": FIRST + day, "harm": 100, "charged": False,
        "convicted": False, "by_others": False, "counts": True, "cleared": False,
    }  # fmt: skip
    return row | more


def observed(number: int, suspect: str, kind: str, seen: bool = False) -> Row:
    """An observation about the suspect of a report."""
    return {
        "suspect": suspect, "incident_id": f"i{number}", "observation_id": f"o{number}-{kind}",
        "kind": kind, "registered": FIRST, "seen": seen,
    }  # fmt: skip


def rows_of(*reports: Row, noted: list[Row] | None = None, **more: list[Row]) -> Rows:
    """The four tables."""
    return {"exchange": list(reports), "noted": noted or [], "order": [], "elsewhere": []} | more


def marks(rows: Rows, judgements: list[Row] | None = None, today: int = TODAY) -> dict[str, Row]:
    """Who is marked, with the row."""
    found = hypotheses(readings(rows), judgements or [], today, LOOK_BACK)
    return {row["person"]: row for row in found}


def points(rows: Rows, person: str) -> int:
    """The points that somebody of the only pair may be the victim; 0 without a pair."""
    for reading in readings(rows):
        return reading.points[reading.people.index(person)]
    return 0


@st.composite
def bare(draw: st.DrawFn, number: int, suspect: str, victim: str, day: int) -> Row:
    """A report that rests on one's own word, of whatever harm, perhaps ended."""
    return report(
        number, suspect, victim, day,
        event=FIRST + day - draw(st.integers(0, 60)),
        harm=draw(st.sampled_from((0, 30, 900, 4000))),
        counts=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def exchanges(draw: st.DrawFn) -> Rows:
    """Reports both ways between Alva and Kim, with observations, orders and others elsewhere."""
    reports, noted = [], []
    for number in range(draw(st.integers(2, 7))):
        sides = (ALVA, KIM) if number == 0 else (KIM, ALVA)
        suspect, victim = sides if number < 2 or draw(st.booleans()) else sides[::-1]
        row = draw(bare(number, suspect, victim, draw(st.integers(0, 400))))
        flags = {name: draw(st.booleans()) for name in ("charged", "convicted", "by_others")}
        reports.append(row | flags | {"cleared": number > 1 and draw(st.integers(0, 4)) == 0})
        kinds = sorted(draw(st.sets(st.sampled_from(KINDS), max_size=2)))
        noted += [observed(number, suspect, kind, draw(st.booleans())) for kind in kinds]
    sides = st.sampled_from(((ALVA, KIM), (KIM, ALVA)))
    orders = [
        {"suspect": one, "victim": other, "order_id": f"k{n}", "registered": FIRST + n}
        for n, (one, other) in enumerate(draw(st.lists(sides, max_size=2)))
    ]
    elsewhere = [
        {"suspect": one, "victim": "dana", "incident_id": f"e{n}", "registered": FIRST - n}
        for n, (one, _) in enumerate(draw(st.lists(sides, max_size=2)))
    ]
    return rows_of(*reports, noted=noted, order=orders, elsewhere=elsewhere)


def swapped(rows: Rows) -> Rows:
    """The same with the two people in each other's place."""
    names = {ALVA: KIM, KIM: ALVA}
    return {
        table: [{k: names.get(v, v) if isinstance(v, str) else v for k, v in r.items()} for r in of]
        for table, of in rows.items()
    }


@given(exchanges())
def test_swapping_the_two_swaps_the_mark(rows: Rows) -> None:
    names = {ALVA: KIM, KIM: ALVA}
    mine = {
        names[who]: row | {"person": names[row["person"]], "other": names[row["other"]]}
        for who, row in marks(rows).items()
    }
    assert marks(swapped(rows)) == mine


@given(exchanges(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: Rows, chance: Any) -> None:
    mixed = {name: chance.sample(of, len(of)) for name, of in rows.items()}
    assert marks(mixed) == marks(rows)


@given(exchanges())
def test_every_row_is_one_the_contract_allows(rows: Rows) -> None:
    contract = IDENTITY["hypothesis"]
    known = {row["incident_id"] for row in rows["exchange"]} | {"e0", "e1"}
    for person, row in marks(rows).items():
        assert tuple(row) == contract.names
        assert row["confidence"] in contract.column("confidence").values
        assert {*row["signs"]} <= {*SIGNS, "same_day"}
        assert row["person"] == person != row["other"]
        assert row["since"] <= date_of(TODAY) < row["expires_on"]
        for reference in row["evidence"]:
            table, name = reference.split(":")
            assert table in ("incident", "observation", "protection_order")
            assert table != "incident" or name in known
        suspicions = [r for r in rows["exchange"] if r["suspect"] == person]
        assert any(r["counts"] and not r["cleared"] for r in suspicions)


@given(st.data())
def test_counter_reports_alone_never_gain_whoever_makes_them_anything(data: st.DataObject) -> None:
    """Kim is reported first, for anything; Kim answers again and again, on Kim's word alone."""
    first = data.draw(bare(0, KIM, ALVA, 0)) | {"counts": True}
    more = [
        data.draw(bare(n, KIM, ALVA, data.draw(st.integers(0, 500))))
        for n in range(1, data.draw(st.integers(1, 3)))
    ]
    answers = [
        data.draw(bare(10 + n, ALVA, KIM, data.draw(st.integers(1, 500))))
        for n in range(data.draw(st.integers(1, 6)))
    ]
    noted = [
        observed(10 + n, ALVA, data.draw(st.sampled_from(KINDS)))
        for n in range(len(answers))
        if data.draw(st.booleans())
    ]
    for count in range(1, len(answers) + 1):
        rows = rows_of(first, *more, *answers[:count], noted=noted)
        assert points(rows, KIM) == 0
        assert KIM not in marks(rows)


@given(exchanges(), st.data())
def test_one_more_answer_on_ones_own_word_never_adds_a_point(
    rows: Rows, data: st.DataObject
) -> None:
    before = points(rows, KIM)
    reported = [r for r in rows["exchange"] if r["suspect"] == KIM and not r["cleared"]]
    day = min(r["registered"] for r in reported) - FIRST + data.draw(st.integers(1, 300))
    answer = data.draw(bare(99, ALVA, KIM, day))
    noted = [*rows["noted"], observed(99, ALVA, data.draw(st.sampled_from(KINDS)))]
    after = rows | {"exchange": [*rows["exchange"], answer], "noted": noted}
    own = {sign.code for r in readings(rows) for sign in r.signs[r.people.index(KIM)]}
    new = {sign.code for r in readings(after) for sign in r.signs[r.people.index(KIM)]}
    # What the other still has may weaken (their next report is then an answer), never what Kim has.
    assert new <= own | {"goes_on", "graver"}
    assert points(after, KIM) <= before + SIGNS["goes_on"] + SIGNS["graver"]
    if not {"goes_on", "graver"} & (new - own):
        assert points(after, KIM) <= before


@pytest.mark.parametrize("gap", [0, 1, 5, 31, 200])
@pytest.mark.parametrize("kind", sorted(GRAVE_ACTS))
def test_who_was_reported_for_a_grave_act_is_not_marked_for_a_counter_report(
    gap: int, kind: str
) -> None:
    first = report(1, KIM, ALVA, 0, harm=900)
    answer = report(2, ALVA, KIM, gap, harm=4000, event=FIRST)
    found = marks(rows_of(first, answer, noted=[observed(1, KIM, kind)]))
    assert KIM not in found
    assert "grave_act" in found[ALVA]["signs"]


def test_who_came_first_is_not_believed_against_what_others_saw_afterwards() -> None:
    first = report(1, ALVA, KIM, 0, harm=900, convicted=True)
    answer = report(2, KIM, ALVA, 3)
    later = [report(n, KIM, ALVA, 100 * n, by_others=True) for n in (3, 4)]
    noted = [observed(3, KIM, "strangulation"), observed(4, KIM, "controlling_behaviour")]
    before = marks(rows_of(first, answer))
    assert {who: row["confidence"] for who, row in before.items()} == {KIM: "some"}
    after = marks(rows_of(first, answer, *later, noted=noted))
    assert {who: row["confidence"] for who, row in after.items()} == {ALVA: "some"}


def test_who_called_about_an_event_already_reported_says_nothing_of_who_did_it() -> None:
    """Police came to a quarrel, and each reports the other of it: the call was about the event."""
    first = report(1, KIM, ALVA, 0, by_others=True)
    answer = report(2, ALVA, KIM, 4, event=FIRST, by_others=True)
    noted = [observed(2, ALVA, "strangulation")]
    assert points(rows_of(first, answer, noted=noted), KIM) == 0
    apart = answer | {"event": FIRST + 4}
    assert points(rows_of(first, apart, noted=noted), KIM) == 1 + SIGNS["grave_act"]


def test_what_goes_on_both_ways_is_a_sign_for_neither() -> None:
    first, answer = report(1, KIM, ALVA, 0), report(2, ALVA, KIM, 4)
    later = report(3, KIM, ALVA, 100, by_others=True)
    back = report(4, ALVA, KIM, 200, by_others=True)
    assert "goes_on" in marks(rows_of(first, answer, later))[ALVA]["signs"]
    (reading,) = readings(rows_of(first, answer, later, back))
    assert "goes_on" not in {sign.code for signs in reading.signs for sign in signs}


def test_an_answer_with_a_charge_or_a_trained_eye_behind_it_is_read() -> None:
    first = report(1, KIM, ALVA, 0)
    answer = report(2, ALVA, KIM, 4)
    assert points(rows_of(first, answer | {"charged": True}), KIM) == SIGNS["charged"]
    noted = [observed(2, ALVA, "strangulation", seen=True)]
    assert points(rows_of(first, answer, noted=noted), KIM) == SIGNS["grave_act"]
    told = [observed(2, ALVA, "victim_fear", seen=True)]
    assert points(rows_of(first, answer, noted=told), KIM) == 0


def test_events_beyond_the_fourth_add_nothing() -> None:
    reports = [report(n, KIM, ALVA, 10 * n) for n in range(6)]
    for count, expected in ((1, 0), (2, 1), (4, 3), (6, 3)):
        (reading,) = readings(rows_of(*reports[:count], report(9, ALVA, KIM, 90)))
        found = {sign.code: sign.points for sign in reading.signs[0]}
        assert found.get("several_events", 0) == expected


@pytest.mark.parametrize("status", ["applied", "refused", "in_force", "lapsed"])
def test_only_an_order_that_was_granted_says_anything(status: str, tmp_path: Path) -> None:
    order = {"protected": "Alva", "restrained": "Kim", "status": status}
    shown = [*SHOWN, ("protection_order", [order | {"decided_on": "2024-10-20"}])]
    engine = DuckDB(tmp_path)
    (reading,) = read_on(engine, register_rows(shown, set(), None, ""), page_knowledge(), AS_OF)
    engine.close()
    granted = status in ("in_force", "lapsed")
    assert ("order" in {sign.code for sign in reading.signs[0]}) == granted


def test_only_who_could_be_ranked_is_marked() -> None:
    first, answer = report(1, KIM, ALVA, 0), report(2, ALVA, KIM, 4)
    assert set(marks(rows_of(first, answer))) == {ALVA}
    assert marks(rows_of(first, answer | {"counts": False})) == {}
    assert marks(rows_of(first, answer | {"cleared": True})) == {}
    assert set(marks(rows_of(first | {"counts": False}, answer))) == {ALVA}


def judgement(a: str, b: str | None, day: int, **more: Any) -> Row:
    """A decision that `a` may be the victim."""
    row = {
        "judgement_id": f"j{day}", "kind": "may_be_the_victim", "a": a, "b": b,
        "decided_on": date_of(FIRST + day), "withdrawn_on": None,
    }  # fmt: skip
    return row | more


def test_a_judgement_confirms_and_lasts() -> None:
    rows = rows_of(report(1, KIM, ALVA, 0), report(2, ALVA, KIM, 4))
    (row,) = marks(rows, [judgement(ALVA, KIM, 50)]).values()
    assert (row["confidence"], row["expires_on"]) == ("strong", None)
    assert row["signs"] == ["judgement", "reported_first", "answered_soon"]
    assert row["evidence"][0] == "judgement:j50"
    assert row["since"] == date_of(FIRST + 50)
    later = marks(rows_of(), [judgement(ALVA, KIM, 50)], today=TODAY + 9000)
    assert later[ALVA]["evidence"] == ["judgement:j50"]


def test_a_judgement_outdoes_the_other_mark_until_something_new_is_registered() -> None:
    rows = rows_of(report(1, KIM, ALVA, 0), report(2, ALVA, KIM, 4))
    decided = [judgement(KIM, ALVA, 50)]
    assert set(marks(rows, decided)) == {KIM}
    rows["exchange"].append(report(3, KIM, ALVA, 80, by_others=True))
    assert set(marks(rows, decided)) == {KIM, ALVA}


@pytest.mark.parametrize(
    "row",
    [
        judgement(KIM, ALVA, 50, withdrawn_on=date_of(TODAY)),
        judgement(KIM, ALVA, TODAY - FIRST + 1),
        judgement(KIM, None, 50),
        judgement(KIM, ALVA, 50, kind="not_partner"),
    ],
)
def test_a_judgement_that_does_not_hold_changes_nothing(row: Row) -> None:
    rows = rows_of(report(1, KIM, ALVA, 0), report(2, ALVA, KIM, 4))
    assert marks(rows, [row]) == marks(rows)


def test_the_latest_judgement_holds() -> None:
    found = marks(rows_of(), [judgement(KIM, ALVA, 50), judgement(ALVA, KIM, 60)])
    assert set(found) == {ALVA}


# ── With the ranking ─────────────────────────────────────────────────────────────────────────────

REPORTS = [
    {"incident_id": "i1", "occurred_on": "2024-10-01", "suspect": "Kim", "victim": "Alva"},
    {"incident_id": "i2", "occurred_on": "2024-10-04", "suspect": "Alva", "victim": "Kim"},
]
SHOWN = [("reports", [row | {"code": "assault", "close_relation": "yes"} for row in REPORTS])]
AS_OF = dt.date(2025, 1, 1)


def test_a_mark_takes_nobody_off_a_list_and_leaves_the_score(tmp_path: Path) -> None:
    """Alva is marked, and stays where the ranking, which is not told of it, puts her."""
    registers = register_rows(SHOWN, set(), None, "a mark")
    knowledge = page_knowledge()
    engine = DuckDB(tmp_path)
    found = read_on(engine, registers, knowledge, AS_OF)
    engine.close()
    (mark,) = hypotheses(found, [], day_number(AS_OF), LOOK_BACK)
    assert mark["person"] == "Alva"
    ranked = refereed(registers, knowledge, AS_OF, AS_OF, "xx", 10)
    assert duckdb(registers, knowledge, AS_OF, AS_OF, "xx", 10) == ranked
    listed = {one.person: one.score for one in ranked.candidates if one.list == "harm"}
    assert set(listed) == {"xx:Alva", "xx:Kim"}
    assert listed["xx:Alva"] >= listed["xx:Kim"] > 0


@pytest.mark.parametrize("stage", ["rank", "nominate"])
def test_no_stage_that_ranks_or_proposes_knows_of_the_mark(stage: str) -> None:
    word = re.compile(r"hypothes|may_be_the_victim|reversed_roles")
    files = sorted((CORE / stage).rglob("*.py"))
    assert files
    assert [path.name for path in files if word.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("table", ["offence", "observation", "protection_order", "relation"])
def test_a_missing_table_makes_the_signs_thinner_and_nothing_worse(
    table: str, tmp_path: Path
) -> None:
    shown = [*SHOWN]
    shown.append(("observation", [{"incident_id": "i1", "about": "Kim", "kind": "strangulation"}]))
    order = {"protected": "Alva", "restrained": "Kim", "status": "in_force"}
    shown.append(("protection_order", [order | {"decided_on": "2024-10-20"}]))
    registers = register_rows(shown, set(), None, "a missing table")
    engine = DuckDB(tmp_path)
    (whole,) = read_on(engine, registers, page_knowledge(), AS_OF)
    del registers[table]
    (less,) = read_on(engine, registers, page_knowledge(), AS_OF)
    engine.close()
    assert whole.points == (2 + SIGNS["grave_act"] + SIGNS["order"], 0)
    lost = {"observation": SIGNS["grave_act"], "protection_order": SIGNS["order"]}
    assert less.points == (whole.points[0] - lost.get(table, 0), 0)
