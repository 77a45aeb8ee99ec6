"""What must stay the same, or change in one direction only, when a delivery changes.

On the referee with many registers, on the engine with one or a few: that the two agree is held by
test_engines_agree.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hejda.tables import REGISTERS
from tests.support.backends import BACKENDS
from tests.support.invented import Invented, invented_registers
from tests.support.outcome import Backend, Outcome
from tests.support.outcome_differences import outcome_differences
from tests.support.referee import refereed
from tests.support.size import SIZE
from tests.support.spec_rows import close_versions

DAY = dt.timedelta(days=1)
HEALTH = ("suicidal_thoughts", "misuse")
RECORDS_OF_A_SUSPICION = ("incident", "offence", "involvement")
GROW_WITH_THE_RECORD = (
    "count_12m",
    "harm_12m",
    "v100",
    "rfgv",
    "days_since",
    "repeat_risk",
)
BACKEND = pytest.mark.parametrize(
    ("backend", "examples"),
    [(refereed, 100 * SIZE), (BACKENDS["duckdb"], 1 if SIZE == 1 else 2 * SIZE)],
    ids=["referee", "duckdb"],
)
PICKS = st.integers(0, 2**20)

Check = Callable[[Invented, int, Backend], None]


def somebody_ranked(case: Invented) -> bool:
    """Whether the case ranks anybody: the others say nothing here."""
    return bool(refereed(*case.arguments).population)


def hold(check: Check, backend: Backend, examples: int) -> None:
    """Check a property on so many registers, seen from D itself: nothing has happened since."""
    seen_from_day = invented_registers().map(lambda case: replace(case, now=case.as_of))

    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(seen_from_day.filter(somebody_ranked), PICKS)
    def holds(case: Invented, pick: int) -> None:
        check(case, pick, backend)

    holds()


def answer(case: Invented, backend: Backend) -> Outcome:
    """The outcome of a case."""
    return backend(*case.arguments)


def with_rows(case: Invented, **tables: list[dict[str, Any]]) -> Invented:
    """The case with other rows in some tables, versions closed anew."""
    for name, rows in tables.items():
        close_versions(REGISTERS[name], rows)
    return replace(case, registers={**case.registers, **tables})


def references(outcome: Outcome) -> list[str]:
    """Every record that some reason rests on."""
    return sorted(
        {
            reference
            for by_person in outcome.reasons.values()
            for because in by_person.values()
            for *_, evidence in because
            for reference in evidence
        }
    )


def known_row(case: Invented, reference: str) -> tuple[str, dict[str, Any]]:
    """(table, the version known on D) of a reference."""
    table, _, name = reference.partition(":")
    for row in case.registers[table]:
        gone = row["superseded_on"] is not None and row["superseded_on"] <= case.as_of
        if row[REGISTERS[table].id_column] == name and row["registered_on"] <= case.as_of:
            if gone:
                continue
            return table, row
    raise AssertionError(f"{reference} rests on nothing known on {case.as_of}")


def withdrawn(case: Invented, reference: str, on: dt.date) -> Invented:
    """The case with the record withdrawn at its source on that day, later versions too."""
    table, known = known_row(case, reference)
    key = REGISTERS[table].id_column
    kept = [
        row | {"superseded_on": on} if row is known else row
        for row in case.registers[table]
        if row is known or row[key] != known[key] or row["registered_on"] < known["registered_on"]
    ]
    return replace(case, registers={**case.registers, table: kept})


@BACKEND
def test_points_add_up_to_the_score(backend: Backend, examples: int) -> None:
    def check(case: Invented, _: int, backend: Backend) -> None:
        outcome = answer(case, backend)
        for ranker, by_person in outcome.scores.items():
            assert set(by_person) == set(outcome.population) == set(outcome.reasons[ranker])
            for person, score in by_person.items():
                assert sum(points for _, _, points, _ in outcome.reasons[ranker][person]) == score

    hold(check, backend, examples)


@BACKEND
def test_every_reason_rests_on_records_known_on_the_day(backend: Backend, examples: int) -> None:
    def check(case: Invented, _: int, backend: Backend) -> None:
        for reference in references(answer(case, backend)):
            known_row(case, reference)

    hold(check, backend, examples)


def with_health(case: Invented, pick: int) -> Invented:
    """The case with health observations added, changed and taken away."""
    rows = [dict(row) for row in case.registers["observation"]]
    health = [row for row in rows if row["kind"] in HEALTH]
    if health and pick % 3 == 0:
        rows.remove(health[0])
    elif health and pick % 3 == 1:
        health[0]["kind"] = HEALTH[pick % 2]
        health[0]["observed_on"] = None
    people = sorted({row["record_id"] for row in case.registers["involvement"]})
    for number, person in enumerate(people):
        added = dict.fromkeys(REGISTERS["observation"].names) | {
            "observation_id": f"health-{number}",
            "about": person,
            "kind": HEALTH[(pick + number) % 2],
            "incident_id": case.registers["incident"][0]["incident_id"],
            "observed_on": case.as_of - DAY,
            "registered_on": case.as_of - DAY,
        }
        rows.append(added)
    return with_rows(case, observation=rows)


@BACKEND
def test_observations_about_health_change_nothing(backend: Backend, examples: int) -> None:
    def check(case: Invented, pick: int, backend: Backend) -> None:
        case = with_rows(case, observation=case.registers.get("observation", []))
        other = answer(with_health(case, pick), backend)
        assert outcome_differences(answer(case, backend), other) == []

    hold(check, backend, examples)


def acquitted(case: Invented, involvement: dict[str, Any]) -> Invented:
    """The case with an acquittal of that row, registered the day before D."""
    key = involvement["involvement_id"]
    others = [row for row in case.registers["involvement"] if row["involvement_id"] != key]
    day = case.as_of - DAY
    ended = involvement | {"ended_on": day, "ended_why": "acquitted"}
    if involvement["registered_on"] >= day:
        return with_rows(case, involvement=[*others, ended])
    before = involvement | {"superseded_on": day}
    after = ended | {"registered_on": day, "superseded_on": None}
    return with_rows(case, involvement=[*others, before, after])


@BACKEND
def test_an_acquittal_the_day_before_removes_every_reason_that_rested_on_it(
    backend: Backend, examples: int
) -> None:
    def check(case: Invented, pick: int, backend: Backend) -> None:
        rows = [r for r in references(refereed(*case.arguments)) if r.startswith("involvement:")]
        reference = rows[pick % len(rows)]
        _, known = known_row(case, reference)
        assert reference not in references(answer(acquitted(case, known), backend))

    hold(check, backend, examples)


@BACKEND
def test_who_is_acquitted_of_everything_is_not_ranked(backend: Backend, examples: int) -> None:
    def check(case: Invented, pick: int, backend: Backend) -> None:
        ranked = refereed(*case.arguments).population
        person = ranked[pick % len(ranked)]
        for row in list(case.registers["involvement"]):
            if f"xx:{row['record_id']}" == person and row["role"] == "suspect":
                case = acquitted(case, row)
        outcome = answer(case, backend)
        assert person not in outcome.population
        assert person not in {candidate.person for candidate in outcome.candidates}

    hold(check, backend, examples)


@BACKEND
def test_withdrawing_a_record_removes_every_reason_that_rested_on_it(
    backend: Backend, examples: int
) -> None:
    def check(case: Invented, pick: int, backend: Backend) -> None:
        rows = references(refereed(*case.arguments))
        reference = rows[pick % len(rows)]
        outcome = answer(withdrawn(case, reference, case.as_of), backend)
        assert reference not in references(outcome)

    hold(check, backend, examples)


@BACKEND
def test_taking_a_suspicion_away_never_raises_a_score_that_grows_with_the_record(
    backend: Backend, examples: int
) -> None:
    def check(case: Invented, pick: int, backend: Backend) -> None:
        before = answer(case, backend)
        rows = [r for r in references(before) if r.startswith("involvement:")]
        after = answer(withdrawn(case, rows[pick % len(rows)], case.as_of), backend)
        assert set(after.population) <= set(before.population)
        for ranker in GROW_WITH_THE_RECORD:
            for person, score in after.scores[ranker].items():
                assert score <= before.scores[ranker][person], (ranker, person)

    hold(check, backend, examples)


@BACKEND
def test_the_order_of_rows_changes_nothing(backend: Backend, examples: int) -> None:
    def check(case: Invented, pick: int, backend: Backend) -> None:
        turned = {
            name: [*reversed(rows[pick % 7 :]), *rows[: pick % 7]]
            for name, rows in case.registers.items()
        }
        other = answer(replace(case, registers=turned), backend)
        assert outcome_differences(answer(case, backend), other) == []

    hold(check, backend, examples)


def with_what_comes_later(case: Invented) -> Invented:
    """The case with a copy of every row under a new id, and a new version of it, all after D."""
    later = case.as_of + DAY
    registers = {}
    for name, rows in case.registers.items():
        key = REGISTERS[name].id_column
        known = [row for row in rows if row["registered_on"] <= case.as_of]
        copies = [row | {key: f"{row[key]}-later", "registered_on": later} for row in known]
        held = [r for r in known if not r["superseded_on"] or r["superseded_on"] > case.as_of]
        closed = [row | {"superseded_on": later} if row in held else row for row in known]
        versions = [row | {"registered_on": later, "superseded_on": None} for row in held]
        if name == "involvement":
            versions = [row | {"ended_on": later, "ended_why": "acquitted"} for row in versions]
        for row in copies:
            row |= {"superseded_on": None, "first_registered_on": later}
        registers[name] = [*closed, *versions, *{row[key]: row for row in copies}.values()]
    return replace(case, registers=registers)


@BACKEND
def test_what_is_registered_after_the_day_changes_nothing(backend: Backend, examples: int) -> None:
    def check(case: Invented, _: int, backend: Backend) -> None:
        other = answer(with_what_comes_later(case), backend)
        assert outcome_differences(answer(case, backend), other) == []

    hold(check, backend, examples)


@BACKEND
def test_who_has_been_acquitted_since_is_ranked_but_neither_proposed_nor_shown(
    backend: Backend, examples: int
) -> None:
    def check(case: Invented, _: int, backend: Backend) -> None:
        later = replace(with_what_comes_later(case), now=case.as_of + DAY)
        outcome = answer(later, backend)
        assert outcome.population
        assert outcome.held_back == len(outcome.population)
        assert outcome.candidates == ()
        assert not [r for r in references(outcome) if r.split(":")[0] in RECORDS_OF_A_SUSPICION]

    hold(check, backend, examples)


@BACKEND
def test_variants_widen_and_narrow_who_is_ranked(backend: Backend, examples: int) -> None:
    def check(case: Invented, _: int, backend: Backend) -> None:
        outcome = answer(case, backend)
        ranked = set(outcome.population)
        assert set(outcome.variants["without_ended"]) <= ranked
        assert ranked <= set(outcome.variants["unknown_as_yes"])

    hold(check, backend, examples)


@BACKEND
def test_nobody_has_two_places_and_no_queue_has_a_hole(backend: Backend, examples: int) -> None:
    def check(case: Invented, _: int, backend: Backend) -> None:
        outcome = answer(case, backend)
        # One queue for the serial list and the group that shares its places.
        queues: dict[tuple[str, str], list[Any]] = {}
        for candidate in sorted(outcome.candidates, key=lambda one: one.place):
            name = "serial" if candidate.list == "serial_unknown" else candidate.list
            queues.setdefault((name, candidate.police_region), []).append(candidate)
        for (name, _), rows in queues.items():
            assert [row.place for row in rows] == list(range(1, len(rows) + 1))
            assert len({row.person for row in rows}) == len(rows)
            if name != "release":
                scores = [row.score for row in rows]
                assert scores == sorted(scores, reverse=True)
        lists = ("harm", "serial", "serial_unknown", "release")
        shown = {c.person for c in outcome.candidates if c.list in lists}
        assert not shown & {c.person for c in outcome.candidates if c.list == "review"}

    hold(check, backend, examples)
