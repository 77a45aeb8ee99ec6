"""Stage 3 for the people shown: their pairs, what is serial or repeated about them, and hypotheses.

Nothing here changes a score, a place or a flag: it says in words, with the records behind, what the
lists rest on, and what a person must check.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr import types as ir

from hejda.base.wording import Both
from hejda.engine.base import Engine
from hejda.flow.answer import Answer, Question
from hejda.flow.naming import Naming
from hejda.flow.people import Explained
from hejda.nominate.serial import in_window
from hejda.rank.suspicions import pairings
from hejda.relations.dyad_rows import dyad_records, dyad_rows
from hejda.relations.dyads import dyad_facts
from hejda.relations.new_partner import new_partner_hypotheses, new_partner_signs
from hejda.relations.pairs import tied
from hejda.relations.relation_sentences import (
    new_partner_statement,
    repeat_statement,
    serial_statements,
)
from hejda.relations.reversed_roles import gathered
from hejda.relations.reversed_roles_marks import hypotheses, readings
from hejda.relations.reversed_roles_sentences import told
from hejda.relations.serial_finding import connections, repeated, serial_finding
from hejda.relations.signs_of_tie import noted_between
from hejda.tables.known import Known

Row = dict[str, Any]
OF_INCIDENTS = ("incident", "offence", "involvement", "observation")
"""Tables of which only the rows of the people shown are read."""
JUDGED = ("partner", "not_partner", "connected_victims", "may_be_the_victim")
SERIAL, REPEAT = "serial", "repeat"


@dataclass
class Related:
    """What stage 3 says of the people shown, by their oldest record. dyads, hypotheses: rows of
    those tables. findings: (person, kind) → sentences with the references behind each."""

    dyads: list[Row] = field(default_factory=list)
    hypotheses: list[Row] = field(default_factory=list)
    findings: dict[tuple[str, str], list[tuple[Both, tuple[str, ...]]]] = field(
        default_factory=dict
    )


def related(
    engine: Engine,
    answer: Answer,
    question: Question,
    shown: Explained,
    judgements: Iterable[Row],
) -> Related:
    """Pairs, findings and hypotheses of everybody proposed.

    `judgements`: rows of `judgement` in force on the day, with people for records.
    """
    people = sorted({row["person"] for row in answer.proposals})
    known = answer.prepared.ranked.known
    if not people or shown.known is None or shown.counted is None:
        return Related()
    own = known.narrowed(
        {name: (shown.known if name in OF_INCIDENTS else known)[name] for name in known.present}
    )
    return _Relating(engine, answer, question, own, shown.counted, people, list(judgements)).run()


class _Relating:
    def __init__(
        self,
        engine: Engine,
        answer: Answer,
        question: Question,
        known: Known,
        counted: ir.Table,
        people: list[str],
        judgements: list[Row],
    ) -> None:
        self.engine, self.answer, self.question = engine, answer, question
        self.known, self.counted, self.knowledge = known, counted, question.knowledge
        self.people, self.judgements = people, judgements
        self.chosen = engine.keep("related_person", ibis.memtable(pa.table({"person": people})))
        self.judged = self._judged()
        self.out = Related()

    def run(self) -> Related:
        """Everything, in the order in which it is needed."""
        kinds = self.knowledge.population.partner_relations
        ties = tied(self.known, kinds) if "relation" in self.known else None
        counted = self.counted.semi_join(self.chosen, "person")
        counted = self.engine.keep("related_suspicion", counted)
        paired = self.engine.keep("related_pair", pairings(counted, self.known, None))
        facts = self.engine.keep(
            "related_dyad",
            dyad_facts(paired, self.known, self.knowledge, self.judged, self.engine.keep),
        )
        records = dyad_records(facts, paired, self.known, self.knowledge, self.judged)
        self.out.dyads = dyad_rows(self._rows(facts), self._rows(records))
        self._findings(paired)
        signs = new_partner_signs(self.chosen, self.known, self.knowledge, self.judged)
        self.out.hypotheses = new_partner_hypotheses(self._rows(signs), self.known.number)
        self._reversed_roles(ties)
        for row in self.out.hypotheses:
            self._say_hypothesis(row)
        return self.out

    def _rows(self, table: ir.Table) -> list[Row]:
        rows: list[Row] = self.engine.arrow(table).to_pylist()
        return rows

    def _judged(self) -> ir.Table | None:
        rows = [
            {name: row[name] for name in ("kind", "a", "b", "judgement_id", "decided_on")}
            for row in self.judgements
            if row["kind"] in JUDGED and row["b"] is not None
        ]
        if not rows:
            return None
        columns = ("kind", "a", "b", "judgement_id")
        schema = pa.schema(
            [*((name, pa.string()) for name in columns), ("decided_on", pa.date32())]
        )
        return self.engine.keep(
            "related_judgement", ibis.memtable(pa.Table.from_pylist(rows, schema))
        )

    def _findings(self, paired: ir.Table) -> None:
        by_person: dict[str, list[Row]] = defaultdict(list)
        for row in self.out.dyads:
            by_person[row["suspect"]].append(row)
        for person, rows in sorted(by_person.items()):
            said = [repeat_statement(row) for row in repeated(rows)]
            if said:
                self.out.findings[(person, REPEAT)] = [((s.sv, s.en), s.evidence) for s in said]
        if self.answer.victims is None:
            return
        counted = self.answer.victims.semi_join(self.chosen, "person")
        kinds: dict[str, dict[str, int]] = defaultdict(dict)
        for row in self._rows(counted.select("person", "victim", "kind")):
            kinds[row["person"]][row["victim"]] = row["kind"]
        victims = counted.select("person", "victim")
        near: dict[str, list[Row]] = defaultdict(list)
        for row in self._rows(connections(victims, self.known, self.knowledge, self.judged)):
            near[row["person"]].append(row)
        noted: dict[str, list[Row]] = defaultdict(list)
        window = in_window(paired, self.knowledge)
        for row in self._rows(noted_between(window, self.known, self.knowledge)):
            noted[row["person"]].append(row)
        titles = {kind.id: (kind.title.sv, kind.title.en) for kind in self.knowledge.observations}
        marked = {
            row["person"] for row in self._rows(self.answer.marks.semi_join(self.chosen, "person"))
        }
        for person in sorted(marked & set(by_person)):
            finding = serial_finding(
                person, kinds[person], by_person[person], near[person], noted[person]
            )
            said = serial_statements(finding, titles)
            if said:
                self.out.findings[(person, SERIAL)] = [((s.sv, s.en), s.evidence) for s in said]

    def _reversed_roles(self, ties: ir.Table | None) -> None:
        tables = gathered(self.known, self.knowledge, self.engine.keep, ties)
        rows = {name: self._rows(table) for name, table in tables.items()}
        found = hypotheses(
            readings(rows),
            self.judgements,
            self.known.number,
            self.knowledge.population.look_back_days,
        )
        self.out.hypotheses += [row for row in found if row["person"] in set(self.people)]

    def _say_hypothesis(self, row: Row) -> None:
        if row["kind"] == "new_partner":
            statement = new_partner_statement(row)
            said = [((statement.sv, statement.en), statement.evidence)]
        else:
            opening, *rest = told(row)
            said = [(opening, tuple(row["evidence"])), *((each, ()) for each in rest)]
        self.out.findings.setdefault((row["person"], row["kind"]), []).extend(said)


def named_rows(rows: Iterable[Row], naming: Naming, *columns: str) -> Iterator[Row]:
    """`rows` with the ids written for people in `columns`."""
    for row in rows:
        yield {**row, **{name: naming.person(row[name]) for name in columns}}


def counts_of(relations: Related) -> dict[str, int]:
    """How many hypotheses of each kind wait for a person."""
    counts: dict[str, int] = {}
    for row in relations.hypotheses:
        counts[row["kind"]] = counts.get(row["kind"], 0) + 1
    return counts
