"""Hypothesis strategies: small invented registers, contract-valid, made to meet every clause.

Days lie on, just before and just after the edges of tests/support/a_knowledge.py; records have
versions, corrections and withdrawals, also after D; tables are missing at random.
`hejda.tables` is the only thing of ours they read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from hejda.knowledge.rules import Knowledge
from hejda.tables import REGISTERS
from hejda.tables.registers import ENDED_WHY, SUSPICIONS
from tests.support.a_knowledge import OBSERVATIONS, OFFENCES, a_knowledge
from tests.support.outcome import Capacity, Places
from tests.support.spec_rows import close_versions, demand_contract

EDGES = (0, 1, 14, 15, 16, 30, 39, 40, 41, 59, 60, 61, 99, 100, 101, 119, 120, 121, 250)
RECORDS = ("p0", "p1", "P2", "å3", "o'4", "p5", "p10", "p11", "q6", "z7", "Ö8", "p9")
CODES = (*(offence.id for offence in OFFENCES), None, "not_in_the_pack")
PARTNER_CODES = ("assault", "gross_assault", "threat", "rape", "sexual_assault", "murder")
KINDS = (*(kind.id for kind in OBSERVATIONS), "not_in_the_pack")
MUNICIPALITIES = ("0101", "0202", "0303", "9901", None)
NORTH_SOUTH = ("north", "south", "nowhere", None)
OPTIONAL = tuple(name for name, table in REGISTERS.items() if not table.required)
NEVER_READ = ("licence", "measure_taken")
LAGS = (0,) * 14 + (1, 2, 5, 10, 30, 150)
FATES = ("holds",) * 13 + ("corrected",) * 2 + ("withdrawn",)
NOW_AFTER = (0, 0, 1, 30, 200)


@dataclass(repr=False)
class Invented:
    """One generated case: everything a backend is called with."""

    registers: dict[str, list[dict[str, Any]]]
    knowledge: Knowledge
    as_of: dt.date
    now: dt.date
    places: Places
    source: str = "xx"

    def __repr__(self) -> str:
        rows = sum(len(rows) for rows in self.registers.values())
        return f"Invented(as_of={self.as_of}, now={self.now}, places={self.places}, {rows} rows)"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(repr(self))  # Hypothesis would print every row

    @property
    def arguments(self) -> tuple:
        """The arguments of a backend, in order."""
        return (
            self.registers,
            self.knowledge,
            self.as_of,
            self.now,
            self.source,
            self.places,
        )


@dataclass
class Maker:
    """Draws rows and files them under their table."""

    chance: Any
    as_of: dt.date
    people: tuple[str, ...]
    silent: bool  # nothing at all is said of relations
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    pairs: list[tuple[str, str]] = field(default_factory=list)

    def one(self, *values: Any) -> Any:
        """One of the values."""
        return self.chance.choice(values)

    def count(self, least: int, most: int) -> int:
        """How many."""
        return self.chance.randint(least, most)

    def day(self) -> dt.date:
        """A day on or before D, near an edge more often than not."""
        back = self.one(self.one(*EDGES), self.count(0, 50), self.count(0, 130))
        return self.as_of - dt.timedelta(days=back)

    def near(self, *days_after: int) -> dt.date:
        """A day some days after D."""
        return self.as_of + dt.timedelta(days=self.one(*days_after))

    def suspect(self) -> str:
        """One of the first few people, so that records gather on somebody."""
        return self.one(*self.people[:4])

    def anybody(self) -> str:
        """Any person."""
        return self.one(*self.people)

    def add(self, table: str, row: dict[str, Any], correction: dict[str, Any] | None = None) -> str:
        """File a row, perhaps with a correction, perhaps withdrawn; returns its id.

        Without `registered_on` it is registered some days after its latest past date.
        """
        contract = REGISTERS[table]
        filed = self.rows.setdefault(table, [])
        name = f"{table[0]}{table[-1]}{len({r[contract.id_column] for r in filed})}"
        full = dict.fromkeys(contract.names) | {contract.id_column: name} | row
        for_both = full | (correction or {})
        past = [
            day
            for column in contract.columns
            if column.not_after_registered
            for day in (full[column.name], for_both[column.name])
            if day is not None
        ]
        first = full["registered_on"] or max(past, default=self.day())
        full["registered_on"] = first + dt.timedelta(days=self.one(*LAGS))
        later = full["registered_on"] + dt.timedelta(days=self.one(1, 2, 20, 60))
        fate = self.one(*FATES)
        filed.append(full)
        if fate == "withdrawn":
            full["superseded_on"] = later
        elif fate == "corrected" and correction is not None:
            filed.append(full | correction | {"registered_on": later})
        return name


def incidents(maker: Maker) -> None:
    """Incidents with their offences and who was involved."""
    for _ in range(maker.count(1, 4) + maker.count(0, 12)):
        day = maker.one(None, maker.day(), maker.day())
        until = maker.one(None, None, None, maker.day())
        known = maker.one(None, None, maker.day()) if day is None and until is None else None
        incident = maker.add(
            "incident",
            {
                "kind": maker.one("report", "call_out", "tip", None),
                "occurred_on": day,
                "occurred_until": until,
                "police_region": maker.one(*NORTH_SOUTH),
                "municipality": maker.one(*MUNICIPALITIES),
                "registered_on": known,
            },
            {"occurred_on": maker.one(day, None), "police_region": "north"},
        )
        named = [offence(maker, incident) for _ in range(maker.count(0, 3))]
        suspects = [part(maker, incident, named, "suspect") for _ in range(maker.count(1, 3))]
        victims = [part(maker, incident, named, "victim") for _ in range(maker.count(0, 3))]
        maker.pairs += [(one, other) for one in suspects for other in victims]
        if maker.one(True, False, False):
            part(maker, incident, named, maker.one("witness", "reporter", "child"))


def registered_with(maker: Maker, incident: str) -> dt.date:
    """The day the incident was first registered."""
    return next(r["registered_on"] for r in maker.rows["incident"] if r["incident_id"] == incident)


def offence(maker: Maker, incident: str) -> str:
    """An offence of the incident; perhaps absorbed into another, of this incident or not."""
    told = (None, "unknown") if maker.silent else ("yes", "yes", "yes", "no", "unknown", None)
    others = [row["offence_id"] for row in maker.rows.get("offence", [])]
    absorbed = maker.one(None, None, None, None, None, *others[-2:], "nowhere")
    return maker.add(
        "offence",
        {
            "incident_id": incident,
            "code": maker.one(*PARTNER_CODES, *CODES),
            "attempt": maker.one(None, None, False, True),
            "close_relation": maker.one(*told),
            "absorbed_into": absorbed,
            "registered_on": registered_with(maker, incident),
        },
        {"code": maker.one(*CODES), "close_relation": maker.one(*told)},
    )


def part(maker: Maker, incident: str, named: list[str], role: str) -> str:
    """One person's part in the incident; returns the person."""
    person = maker.suspect() if role == "suspect" else maker.anybody()
    row = {
        "incident_id": incident,
        "offence_id": maker.one(None, *named, *named),
        "record_id": person,
        "role": role,
        "registered_on": registered_with(maker, incident),
    }
    correction: dict[str, Any] = {"record_id": maker.anybody()}
    if role == "suspect":
        row["suspicion"] = maker.one(*SUSPICIONS, *SUSPICIONS[2:], *SUSPICIONS[2:], None)
        if maker.one(True, False, False):
            row["ended_on"] = maker.one(maker.day(), maker.near(-1, 0, 1, 40), None)
            row["ended_why"] = maker.one(*ENDED_WHY, "dismissed", None)
        correction = maker.one(
            correction,
            {"ended_on": maker.near(-1, 0, 1, 40), "ended_why": maker.one(*ENDED_WHY)},
            {"suspicion": maker.one(*SUSPICIONS)},
            {"role": "witness"},
        )
    maker.add("involvement", row, correction)
    return person


