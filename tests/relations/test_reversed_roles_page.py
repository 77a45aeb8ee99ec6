"""Every worked case of spec/03_relations/reversed_roles.md, on each engine."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from hejda.base.dates import day_number
from hejda.engine.base import Engine, arrow_schema
from hejda.engine.duckdb import DuckDB
from hejda.knowledge.rules import Knowledge
from hejda.relations.reversed_roles import gathered
from hejda.relations.reversed_roles_marks import Reading, hypotheses, readings
from hejda.relations.reversed_roles_rule import SIGNS
from hejda.tables import IDENTITY, REGISTERS
from hejda.tables.known import Known
from tests.support.markdown_spec import Case, cases_in
from tests.support.size import SIZE
from tests.support.spec_rows import register_rows

PAGE = Path(__file__).resolve().parents[2] / "spec" / "03_relations" / "reversed_roles.md"
CASES = cases_in(PAGE.read_text(encoding="utf-8"), "03_relations/reversed_roles.md")
BESIDE = ("judgement", "absent", "rules")
ON_SPARK = CASES if SIZE > 1 else [case for case in CASES if "history" in case.heading]
"""At a push one case that reads every table; all of them in a campaign."""


def read_on(
    engine: Engine, registers: dict[str, list[dict[str, Any]]], knowledge: Knowledge, day: dt.date
) -> list[Reading]:
    """What the check reads on `day` in `registers` (rows by table), on `engine`."""
    delivered = {}
    for name, rows in registers.items():
        schema = arrow_schema(REGISTERS[name])
        delivered[name] = ibis.memtable(pa.Table.from_pylist(rows, schema=schema))
    known = Known.on(day, "xx", delivered, engine.view)
    tables = gathered(known, knowledge, engine.keep)
    return readings({name: engine.arrow(rows).to_pylist() for name, rows in tables.items()})


def registers_of(case: Case) -> dict[str, list[dict[str, Any]]]:
    """The register rows of a case; `reports` may say who called."""
    shown, called = [], {}
    for name, lines in case.given:
        if name in BESIDE:
            continue
        if name == "reports":
            called |= {line["incident_id"]: line.get("reported_by") or None for line in lines}
            lines = [{k: v for k, v in line.items() if k != "reported_by"} for line in lines]
        shown.append((name, lines))
    absent = {row["table"] for row in case.tables("absent")}
    rows = register_rows(shown, absent, case.settings.get("registered_on"), case.title)
    for row in rows["incident"]:
        row["reported_by"] = called.get(row["incident_id"])
    return rows


def judgements_of(case: Case) -> list[dict[str, Any]]:
    """The decisions of a case."""
    dates = ("decided_on", "withdrawn_on")
    return [
        {k: (dt.date.fromisoformat(v) if v else None) if k in dates else v for k, v in row.items()}
        for row in case.tables("judgement")
    ]


def text(value: Any) -> str:
    """A value as a cell writes it."""
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, list) else str(value)


def came_out(case: Case, engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Everything a Then table may ask for."""
    found = read_on(engine, registers_of(case), case.knowledge, case.as_of)
    look_back = case.knowledge.population.look_back_days
    marks = hypotheses(found, judgements_of(case), day_number(case.as_of), look_back)
    assert all(set(row) == set(IDENTITY["hypothesis"].names) for row in marks)
    sides = [(r.people[s], r.people[1 - s], r.points[s]) for r in found for s in (0, 1)]
    points = [{"person": p, "other": o, "points": n} for p, o, n in sorted(sides)]
    thin = [dict(zip(("person", "other"), r.people, strict=True)) for r in found if r.thin]
    return {"marks": marks, "points": points, "thin": thin}


def check(case: Case, engine: Engine) -> None:
    """Compares every Then table with what came out."""
    got = came_out(case, engine)
    for name, columns, rows in case.then:
        shown = [{column: text(row[column]) for column in columns} for row in got[name]]
        assert shown == [{column: row[column] for column in columns} for row in rows], name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_the_page_says_what_comes_out(case: Case, tmp_path: Path) -> None:
    engine = DuckDB(tmp_path)
    check(case, engine)
    engine.close()


@pytest.mark.spark
@pytest.mark.parametrize("case", ON_SPARK, ids=lambda case: case.title)
def test_the_page_says_what_comes_out_on_spark(case: Case) -> None:
    from hejda.engine.spark import Spark
    from tests.support.backends import FOR_A_FEW_ROWS

    with tempfile.TemporaryDirectory() as folder:
        check(case, Spark(Path(folder), settings=FOR_A_FEW_ROWS))


def test_the_page_names_every_sign_and_its_points() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for code, points in SIGNS.items():
        (line,) = (row for row in text.splitlines() if row.startswith("|") and f"`{code}`" in row)
        assert str(points) in line.split("|")[2], code


def test_the_runner_says_what_differs(tmp_path: Path) -> None:
    told = PAGE.read_text(encoding="utf-8").replace(
        "| Alva | Kim | weak |", "| Kim | Alva | weak |"
    )
    engine = DuckDB(tmp_path)
    with pytest.raises(AssertionError):
        check(cases_in(told, "changed.md")[0], engine)
    engine.close()
