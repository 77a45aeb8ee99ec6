"""A delivery that is a database: read as Arrow from a real PostgreSQL, and never written to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from adbc_driver_postgresql import dbapi

from hejda.base.errors import DeliveryError
from hejda.engine.read import Delivery
from tests.deliveries.delivered import (
    SECRET,
    TEXT_TABLES,
    case_rows,
    check_conservation,
    quarantine,
    read,
    source,
    table,
)
from tests.deliveries.postgresql_server import postgresql

CREATE = """
CREATE TABLE cases ("case" text, filed date, happened date, sort varchar(1), part char(1),
  person text, charge text, remark text, number int, weight numeric(6, 2), seen timestamptz)
"""
QUERY = 'SELECT * FROM cases ORDER BY "case"'


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A database with ten invented cases."""
    with postgresql() as found:
        run(found, CREATE)
        for row in case_rows(10, 1):
            values = ", ".join("'" + value.replace("'", "''") + "'" for value in row)
            run(found, f"INSERT INTO cases VALUES ({values}, 7, 1.50, '2021-05-01 10:00+02')")
        yield found


def run(address: str, sql: str) -> None:
    with dbapi.connect(address, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(sql)


def entry(query: str = QUERY, **tables: Any) -> dict[str, Any]:
    return {
        "format": "postgresql",
        "name": "cases",
        "dsn_env": "CASES",
        "query": query,
        "tables": TEXT_TABLES | tables,
    }


def delivered(path: Path, address: str, *entries: dict[str, Any], **more: Any) -> Delivery:
    folder = path / "delivery"
    folder.mkdir(exist_ok=True)
    return read(folder, source(*entries), environment={"CASES": address}, **more)[0]


def test_the_rows_of_a_query_become_the_tables(address: str, tmp_path: Path) -> None:
    delivery = delivered(tmp_path, address, entry())
    check_conservation(delivery)
    assert (delivery.rows, delivery.accepted) == (10, 10)
    expected = [
        {"incident_id": row[0], "registered_on": dt.date.fromisoformat(row[1]), "status": row[7]}
        for row in case_rows(10, 1)
    ]
    found = [{name: row[name] for name in expected[0]} for row in table(delivery, "incident")]
    assert found == expected
    assert delivery.counts[0].file == "postgresql:cases"
    assert len(delivery.counts[0].sha256) == 64


def test_other_types_become_text_dates_and_numbers(address: str, tmp_path: Path) -> None:
    incident = TEXT_TABLES["incident"] | {
        "status": {"join": ["number", "weight"], "with": " "},
        "municipality": "number",
        "occurred_until": "seen",
    }
    tables = {"incident": incident | {"registered_on": {"value": "2022-01-01"}}}
    delivery = delivered(tmp_path, address, entry(**tables))
    row = table(delivery, "incident")[0]
    assert row["municipality"] == "7"
    assert row["status"].startswith("7 1.5")
    assert row["occurred_until"] == dt.date(2021, 5, 1)


def test_rows_that_cannot_be_used_are_set_aside_by_their_number(
    address: str, tmp_path: Path
) -> None:
    query = "SELECT *, CASE WHEN \"case\" = 'K0003' THEN NULL ELSE person END AS who FROM cases"
    tables = {"involvement": TEXT_TABLES["involvement"] | {"record_id": "who"}}
    delivery = delivered(tmp_path, address, entry(query + ' ORDER BY "case"', **tables))
    assert (delivery.accepted, delivery.quarantined) == (9, 1)
    said = quarantine(delivery)[0]
    assert (said["row"], said["column"], said["code"]) == (4, "record_id", "required_missing")


def test_the_database_cannot_be_changed_by_a_query(address: str, tmp_path: Path) -> None:
    for query in (
        "DELETE FROM cases RETURNING *",
        "WITH gone AS (DELETE FROM cases RETURNING *) SELECT * FROM gone",
        "SELECT * FROM nowhere",
        "not sql",
    ):
        with pytest.raises(DeliveryError, match="refused the query") as refused:
            delivered(tmp_path, address, entry(query))
        assert SECRET not in str(refused.value)
        assert address not in str(refused.value)
    assert delivered(tmp_path, address, entry()).rows == 10


def test_a_database_that_is_not_there_or_not_named_is_told(tmp_path: Path) -> None:
    nowhere = "postgresql://secret-user:secret-word@127.0.0.1:1/none"
    with pytest.raises(DeliveryError, match="does not let hejda in") as refused:
        delivered(tmp_path, nowhere, entry())
    assert "secret" not in str(refused.value)
    with pytest.raises(DeliveryError, match="environment variable CASES is empty"):
        delivered(tmp_path, "", entry())


def test_a_query_may_give_a_contract_table_as_it_is(address: str, tmp_path: Path) -> None:
    query = "SELECT \"case\" AS incident_id, filed AS registered_on, 'report' AS kind FROM cases"
    whole = {**entry(query), "name": "incident", "tables": "contract"}
    delivery = delivered(tmp_path, address, whole, required=("incident",))
    assert delivery.tables_rows == {"incident": 10}
    assert {row["kind"] for row in table(delivery, "incident")} == {"report"}