def relations(maker: Maker) -> None:
    """Ties, most of them between a suspect and a victim, or between victims of one suspect."""
    kinds = REGISTERS["relation"].column("kind").values
    often = ("sibling", "spouse", "cohabiting", "partner", "former_partner", "former_partner")
    for _ in range(maker.count(0, 12)):
        one, other = maker.one(*maker.pairs, (maker.anybody(), maker.anybody()))
        if maker.one(True, False, False):
            one = maker.one(maker.anybody(), *(victim for _, victim in maker.pairs))
        maker.add(
            "relation",
            {
                "record_a": one,
                "record_b": other,
                "kind": maker.one(*often, *kinds),
                "valid_from": maker.one(None, maker.day()),
                "valid_to": maker.one(None, None, maker.day()),
            },
            {"kind": maker.one(*kinds)},
        )


def custody(maker: Maker) -> None:
    """Spells inside: closed, open, overlapping, ending after D."""
    for _ in range(maker.count(0, 5)):
        begins = maker.day()
        length = maker.one(None, None, 0, 1, 29, 30, 31, 70, 400)
        ends = None if length is None else begins + dt.timedelta(days=length)
        maker.add(
            "custody",
            {
                "record_id": maker.suspect(),
                "kind": maker.one("remand", "prison", "prison", "tag", "forensic_care"),
                "valid_from": begins,
                "valid_to": ends,
                "expected_release_on": maker.one(None, None, maker.near(-3, 0, 19, 20, 21, 90)),
            },
            {"valid_to": maker.near(-10, 0, 1, 20, 21)},
        )


