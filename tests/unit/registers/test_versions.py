"""Versions, corrections, withdrawals and erasures against a plain-Python loop, on made-up acts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import ibis
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from hejda.engine.read_sql import compiled
from hejda.registers.versions import idle_acts, receipts, versions
from hejda.tables import REGISTERS

INCIDENT = REGISTERS["incident"]
TYPES = {"string": pa.string(), "date": pa.date32(), "boolean": pa.bool_(), "int64": pa.int64()}
START = dt.date(2021, 1, 1)
Act = tuple[str, int, str]
"""(record, day, operation)."""

acts = st.lists(
    st.tuples(
        st.sampled_from("AB"),
        st.integers(0, 5),
        st.sampled_from(["new", "new", "correct", "withdraw", "erase"]),
    ),
    unique_by=lambda act: (act[0], act[1], act[2] in ("new", "correct"), act[2] == "erase"),
    max_size=9,
)


SCHEMA = {"_file": "int32", "_row": "int64", "operation": "string"} | {
    column.name: column.type.value for column in INCIDENT.columns if not column.set_by_hejda
}
ROWS = ibis.table(SCHEMA, name="acts")


def on_duckdb(expression: ibis.Table, given_acts: list[Act]) -> pa.Table:
    """What the expression over ROWS gives for these acts."""
    columns: dict[str, Any] = {
        "_file": pa.array([0] * len(given_acts), pa.int32()),
        "_row": pa.array(range(1, len(given_acts) + 1), pa.int64()),
        "operation": pa.array([act[2] for act in given_acts], pa.string()),
    }
    for column in INCIDENT.columns:
        if not column.set_by_hejda:
            columns[column.name] = pa.nulls(len(given_acts), TYPES[column.type.value])
    columns["incident_id"] = pa.array([act[0] for act in given_acts], pa.string())
    days = [START + dt.timedelta(days=act[1]) for act in given_acts]
    columns["registered_on"] = pa.array(days, pa.date32())
    with duckdb.connect() as connection:
        connection.register("acts", pa.table(columns))
        return connection.sql(compiled(expression)).to_arrow_table()


def by_hand(given_acts: list[Act]) -> list[tuple[str, int, int | None, int]]:
    """(record, registered, superseded, first registered) of every version, told one by one."""
    found = []
    for record in sorted({act[0] for act in given_acts}):
        mine = [act for act in given_acts if act[0] == record]
        if any(act[2] == "erase" for act in mine):
            continue
        days = sorted(act[1] for act in mine if act[2] in ("new", "correct"))
        gone = [act[1] for act in mine if act[2] == "withdraw"]
        for place, day in enumerate(days):
            ends = [*days[place + 1 : place + 2], *(end for end in gone if end >= day)]
            found.append((record, day, min(ends, default=None), days[0]))
    return found


def numbers(row: dict[str, Any]) -> tuple[str, int, int | None, int]:
    def day(name: str) -> int | None:
        return None if row[name] is None else (row[name] - START).days

    first, registered = day("first_registered_on"), day("registered_on")
    assert first is not None
    assert registered is not None
    return row["incident_id"], registered, day("superseded_on"), first


@given(given_acts=acts)
def test_versions_follow_the_loop(given_acts: list[Act]) -> None:
    table = on_duckdb(versions(ROWS, INCIDENT), given_acts)
    assert table.column_names == list(INCIDENT.names)
    assert sorted(map(numbers, table.to_pylist())) == by_hand(given_acts)


@given(given_acts=acts)
def test_without_withdrawals_and_erasures_the_short_way_gives_the_same(
    given_acts: list[Act],
) -> None:
    content = [act for act in given_acts if act[2] in ("new", "correct")]
    table = on_duckdb(versions(ROWS, INCIDENT, acts=False), content)
    assert sorted(map(numbers, table.to_pylist())) == by_hand(content)


@given(given_acts=acts)
def test_receipts_count_what_was_removed_and_name_nobody(given_acts: list[Act]) -> None:
    table = on_duckdb(receipts(ROWS, INCIDENT), given_acts)
    expected: dict[dt.date, int] = {}
    for record in {act[0] for act in given_acts if act[2] == "erase"}:
        day = min(act[1] for act in given_acts if act[0] == record and act[2] == "erase")
        gone = sum(a[0] == record and a[2] in ("new", "correct") for a in given_acts)
        if gone:
            asked = START + dt.timedelta(days=day)
            expected[asked] = expected.get(asked, 0) + gone
    assert {row["registered_on"]: row["count"] for row in table.to_pylist()} == expected
    assert set(table.column_names) == {"registered_on", "count"}


@given(given_acts=acts)
def test_acts_that_find_nothing_are_noted(given_acts: list[Act]) -> None:
    table = on_duckdb(idle_acts(ROWS, INCIDENT), given_acts)
    expected = set()
    for number, (record, day, operation) in enumerate(given_acts, 1):
        days = [a[1] for a in given_acts if a[0] == record and a[2] in ("new", "correct")]
        if operation == "correct" and not any(other < day for other in days):
            expected.add((number, "corrects_nothing"))
        elif operation == "withdraw" and not any(other <= day for other in days):
            expected.add((number, "withdraws_nothing"))
        elif operation == "erase" and not days:
            expected.add((number, "erases_nothing"))
    assert {(row["_row"], row["code"]) for row in table.to_pylist()} == expected
