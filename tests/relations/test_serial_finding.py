"""Repeat and serial as findings: they say what stage 5 decides, and name nobody."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from hejda.relations.relation_sentences import serial_statements
from hejda.relations.serial_finding import (
    PARTNER,
    SEXUAL,
    UNKNOWN,
    SerialFinding,
    repeated,
    serial_finding,
)
from tests.support.invented_ties import InventedTies, invented_ties
from tests.support.referee_facts import World, counted_suspicions
from tests.support.referee_network import Referee
from tests.support.referee_rankers import person_of
from tests.support.referee_serial import serial_mark
from tests.support.relations_backends import duckdb
from tests.support.size import SIZE

FAST = settings(
    max_examples=8 * SIZE,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def dyad(victim: str, first: str, incidents: int = 1, partner: str = "yes") -> dict[str, Any]:
    """A row of the table `dyad`, with what the finding reads."""
    day = dt.date.fromisoformat(first)
    return {
        "suspect": "Kim",
        "victim": victim,
        "partner": partner,
        "first_on": day,
        "last_on": day + dt.timedelta(days=30),
        "incidents": incidents,
        "evidence": [f"incident:{victim}"],
    }


def connection(one: str, other: str) -> dict[str, str]:
    """A record that connects two victims of Kim."""
    return {"person": "Kim", "victim": one, "other": other, "reference": f"relation:{one}{other}"}


def agrees_with_mark(finding: SerialFinding, mark: str | None) -> bool:
    """Whether the groups of the finding are those the mark rests on."""
    partner, sexual, unknown = (finding.groups(kind) for kind in (PARTNER, SEXUAL, UNKNOWN))
    if partner >= 2:
        return mark == "serial_partner"
    if partner + sexual >= 2:
        return mark == "serial_sexual"
    if partner + sexual == 1:
        return mark in ("on_the_way", "serial_unknown" if unknown else None)
    return mark is None


@FAST
@given(invented_ties())
def test_the_finding_has_the_groups_that_stage_5_marks_by(case: InventedTies) -> None:
    case = replace(case, judgements=[])
    world = World(case.case.registers, case.case.knowledge, case.case.as_of, case.case.as_of)
    suspicions = counted_suspicions(world)
    people = sorted({suspicion.person for suspicion in suspicions})[:2]
    with duckdb(case.question) as answers:
        for person in people:
            finding = answers.finding(person)
            mark = serial_mark(person_of(world, suspicions, person, "xx"))
            assert agrees_with_mark(finding, mark), (person, mark, finding)
            assert answers.serial(person) == Referee(case.question).serial(person)


def test_victims_are_numbered_by_their_first_incident_then_by_id() -> None:
    rows = [dyad("Cim", "2024-01-01"), dyad("Bo", "2024-01-01"), dyad("Alva", "2024-06-01")]
    finding = serial_finding("Kim", {"Alva": 3, "Bo": 3, "Cim": 1}, rows, [])
    assert [(v.number, v.dyad["victim"]) for v in finding.victims] == [
        (1, "Bo"),
        (2, "Cim"),
        (3, "Alva"),
    ]
    assert finding.window == (dt.date(2024, 1, 1), dt.date(2024, 7, 1))


def test_a_victim_that_does_not_count_is_left_out_and_connects_nobody() -> None:
    rows = [dyad(name, f"2024-0{n}-01") for n, name in enumerate(("Alva", "Bo", "Cim"), start=1)]
    near = [connection("Alva", "Cim"), connection("Cim", "Bo")]
    finding = serial_finding("Kim", {"Alva": 3, "Bo": 3}, rows, near)
    assert [victim.group for victim in finding.victims] == [1, 2]
    assert finding.connected == ()


def test_a_chain_of_connections_makes_one_group_whatever_order_it_comes_in() -> None:
    names = "ABCDEFG"
    rows = [dyad(name, f"2024-0{n}-01") for n, name in enumerate(names, start=1)]
    chain = [connection(a, b) for a, b in zip("CEAGBD", "DFBAEF", strict=True)]
    finding = serial_finding("Kim", dict.fromkeys(names, 3), rows, chain)
    assert {victim.group for victim in finding.victims} == {1}
    assert finding.groups(PARTNER) == 1


def test_a_group_has_the_strongest_kind_of_its_victims() -> None:
    rows = [dyad("Alva", "2024-01-01"), dyad("Bo", "2024-02-01"), dyad("Cim", "2024-03-01")]
    kinds = {"Alva": UNKNOWN, "Bo": PARTNER, "Cim": SEXUAL}
    finding = serial_finding("Kim", kinds, rows, [connection("Alva", "Bo")])
    assert [finding.groups(kind) for kind in (PARTNER, SEXUAL, UNKNOWN)] == [1, 1, 0]
    assert finding.connected == ((1, 2, ("relation:AlvaBo",)),)


def test_what_is_told_of_a_victim_of_unknown_relation() -> None:
    rows = [
        {**dyad("Alva", "2024-01-01"), "known_by": ["code"], "confidence": "sure", "harm": 10},
        {**dyad("Bo", "2024-03-01", partner="unknown"), "known_by": [], "harm": 10},
        {**dyad("Cim", "2024-05-01", partner="unknown"), "known_by": ["order"], "harm": 10},
        {**dyad("Dana", "2024-07-01", partner="unknown"), "known_by": [], "harm": 10},
    ]
    kinds = {"Alva": PARTNER, "Bo": UNKNOWN, "Cim": UNKNOWN, "Dana": UNKNOWN}
    noted = [
        {"victim": who, "kind": "separation", "observation_id": f"B-{who}"}
        for who in ("Alva", "Dana", "Eli")
    ]
    finding = serial_finding("Kim", kinds, rows, [], noted)
    titles = {"separation": ("Separation", "Separation")}
    _, alva, bo, cim, dana = serial_statements(finding, titles)
    assert alva.en.endswith("known by crime code; certainty: sure.")
    assert bo.en.endswith("no sign of a tie.")
    assert bo.sv.endswith("inget tecken på en relation.")
    assert cim.en.endswith("signs of a tie: case of a protection order.")
    assert dana.en.endswith("noted: separation.")
    assert dana.sv.endswith("iakttaget: separation.")
    assert [s.evidence for s in (alva, dana)] == [
        ("incident:Alva",),
        ("incident:Dana", "observation:B-Dana"),
    ]


def test_repeat_is_a_partner_in_at_least_two_incidents() -> None:
    rows = [
        dyad("Alva", "2024-02-01", incidents=2),
        dyad("Bo", "2024-01-01", incidents=3),
        dyad("Cim", "2024-01-01", incidents=1),
        dyad("Dana", "2024-01-01", incidents=4, partner="unknown"),
    ]
    assert [row["victim"] for row in repeated(rows)] == ["Bo", "Alva"]