def orders_and_sanctions(maker: Maker) -> None:
    """Supervision, protection orders, sanctions."""
    for _ in range(maker.count(0, 2)):
        breached = maker.one(None, maker.day())
        maker.add("supervision", {"record_id": maker.suspect(), "breached_on": breached})
    for _ in range(maker.count(0, 3)):
        one, other = maker.one(*maker.pairs, (maker.suspect(), maker.anybody()))
        maker.add(
            "protection_order",
            {
                "protected": maker.one(other, maker.anybody()),
                "restrained": one,
                "status": maker.one("applied", "refused", "in_force", "lapsed"),
                "decided_on": maker.one(None, maker.day()),
                "breached_on": maker.one(None, None, maker.day()),
            },
            {"status": maker.one("in_force", "lapsed")},
        )
    offences = [row["offence_id"] for row in maker.rows.get("offence", [])]
    for _ in range(maker.count(0, 3)):
        row = {"record_id": maker.suspect(), "offence_id": maker.one(None, *offences)}
        maker.add("sanction", row | {"decided_on": maker.day(), "days": maker.one(None, 60)})


def observations(maker: Maker) -> None:
    """Signs of every kind, health among them."""
    rows = maker.rows["incident"]
    for _ in range(maker.count(0, 8)):
        seen = maker.one(None, maker.day(), maker.day())
        maker.add(
            "observation",
            {
                "incident_id": maker.one(None, *(row["incident_id"] for row in rows)),
                "about": maker.suspect(),
                "kind": maker.one("strangulation", "suicide_threat_to_partner", *KINDS),
                "observed_on": seen,
            },
            {"kind": maker.one(*KINDS), "observed_on": maker.one(seen, None)},
        )


def people(maker: Maker) -> None:
    """Person records, statuses and homes."""
    for person in maker.people:
        if maker.one(True, True, True, True, False):
            born = maker.one(dt.date(1980, 5, 5), dt.date(1995, 3, 1), dt.date(2000, 2, 28))
            young = eighteen(maker.as_of, maker.one(-1, 0, 1))
            born = maker.one(born, born, born, born, None, dt.date(1996, 2, 29), young)
            where = maker.one(*MUNICIPALITIES)
            row = {"record_id": person, "birth_date": born, "municipality": where}
            maker.add("person_record", row, {"birth_date": dt.date(1990, 1, 1)})
    for _ in range(maker.count(0, 4)):
        row = {"record_id": maker.suspect(), "valid_from": maker.one(None, maker.day())}
        kind = maker.one("died", "emigrated", "expelled", *("returned",) * 6)
        maker.add("person_status", row | {"kind": kind}, {"kind": "returned"})
    for _ in range(maker.count(0, 6)):
        maker.add(
            "residence",
            {
                "record_id": maker.anybody(),
                "household": maker.one("h1", "h2", None),
                "police_region": maker.one(*NORTH_SOUTH),
                "municipality": maker.one(*MUNICIPALITIES),
                "valid_from": maker.one(None, maker.day(), maker.near(-1, 0, 1)),
                "valid_to": maker.one(None, maker.day(), maker.near(-1, 0, 1, 50)),
            },
            {"household": maker.one("h1", "h2")},
        )


