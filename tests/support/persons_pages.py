"""Runs the pages of spec/02_persons. They are read as those of spec/04_rank (markdown_spec.py).

**Given**

    records      record_id and columns of `person_record`; registered_on (long ago), gone_on
    pairs        a, b, weight, guard: pairs as weighed
    judgements   kind, a, b, decided_on, withdrawn_on
    incidents    incident_id, record_id, role
    numbers      number, form
    signs        comparison → step by its words (`none`, or empty: something is missing), with
                 given (both, or empty) and certain (yes, or empty)

**When** settled on DATE, then on DATE …: stage 2 by the pairs given, once for each date, each run with
what the last one left. **When** compared on DATE: the whole of stage 2 on an engine, by the shipped
starting model, no pairs given. **When** read.

**Then**, of the last run: `people` (records, founder: the record whose id it bears; `pointers`: the
founders whose ids point to it), `refused` (a, b, why), `how` (record_id, how), `review` (columns of
`identity_review`), `merged` (record_id and columns of `person_record`); of `read`: `numbers`
(number, kind, born, sex), `guards` (guard, joins_from), in the order given.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from hejda.persons.clusters import Clusters, Link
from hejda.persons.features import feature_row
from hejda.persons.guards import Guard, guard_of, joins_from
from hejda.persons.judgements import decided, pair_of
from hejda.persons.merged import merged_record
from hejda.persons.model import COMPARISONS
from hejda.persons.numbers import valid_number
from hejda.persons.review import matters, open_pairs, queue
from tests.support import referee_persons as referee
from tests.support.markdown_spec import Case
from tests.support.persons_run import (
    FORM,
    LONG_AGO,
    Given,
    Row,
    Settled,
    groups_by_referee,
    linked_by_starting_model,
    person_record,
    registered_days,
    settled,
)
from tests.support.spec_expectations import unequal

DATES = ("registered_on", "gone_on", "birth_date", "decided_on", "withdrawn_on")
Rows = list[dict[str, Any]]


def days(case: Case) -> list[dt.date]:
    """The days of the runs that the When line names."""
    return [dt.date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", case.when)]


def typed(row: Mapping[str, str]) -> Row:
    """A row of a page with dates, truth and nothing in place of their words."""
    found: Row = {name: cell or None for name, cell in row.items()}
    found |= {n: dt.date.fromisoformat(found[n]) for n in DATES if found.get(n)}
    if "protected" in found:
        found["protected"] = found["protected"] == "yes"
    return found


def records_on(case: Case, day: dt.date) -> list[Row]:
    """The person records known on a day."""
    found = []
    for row in map(typed, case.tables("records")):
        first = row.pop("registered_on", None) or LONG_AGO
        gone = row.pop("gone_on", None)
        if first <= day and (gone is None or gone > day):
            found.append(person_record(row.pop("record_id"), first_registered_on=first, **row))
    return found


def given_on(case: Case, day: dt.date) -> Given:
    """What a run on a day is told."""
    records = records_on(case, day)
    known = {row["record_id"] for row in records}
    pairs = [
        referee.Weighed(row["a"], row["b"], int(plain(row["weight"])), row["guard"])
        for row in case.tables("pairs")
        if {row["a"], row["b"]} <= known
    ]
    said = [
        {"withdrawn_on": None, "judgement_id": f"j{at:02d}", **typed(row)}
        for at, row in enumerate(case.tables("judgements"))
    ]
    return Given(records, pairs, said, day)


class Runs:
    """Stage 2 on each day of a case. `answer`: of the last run."""

    def __init__(self, case: Case, engine: str | None = None) -> None:
        self.case, self.answer = case, Settled([], [], [], *settled_nothing())
        earlier: Settled | None = None
        given_ids: list[str] = []
        for day in days(case):
            self.given = given_on(case, day)
            if engine:
                self.answer = linked_by_starting_model(self.given, engine)
                continue
            self.answer = settled(self.given, earlier)
            groups, joining = groups_by_referee(self.given, earlier)
            assert groups == self.answer.groups, f"{case.title}: the referee has {groups}"
            assert joining == self.answer.found.joining
            if not case_erases(case):
                founders = referee.founders(groups, registered_days(self.given.records), given_ids)
                assert founders == [self.founder(person) for person in self.answer.ids]
                given_ids = sorted({*given_ids, *founders})
            earlier = self.answer
        self.names = {each.person: each.founder for each in self.answer.identities}

    def founder(self, person: str) -> str | None:
        """The record that an id was made from; its first bearer is told where it is gone."""
        return next(e.founder for e in self.answer.identities if e.person == person)

    def people(self) -> Rows:
        """Every person: records, founder, the ids that point to it."""
        answer = self.answer
        pointing = {
            person: sorted(str(e.founder) for e in answer.identities if e.merged_into == person)
            for person in answer.ids
        }
        return [
            {"records": group, "founder": self.founder(person), "pointers": pointing[person]}
            for group, person in zip(answer.groups, answer.ids, strict=True)
        ]

    def refused(self) -> Rows:
        """Pairs that would have been joined, and why they were not."""
        return [{"a": e.a, "b": e.b, "why": e.why} for e in self.answer.found.refused]

    def how(self) -> Rows:
        """How each record was joined, in order of id."""
        return [
            {"record_id": record, "how": how}
            for record, how in sorted(self.answer.found.how.items())
        ]

    def merged(self) -> Rows:
        """Each person's one row."""
        by_id = {row["record_id"]: row for row in self.given.records}
        rows = []
        for group in self.answer.groups:
            members = [by_id[record] for record in group]
            features = [feature_row(row, FORM) for row in members]
            certain = {
                f["record_id"]: {
                    "birth_date": dt.date.fromisoformat(f["born"]),
                    "sex": f["sex"],
                }
                for f in features
                if f["born_certain"]
            }
            row = merged_record(members, certain)
            protected, places = referee.strictest(members)
            assert row["protected"] == protected
            assert row["municipality"] in places or not protected
            rows.append({**row, "protected": "yes" if protected else ""})
        return rows

    def review(self) -> Rows:
        """The review queue."""
        person = self.answer.person_of()
        links = [Link(e.a, e.b, e.weight, Guard(e.guard)) for e in self.given.weighed]
        said = decided(self.given.judgements, self.given.day)
        pairs = open_pairs(links, self.answer.found.refused, self.answer.doubtful, person, said)
        rows = [
            {**row, "person": person[row["record_id"]]} for row in self.case.tables("incidents")
        ]
        two = {pair: pair_of(person[pair[0]], person[pair[1]]) for pair in pairs}
        weighty = matters(set(two.values()), rows)
        return queue(pairs, {pair: weighty[both] for pair, both in two.items()}, {})


