"""Finds the lines of a list in the delivery of a run, and looks at what the registers held that day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import ibis
import pyarrow as pa
from ibis.expr import types as ir

from hejda.base.errors import InputError
from hejda.engine.base import Engine
from hejda.evaluate.their_list import Registers
from hejda.flow.answer import Question
from hejda.flow.reading import Reading, opened
from hejda.flow.replay_looks import Asked, Look, looked_at, partners_ever
from hejda.flow.replay_people import People
from hejda.flow.resolved import PEOPLE
from hejda.flow.run import chosen_pack
from hejda.flow.their_list import WHOLE, WITHOUT_CENTURY, Line
from hejda.knowledge.load import load_knowledge
from hejda.knowledge.rules import Knowledge
from hejda.nominate.places import national
from hejda.persons.numbers import digits_of
from hejda.registers.mapping import SourceMapping
from hejda.report.facts import RunFacts
from hejda.tables.known import Known, known_on


@dataclass(frozen=True)
class InRegisters:
    """People by the record that stands for them. of_line: line → those it fits. records: all theirs.

    ids: the id written for somebody not ranked. held: what the registers held of those asked for.
    """

    of_line: dict[int, tuple[str, ...]]
    records: dict[str, list[str]]
    ids: dict[str, str]
    held: dict[str, Registers]


def found_in_registers(
    source: Path,
    data: Path,
    work: Path,
    mapping: SourceMapping,
    facts: RunFacts,
    lines: Sequence[Line],
    *,
    rules: str | None,
    judgements: Path | None,
    memory_mib: int,
    progress: Callable[[str], None],
) -> InRegisters:
    """The lines among everybody delivered, as the run's day knew them.

    Raises InputError where the delivery or the rules are not those of the run.
    """
    if mapping.source != facts.source:
        raise _another("source")
    day, now = facts.as_of, facts.now or facts.as_of
    knowledge = load_knowledge(chosen_pack(rules, source, mapping), day)
    reading = Reading(source=source, data=data, out=work, now=now, memory_mib=memory_mib)
    if knowledge.fingerprint != facts.knowledge.fingerprint:
        raise _another("rules")
    with opened(reading, work, knowledge, progress) as (engine, delivered, rows):
        if rows != facts.rows.came_in:
            raise _another("delivery")
        progress("persons")
        people = People(engine, delivered, mapping, day, judgements, progress)
        of_line = {
            number: tuple(sorted({people.person(record) for record in records}))
            for number, records in _records_of(engine, delivered, lines, day).items()
        }
        names = sorted({name for found in of_line.values() for name in found})
        progress("the registers of the day")
        look = _looked(engine, people, knowledge, mapping, day, names)
    return InRegisters(
        of_line,
        {name: people.records(name) for name in names},
        {name: people.naming.person(name) for name in names},
        {name: _held(look, name) for name in names},
    )


def _another(what: str) -> InputError:
    return InputError(
        "not_of_the_run",
        f"The {what} given is not that of the run.",
        "What the registers lack would be told of other registers.",
        "Give the source mapping, data and rules that hejda map was given.",
    )


def _records_of(
    engine: Engine, delivered: dict[str, ir.Table], lines: Sequence[Line], day: dt.date
) -> dict[int, set[str]]:
    """Line → records known on the day that it fits, by record id or number."""
    found: dict[int, set[str]] = defaultdict(set)
    if PEOPLE not in delivered:
        seen = _among(engine, delivered["involvement"], "record_id", lines)
        for line in lines:
            if line.record_id in seen:
                found[line.number].add(str(line.record_id))
        return found
    known = engine.view("list_record", known_on(delivered[PEOPLE], day))
    digits = known.personal_number.re_replace("[^0-9]", "")
    short = digits.right(WITHOUT_CENTURY)
    other = known.other_number.re_replace(r"\s", "")
    table = known.select("record_id", digits=digits, short=short, other=other)
    wanted = _wanted(lines)
    rows = engine.arrow(
        table.filter(
            table.record_id.isin(wanted["record_id"])
            | table.short.isin(wanted["short"]).fill_null(False)
            | table.other.isin(wanted["other"]).fill_null(False)
        )
    ).to_pylist()
    for line in lines:
        for row in rows:
            if _fits(line, row["record_id"], row["digits"], row["other"]):
                found[line.number].add(row["record_id"])
    return found


def _wanted(lines: Iterable[Line]) -> dict[str, list[str]]:
    """What to search for, by column; never empty, since nothing is in an empty list."""
    told = list(lines)
    numbers = {(line.personal_number or "")[-WITHOUT_CENTURY:] for line in told} - {""}
    return {
        "record_id": sorted({line.record_id for line in told if line.record_id}) or [""],
        "short": sorted(numbers) or [" "],
        "other": sorted({line.other_number for line in told if line.other_number}) or [" "],
    }


def _among(engine: Engine, table: ir.Table, column: str, lines: Sequence[Line]) -> set[str]:
    asked = pa.table({column: _wanted(lines)[column]}, pa.schema([(column, pa.string())]))
    kept = engine.keep("list_wanted", ibis.memtable(asked))
    return set(engine.arrow(table.semi_join(kept, column).select(column))[column].to_pylist())


def _fits(line: Line, record: str, digits: str | None, other: str | None) -> bool:
    if line.record_id == record or (line.other_number and line.other_number == other):
        return True
    own, theirs = digits_of(digits), line.personal_number
    if not own or not theirs:
        return False
    whole = len(own) == WHOLE and len(theirs) == WHOLE
    return own == theirs if whole else own[-WITHOUT_CENTURY:] == theirs[-WITHOUT_CENTURY:]


def _looked(
    engine: Engine,
    people: People,
    knowledge: Knowledge,
    mapping: SourceMapping,
    day: dt.date,
    names: Sequence[str],
) -> Look:
    delivered = people.in_hindsight()
    known = Known.on(day, mapping.source, delivered, engine.view)
    pairs = partners_ever(engine, known, knowledge, names)
    question = Question(day, day, mapping.source, knowledge, national(1, knowledge.lists.floor))
    asked = Asked(
        people=frozenset(names),
        joined={},
        outcome=(),
        partners=lambda one, other: (one, other) in pairs,
    )
    return looked_at(engine, delivered, question, asked)


def _held(look: Look, name: str) -> Registers:
    incidents, partner = look.counts.get(name, (0, 0))
    suspicions = tuple(look.suspicions.get(name, ()))
    return Registers(suspicions, name in look.other_role, incidents, partner)
