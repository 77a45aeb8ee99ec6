"""Stage 3 on an engine, for its pages and agreement tests, in the shape of the referee's answer."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import ibis
import pyarrow as pa
from ibis.expr import types as ir

from hejda.base.dates import date_of, day_number
from hejda.engine.base import Engine, arrow_schema
from hejda.engine.duckdb import DuckDB
from hejda.knowledge.rules import Knowledge
from hejda.nominate.serial import pairs_that_may_count, victims
from hejda.rank.prepare import suspicions_in_variants, with_age
from hejda.rank.suspicions import pairings
from hejda.relations.dyad_rows import dyad_records, dyad_rows
from hejda.relations.dyads import dyad_facts, partner_pairs
from hejda.relations.network import birth_dates, edges, neighbours, network
from hejda.relations.new_partner import new_partner_hypotheses, new_partner_signs
from hejda.relations.pairs import tied
from hejda.relations.serial_finding import SerialFinding, connections, serial_finding
from hejda.relations.ties import LONG_AGO
from hejda.tables import REGISTERS
from hejda.tables.identity import IDENTITY
from hejda.tables.known import Known
from tests.support.backends import FOR_A_FEW_ROWS
from tests.support.outcome import Registers, Row
from tests.support.referee_network import Referee

Rows = list[dict[str, Any]]
Question = tuple[Registers, Knowledge, dt.date, list[Row]]
"""Register rows, rules, D, judgements in force."""
KINDS = {3: "partner", 2: "sexual", 1: "unknown"}


class Answers(Protocol):
    """Stage 3 for one question; each part is computed when it is asked for."""

    def dyads(self) -> Rows:
        """Every row of the table `dyad`."""

    def pairs(self) -> list[tuple[str, str, dt.date | None]]:
        """Partner pairs: person, other, since (None: long ago)."""

    def hypotheses(self, listed: list[str]) -> Rows:
        """Rows of the table `hypothesis` about those listed."""

    def serial(self, person: str) -> Rows:
        """Victims of the person that count: number, victim, kind, group."""

    def picture(self, person: str) -> tuple[Rows, Rows, int]:
        """Nodes, edges and how many people are left out, around one person."""


Backend = Callable[[Question], AbstractContextManager[Answers]]


def known_registers(registers: Registers, as_of: dt.date, view: Callable) -> Known:
    """What the delivered rows say on D."""
    tables = {}
    for name, rows in registers.items():
        contract = REGISTERS[name]
        full = [{column: row.get(column) for column in contract.names} for row in rows]
        tables[name] = ibis.memtable(pa.Table.from_pylist(full, schema=arrow_schema(contract)))
    return Known.on(as_of, "xx", tables, view)


def with_every_suspicion(knowledge: Knowledge) -> Knowledge:
    """The same rules with a serial window without end, so that stage 4 hands over every suspicion."""
    serial = knowledge.serial.model_copy(update={"window_days": None})
    return knowledge.model_copy(update={"serial": serial})


def paired_suspicions(known: Known, knowledge: Knowledge) -> ir.Table:
    """Every counted suspicion beside its victims, as stage 4 hands it over."""
    ties = tied(known, knowledge.population.partner_relations)
    rows = suspicions_in_variants(known, knowledge, ties)
    aged = with_age(rows, known, knowledge)
    return pairings(aged.filter(aged.counts_main), known, ties)


def judgement_table(judgements: list[Row]) -> ir.Table | None:
    """The judgements as a table; None where there are none."""
    if not judgements:
        return None
    schema = arrow_schema(IDENTITY["judgement"])
    full = [{name: row.get(name) for name in schema.names} for row in judgements]
    return ibis.memtable(pa.Table.from_pylist(full, schema=schema))


class OnEngine:
    """Stage 3 for one question on an engine; holds the tables its parts share."""

    def __init__(self, engine: Engine, question: Question) -> None:
        registers, self.own_rules, self.as_of, judgements = question
        self.engine, self.rules = engine, with_every_suspicion(self.own_rules)
        self.known = known_registers(registers, self.as_of, engine.view)
        self.decided = judgement_table(judgements)

    @cached_property
    def paired(self) -> ir.Table:
        """What stage 4 hands over."""
        return self.engine.keep("paired", paired_suspicions(self.known, self.rules))

    @cached_property
    def facts(self) -> ir.Table:
        """What is found about each suspect and victim."""
        keep = self.engine.keep
        facts = dyad_facts(self.paired, self.known, self.rules, self.decided, keep)
        return keep("dyad_fact", facts)

    def rows(self, table: ir.Table) -> Rows:
        """The rows of a table."""
        found: Rows = self.engine.arrow(table).to_pylist()
        return found

    def dyads(self) -> Rows:
        """Every row of the table `dyad`."""
        records = dyad_records(self.facts, self.paired, self.known, self.rules, self.decided)
        return dyad_rows(self.rows(self.facts), self.rows(records))

    def pairs(self) -> list[tuple[str, str, dt.date | None]]:
        """Partner pairs: person, other, since (None: long ago)."""
        rows = self.rows(partner_pairs(self.facts))
        return sorted((row["person"], row["other"], _date(row["since"])) for row in rows)

    def hypotheses(self, listed: list[str]) -> Rows:
        """Rows of the table `hypothesis` about those listed."""
        signs = new_partner_signs(people(*listed), self.known, self.rules, self.decided)
        return new_partner_hypotheses(self.rows(signs), day_number(self.as_of))

    def finding(self, person: str) -> SerialFinding:
        """The victims of one person that stage 5 counts within its window."""
        rules, keep = self.own_rules, self.engine.keep
        rows = keep("pair", pairs_that_may_count(self.paired, people(person), self.known, rules))
        kin = rules.serial.family_relations
        family = tied(self.known, kin) if "relation" in self.known else None
        chosen = keep("victim", victims(rows, people(person), family))
        kinds = {row["victim"]: row["kind"] for row in self.rows(chosen)}
        connected = self.rows(connections(chosen, self.known, rules, self.decided))
        own = [row for row in self.dyads() if row["suspect"] == person]
        return serial_finding(person, kinds, own, connected)

    def serial(self, person: str) -> Rows:
        """Victims of the person that count: number, victim, kind, group."""
        return [
            {
                "number": v.number,
                "victim": v.dyad["victim"],
                "kind": KINDS[v.kind],
                "group": v.group,
            }
            for v in self.finding(person).victims
        ]

    def picture(self, person: str) -> tuple[Rows, Rows, int]:
        """Nodes, edges and how many people are left out, around one person."""
        table = self.engine.keep("edge", edges(self.paired, self.known))
        rows = self.rows(neighbours(table, people(person), 2))
        asked = people(*{row["other"] for row in rows}, person)
        births = {r["person"]: r["birth"] for r in self.rows(birth_dates(asked, self.known))}
        partners = [other for one, other, _ in self.pairs() if one == person]
        drawn = network(person, rows, births, partners, self.rules)
        nodes = [asdict(node) for node in drawn.nodes]
        return nodes, [asdict(edge) for edge in drawn.edges], drawn.left_out


def people(*names: str) -> ir.Table:
    """A table of people: person."""
    return ibis.memtable(pa.table({"person": pa.array(sorted(set(names)), pa.string())}))


def _date(number: int) -> dt.date | None:
    return None if number == LONG_AGO else date_of(number)


@contextmanager
def duckdb(question: Question) -> Iterator[Answers]:
    """On the embedded engine, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        engine = DuckDB(Path(folder))
        try:
            yield OnEngine(engine, question)
        finally:
            engine.close()


@contextmanager
def spark(question: Question) -> Iterator[Answers]:
    """On a local Spark session, which all tests of a process share."""
    from hejda.engine.spark import Spark

    with tempfile.TemporaryDirectory() as folder:
        yield OnEngine(Spark(Path(folder), settings=FOR_A_FEW_ROWS), question)


@contextmanager
def referee(question: Question) -> Iterator[Answers]:
    """By plain loops over rows."""
    yield Referee(question)


BACKENDS: dict[str, Backend] = {"referee": referee, "duckdb": duckdb, "spark": spark}