def settled_nothing() -> tuple[Any, list[Any]]:
    """The findings of no run."""
    return Clusters(), []


def case_erases(case: Case) -> bool:
    """Whether a record goes away: the referee of ids knows no such thing."""
    return any(row.get("gone_on") for row in case.tables("records"))


def numbers(case: Case) -> Rows:
    """What each number given says; of invented ones the referee must say the same."""
    found = []
    for row in case.tables("numbers"):
        number = valid_number(row["number"], row["form"])
        kind = None if number is None else "coordination" if number.coordination else "personal"
        if row["form"] == FORM:
            told = referee.invented_number(row["number"])
            assert kind == (told[0] if told else None), f"the referee has {told}"
        said = {"kind": kind, "born": number and number.born, "sex": number and number.sex}
        found.append({"number": row["number"], **said})
    return found


def guards(case: Case) -> Rows:
    """The guard between the two records of each row of signs, and from which weight they join."""
    found = []
    for row in case.tables("signs"):
        steps = {
            each.name: step_of(each.name, row[each.name])
            for each in COMPARISONS
            if each.name in row
        }
        guard = guard_of(steps, row["given"] == "both", row["certain"] == "yes")
        found.append({"guard": guard.value, "joins_from": joins_from(guard)})
    return found


def step_of(name: str, words: str) -> int:
    """The number of a step by its words: 0 none of them, −1 something missing."""
    if not words or words == "none":
        return 0 if words else -1
    (comparison,) = [each for each in COMPARISONS if each.name == name]
    said = [step.says for step in comparison.steps]
    return len(said) - said.index(words)


READ: dict[str, Callable[[Case], Rows]] = {"numbers": numbers, "guards": guards}


def differences(case: Case, engine: str | None = None) -> list[str]:
    """What differs between the page and what comes out, a line each."""
    runs = Runs(case, engine) if days(case) else None
    found = []
    for words, columns, expected in case.then:
        rows = getattr(runs, words)() if runs else READ[words](case)
        got = [{column: cell(row.get(column)) for column in columns} for row in rows]
        want = [{c: plain(value) for c, value in row.items()} for row in expected]
        found += [f"  Then {words}: {line}" for line in unequal(columns, want, got)]
    return found


def plain(text: str) -> str:
    """A cell with its number as Python writes it."""
    bare = text.replace(",", "").replace("−", "-")
    return bare if bare.lstrip("-").isdigit() else text


def cell(value: Any) -> str:
    """A value as a cell writes it."""
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)
