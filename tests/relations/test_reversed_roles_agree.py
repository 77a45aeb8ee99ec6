"""The referee and the engine gather the same for the reversed-roles check, exactly."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from hejda.engine.base import Engine, arrow_schema
from hejda.engine.duckdb import DuckDB
from hejda.relations.reversed_roles import gathered
from hejda.tables import REGISTERS
from hejda.tables.known import Known
from tests.relations.reversed_roles_referee import Referee
from tests.support.invented import Invented, invented_registers, smallest
from tests.support.size import SIZE

FAST = settings(
    max_examples=25 * SIZE,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LATER = ("reported_by", "nature", "reliability", "could_only_come_from")


def enriched(case: Invented) -> Invented:
    """The case with who called, and how observations are graded, which the generator leaves empty."""
    called = ("victim", "third_person", "police", "unknown", None)
    for number, row in enumerate(case.registers.get("incident", [])):
        row["reported_by"] = called[number % 5]
    for number, row in enumerate(case.registers.get("observation", [])):
        row["nature"] = ("fact", "assessment", None)[number % 3]
        row["reliability"] = ("A", "B", "C", None)[number % 4]
        row["could_only_come_from"] = ("victim", None, None, None, None)[number % 5]
    return case


def on_engine(engine: Engine, case: Invented) -> dict[str, list[dict[str, Any]]]:
    """What the engine gathers."""
    delivered = {}
    for name, rows in case.registers.items():
        full = [{column: row.get(column) for column in REGISTERS[name].names} for row in rows]
        table = pa.Table.from_pylist(full, schema=arrow_schema(REGISTERS[name]))
        delivered[name] = ibis.memtable(table)
    known = Known.on(case.as_of, "xx", delivered, engine.view)
    tables = gathered(known, case.knowledge, engine.keep)
    return {name: engine.arrow(rows).to_pylist() for name, rows in tables.items()}


def sorted_rows(tables: dict[str, list[dict[str, Any]]]) -> dict[str, list[list[tuple[str, Any]]]]:
    """The tables with their rows in one order."""
    return {
        name: sorted((sorted(row.items()) for row in rows), key=str)
        for name, rows in tables.items()
    }


def differences(case: Invented) -> list[str]:
    """Rows that only one of the two has."""
    referee = Referee(case.registers, case.knowledge, case.as_of)
    with tempfile.TemporaryDirectory() as folder:
        engine = DuckDB(Path(folder))
        theirs = sorted_rows(on_engine(engine, case))
        engine.close()
    mine = sorted_rows(referee.gathered())
    lines = []
    for name in mine:
        lines += [
            f"{name}: only the referee: {row}" for row in mine[name] if row not in theirs[name]
        ]
        lines += [
            f"{name}: only the engine:  {row}" for row in theirs[name] if row not in mine[name]
        ]
        if not lines and mine[name] != theirs[name]:
            lines.append(f"{name}: a row stands more than once")
    return lines


@FAST
@given(invented_registers())
def test_referee_and_engine_gather_the_same(case: Invented) -> None:
    case = enriched(case)
    if differences(case):
        less = smallest(case, lambda small: bool(differences(small)), tries=60)
        report = [str(less.as_of), *differences(less)]
        for name, rows in less.registers.items():
            report += [
                f"{name}: { {k: str(v) for k, v in row.items() if v is not None} }" for row in rows
            ]
        pytest.fail("\n".join(report), pytrace=False)


def test_generated_registers_hold_pairs_reported_both_ways() -> None:
    """So that the comparison above is not of nothing with nothing."""
    found: list[int] = []

    @settings(FAST, max_examples=40)
    @given(invented_registers())
    def count(case: Invented) -> None:
        case = enriched(replace(case))
        rows = Referee(case.registers, case.knowledge, case.as_of).gathered()
        found.append(len(rows["exchange"]))

    count()
    assert sum(1 for rows in found if rows) >= 10
