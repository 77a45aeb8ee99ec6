"""More of what stage 3 reads, laid over invented registers: homes, births, deaths, judgements.

Days lie on, just before and just after the edges of spec/03_relations/README.md.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from hejda.tables import REGISTERS
from tests.support.invented import Invented, Maker, invented_registers
from tests.support.spec_rows import close_versions, demand_contract

EDGES = (0, 1, 30, 178, 179, 180, 181, 364, 365, 366, 700)
REPORTERS = ("victim", "third_person", "third_person", "police", None)
LODGERS = tuple(f"lodger{number}" for number in range(8))


@dataclass(repr=False)
class InventedTies:
    """One generated case for stage 3."""

    case: Invented
    judgements: list[dict[str, Any]]
    listed: list[str]

    def __repr__(self) -> str:
        return f"{self.case!r}, {len(self.judgements)} judgements, listed {self.listed}"

    @property
    def question(self) -> tuple:
        """What a backend of stage 3 is asked."""
        return self.case.registers, self.case.knowledge, self.case.as_of, self.judgements


def edge(maker: Maker) -> dt.date:
    """A day at an edge before D."""
    return maker.as_of - dt.timedelta(days=maker.one(*EDGES))


def couple(maker: Maker) -> tuple[str, str]:
    """A suspect and a victim more often than not."""
    return maker.one(*maker.pairs, (maker.suspect(), maker.anybody()))


def homes(maker: Maker) -> None:
    """Two people in one home, sometimes with a crowd around them."""
    for number in range(maker.count(0, 4)):
        household = maker.one("h1", f"home{number}", f"home{number}")
        begins = edge(maker)
        crowd = maker.one((), (), (), LODGERS[: maker.one(6, 7)])
        for person in (*couple(maker), *crowd):
            row = {
                "record_id": person,
                "household": household,
                "valid_from": maker.one(begins, begins, begins, edge(maker), None),
                "valid_to": maker.one(None, None, edge(maker), maker.near(-1, 0, 1)),
                "registered_on": maker.one(maker.as_of, edge(maker), edge(maker)),
            }
            maker.add("residence", row, {"household": maker.one("h1", household)})


def births_and_deaths(maker: Maker) -> None:
    """A second birth date for somebody, near the age of majority; a death."""
    for _ in range(maker.count(0, 3)):
        years = dt.timedelta(days=maker.one(0, 1, 180, 365))
        born = maker.as_of.replace(year=maker.as_of.year - 18, day=28) - years
        maker.add("person_record", {"record_id": maker.anybody(), "birth_date": born})
    if maker.one(True, False, False):
        row = {"record_id": maker.anybody(), "kind": "died", "valid_from": maker.day()}
        maker.add("person_status", row)


def ties(maker: Maker) -> None:
    """Relations and orders that began at an edge."""
    kinds = REGISTERS["relation"].column("kind").values
    for _ in range(maker.count(0, 3)):
        one, other = couple(maker)
        row = {"record_a": other, "record_b": one, "kind": maker.one(*kinds)}
        began = maker.one(None, edge(maker), edge(maker))
        ended = maker.one(None, None, edge(maker), maker.as_of + dt.timedelta(days=1))
        maker.add("relation", row | {"valid_from": began, "valid_to": ended})
    for _ in range(maker.count(0, 2)):
        one, other = couple(maker)
        row = {"protected": maker.one(one, other), "restrained": other, "status": "applied"}
        decided = maker.one(None, edge(maker))
        maker.add("protection_order", row | {"decided_on": decided})


def judgements(maker: Maker) -> list[dict[str, Any]]:
    """A few decisions about pairs, some on one day, some without an id."""
    found = []
    for number in range(maker.count(0, 4)):
        one, other = couple(maker)
        found.append(
            {
                "judgement_id": maker.one(f"j{number}", f"j{number}", None),
                "kind": maker.one("partner", "not_partner", "connected_victims"),
                "a": maker.one(one, other),
                "b": other,
                "decided_on": maker.one(maker.as_of, edge(maker)),
            }
        )
    return found


@st.composite
def invented_ties(draw: Any) -> InventedTies:
    """Invented registers with more of what stage 3 reads."""
    case = draw(invented_registers())
    chance = draw(st.randoms(use_true_random=True, note_method_calls=False))
    rows = case.registers
    people = sorted({row["record_id"] for row in rows["involvement"]}) or ["p0"]
    maker = Maker(chance, case.as_of, tuple(people), False, rows)
    maker.pairs = [
        (one["record_id"], other["record_id"])
        for one in rows["involvement"]
        for other in rows["involvement"]
        if one["incident_id"] == other["incident_id"] and one["role"] != other["role"]
    ]
    for incident in rows["incident"]:
        incident["reported_by"] = maker.one(*REPORTERS)
    absent = {name for name in REGISTERS if name not in rows}
    for fill in (homes, births_and_deaths, ties):
        fill(maker)
    decided = judgements(maker)
    for name in absent:
        rows.pop(name, None)
    for name, filled in rows.items():
        close_versions(REGISTERS[name], filled)
        for row in filled:
            demand_contract(REGISTERS[name], row, "generated")
    return InventedTies(case, maker.one([], decided), list(case_people(maker)))


def case_people(maker: Maker) -> set[str]:
    """A few people to ask about."""
    return {maker.suspect() for _ in range(3)} | {maker.anybody()}
