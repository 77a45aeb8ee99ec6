"""What is computed beforehand gives what computing in place gives, and less is computed."""

from __future__ import annotations

import datetime as dt

import duckdb
import ibis
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from hejda.registers.checks import Setting
from hejda.registers.expressions import Source, template_rows
from hejda.registers.mapping import RowTemplate
from hejda.registers.prepared import prepared_rows, steps_for
from hejda.tables import REGISTERS

INCIDENT = REGISTERS["incident"]
SETTING = Setting(dt.date(2026, 11, 22))
KEY = {"join": ["a", "b"], "with": "/"}
TEMPLATES = [
    RowTemplate.model_validate(
        {
            "only_if": {"column": "b", "matches": "^[xy]?$"},
            "incident_id": {"digest": [KEY, "c"]},
            "status": {"patterns": [{"matches": "x", "gives": "found"}], "of": "a", "otherwise": None},
            "kind": {"is": {"lookup": {"x": "report", "y": "tip"}, "of": "b"}, "if_unreadable": "missing"},
            "municipality": {
                "when": [{"if": {"column": "a", "matches": "y"}, "gives": KEY}],
                "otherwise": {"first_of": ["c", "b"]},
            },
            "registered_on": {"date": "day", "format": ["%Y-%m-%d", "%d/%m/%Y"]},
        }
    ),
    RowTemplate.model_validate(
        {
            "only_if": {"of": {"date": "day"}, "after": {"value": "2021-01-01"}},
            "incident_id": {"join": [KEY, {"value": "2"}]},
            "status": {"join": [{"date": "day"}, KEY], "with": " "},
            "registered_on": {"date": "day"},
        }
    ),
]  # fmt: skip
words = st.sampled_from([None, "x", "y", "xy", "z"])
days = st.sampled_from([None, "2021-01-01", "2021-01-02", "03/01/2021", "never"])
rows = st.lists(st.tuples(words, words, words, days), max_size=8)


SCHEMA = {"_file": "int32", "_row": "int64"} | {f"g{n}": "string" for n in range(4)}
SOURCE = Source(
    ibis.table(SCHEMA, name="delivered"), {"a": "g0", "b": "g1", "c": "g2", "day": "g3"}
)


def statements() -> list[tuple[str, str]]:
    """Per template: the statement that computes in place, the one that uses what is prepared."""
    ready, found = prepared_rows(SOURCE, steps_for(TEMPLATES))
    prepared = Source(ready, SOURCE.columns, found)
    return [
        tuple(
            str(ibis.to_sql(template_rows(t, INCIDENT, source, SETTING).order_by("_row"), "duckdb"))
            for source in (SOURCE, prepared)
        )
        for t in TEMPLATES
    ]


STATEMENTS = statements()


@given(given_rows=rows)
def test_computed_beforehand_or_in_place_is_the_same(
    given_rows: list[tuple[str | None, ...]],
) -> None:
    columns = list(zip(*given_rows, strict=True)) or [()] * 4
    texts = {f"g{n}": pa.array(column, pa.string()) for n, column in enumerate(columns)}
    numbers = pa.array(range(len(given_rows)), pa.int64())
    files = pa.array([0] * len(given_rows), pa.int32())
    with duckdb.connect() as connection:
        connection.register("delivered", pa.table({"_file": files, "_row": numbers, **texts}))
        for in_place, before in STATEMENTS:
            found = connection.sql(in_place).to_arrow_table()
            assert connection.sql(before).to_arrow_table() == found


def test_what_depends_on_few_values_is_computed_on_them_and_what_is_shared_once() -> None:
    steps = steps_for(TEMPLATES)
    by_value = {step.columns for step in steps if step.columns}
    assert by_value == {("a",), ("b",), ("day",)}
    assert [type(step.part).__name__ for step in steps if not step.columns] == ["JoinTerm"]


def test_a_mapping_that_shares_nothing_needs_nothing_beforehand() -> None:
    template = RowTemplate.model_validate({"incident_id": "a", "registered_on": "day"})
    assert steps_for([template]) == []
