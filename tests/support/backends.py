"""The engines as backends of the specification pages and the agreement tests."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from hejda.engine.base import Engine, arrow_schema
from hejda.engine.duckdb import DuckDB
from hejda.flow.answer import Question, answered
from hejda.flow.people import explained
from hejda.knowledge.rules import LIST_RANKER, Knowledge
from hejda.nominate.places import Places, national
from hejda.rank.rankers import RANKERS
from hejda.tables import REGISTERS
from tests.support.outcome import EVERYTHING, Backend, Candidate, Outcome, Registers, Wanted
from tests.support.outcome import Places as Asked


def _capacity(places: Asked, knowledge: Knowledge) -> tuple[Places, ...]:
    floor = knowledge.lists.floor
    if isinstance(places, int):
        return national(places, floor)
    return tuple(
        Places(p.police_region, p.list, p.places, floor if p.floor is None else p.floor)
        for p in places
    )


def _delivered(registers: Registers) -> dict[str, ibis.Table]:
    tables = {}
    for name, rows in registers.items():
        contract = REGISTERS[name]
        full = [{column: row.get(column) for column in contract.names} for row in rows]
        tables[name] = ibis.memtable(pa.Table.from_pylist(full, schema=arrow_schema(contract)))
    return tables


def on_engine(
    engine: Engine,
    registers: Registers,
    knowledge: Knowledge,
    as_of: dt.date,
    now: dt.date,
    source: str,
    places: Asked,
    wanted: Wanted = EVERYTHING,
) -> Outcome:
    """The answer of stages 3 to 5 on `engine`, in the shape of the referee's."""
    rankers = tuple(r for r in RANKERS if wanted.rankers is None or r in wanted.rankers)
    question = Question(as_of, now, source, knowledge, _capacity(places, knowledge), rankers)
    answer = answered(engine, _delivered(registers), question)
    shown = explained(engine, answer, question, everybody=True) if wanted.told else None

    def named(person: str) -> str:
        return f"{source}:{person}"

    rows = {name: engine.arrow(table).to_pylist() for name, table in answer.rankings.items()}
    scores = {name: {named(r["person"]): r["score"] for r in found} for name, found in rows.items()}
    variants = {}
    for variant, table in answer.variants.items():
        differing = {r["person"] for r in engine.arrow(answer.touched[variant]).to_pylist()}
        same = {p: s for p, s in scores[LIST_RANKER].items() if p.split(":", 1)[1] not in differing}
        own = {named(r["person"]): r["score"] for r in engine.arrow(table).to_pylist()}
        variants[variant] = {**same, **own}
    ranked = scores[LIST_RANKER]
    return Outcome(
        population=tuple(sorted(ranked)),
        scores=scores,
        places={
            name: {named(r["person"]): r["place"] for r in found} for name, found in rows.items()
        },
        reasons={
            ranker: {
                person: [
                    (r.rule, r.value, r.points, r.evidence)
                    for r in shown.reasons[(person.split(":", 1)[1], ranker)]
                ]
                for person in ranked
            }
            for ranker in (rankers if shown else ())
        },
        variants=variants,
        regions={
            named(r["person"]): (r["police_region"], r["region_how"])
            for r in engine.arrow(answer.regions).to_pylist()
            if named(r["person"]) in ranked
        },
        candidates=tuple(
            Candidate(
                r["list"],
                r["police_region"],
                r["place"],
                named(r["person"]),
                r["score"],
                tuple(shown.flags[r["person"]]) if shown else (),
                tuple(shown.gaps[(r["person"], r["list"])]) if shown else (),
            )
            for r in answer.proposals
        ),
        no_serial=answer.no_serial,
        held_back=answer.held_back,
    )


def duckdb(
    registers: Registers,
    knowledge: Knowledge,
    as_of: dt.date,
    now: dt.date,
    source: str,
    places: Asked,
    wanted: Wanted = EVERYTHING,
) -> Outcome:
    """On the embedded engine, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        engine = DuckDB(Path(folder))
        try:
            return on_engine(engine, registers, knowledge, as_of, now, source, places, wanted)
        finally:
            engine.close()


FOR_A_FEW_ROWS = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.ui.showConsoleProgress": "false",
}
"""Planning and compiling for large tables takes most of the time on a page's few rows."""


def forget_views(session: Any) -> None:
    """Drops every view of the session: a hundred pages in one session would fill its memory."""
    for view in session.sql("SHOW VIEWS").collect():
        session.catalog.dropTempView(view["viewName"])
    session.catalog.clearCache()


def spark(
    registers: Registers,
    knowledge: Knowledge,
    as_of: dt.date,
    now: dt.date,
    source: str,
    places: Asked,
    wanted: Wanted = EVERYTHING,
) -> Outcome:
    """On a local Spark session, which all tests of a process share."""
    from hejda.engine.spark import Spark

    with tempfile.TemporaryDirectory() as folder:
        engine = Spark(Path(folder), settings=FOR_A_FEW_ROWS)
        try:
            return on_engine(engine, registers, knowledge, as_of, now, source, places, wanted)
        finally:
            forget_views(engine.session)


BACKENDS: dict[str, Backend] = {"duckdb": duckdb, "spark": spark}