def eighteen(as_of: dt.date, days: int) -> dt.date:
    """Born 18 years before D, some days more or less."""
    near = as_of + dt.timedelta(days=days)
    return near.replace(year=near.year - 18, day=min(near.day, 28))


def knowledge_variants() -> tuple[Knowledge, ...]:
    """The rules as they are, and with another serial window, floor or scale of shrinkage."""
    plain = a_knowledge()
    ever = plain.serial.model_copy(update={"window_days": None})
    short = plain.serial.model_copy(update={"window_days": 60, "recent_days": 30})
    harm = plain.expected_harm.model_copy(update={"shrinkage_thousandths": 1, "cap_days": 5000})
    no_floor = plain.lists.model_copy(update={"floor": 0})
    return (
        plain,
        plain.model_copy(update={"serial": ever, "lists": no_floor}),
        plain.model_copy(update={"serial": short, "expected_harm": harm}),
    )


KNOWLEDGE = knowledge_variants()


def some_places(maker: Maker) -> Places:
    """National places, or a capacity file."""
    if maker.one(True, False):
        return maker.count(0, 4)
    return tuple(
        Capacity(region, name, maker.count(0, 2), maker.one(None, 0, 25_000_000, 60_000_000))
        for region in ("north", "south", "unknown")
        for name in ("harm", "serial")
        if maker.one(True, True, True, False)
    )


@st.composite
def invented_registers(draw: Any) -> Invented:
    """One whole case. Rows come from one seed: rich cases, shrunk by `smallest` and not by draws."""
    chance = draw(st.randoms(use_true_random=True, note_method_calls=False))
    as_of = chance.choice([dt.date(2025, 3, 1), dt.date(2024, 2, 29)])
    silent = chance.random() < 0.08
    maker = Maker(chance, as_of, RECORDS[: chance.randint(2, len(RECORDS))], silent)
    for fill in (incidents, relations, custody, orders_and_sanctions, observations, people):
        fill(maker)
    absent = {name for name in OPTIONAL if chance.random() < 0.06}
    absent |= {"relation"} if silent else set()
    registers = {
        name: maker.rows.get(name, [])
        for name in REGISTERS
        if name not in absent and name not in NEVER_READ
    }
    for name, rows in registers.items():
        close_versions(REGISTERS[name], rows)
        for row in rows:
            demand_contract(REGISTERS[name], row, "generated")
    now = as_of + dt.timedelta(days=maker.one(*NOW_AFTER))
    return Invented(registers, maker.one(*KNOWLEDGE), as_of, now, some_places(maker))


def smallest(case: Invented, fails: Callable[[Invented], bool], tries: int = 150) -> Invented:
    """The case with rows taken out while it still fails: whole tables, halves, then single rows."""

    def without(name: str, rows: list[dict[str, Any]]) -> bool:
        nonlocal case, tries
        kept = [row for row in case.registers[name] if not any(row is gone for gone in rows)]
        smaller = replace(case, registers=case.registers | {name: kept})
        tries -= 1
        if tries < 0 or not rows or not fails(smaller):
            return False
        case = smaller
        return True

    pieces = [(name, rows) for name, rows in case.registers.items()]
    while pieces:
        name, rows = pieces.pop(0)
        if not without(name, rows) and len(rows) > 1:
            middle = len(rows) // 2
            pieces += [(name, rows[:middle]), (name, rows[middle:])]
    return case
