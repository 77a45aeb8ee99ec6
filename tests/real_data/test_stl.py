"""The St. Louis example against a plain count of its two files."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from hejda.engine.read import Delivery, read_delivery

HERE = Path(__file__).resolve().parents[2]
SHARED = HERE.parent / "shared" / "data" / "stl_crime_network"
pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def roles() -> list[dict[str, str]]:
    """The delivered roles."""
    path = SHARED / "derived_roles.csv"
    assert path.exists(), f"this test needs {path}; put the folder shared/data beside the project"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Delivery:
    """The example through its mapping."""
    source = HERE / "examples" / "stl_crime_network" / "source.yaml"
    return read_delivery(source, SHARED, tmp_path_factory.mktemp("work"), now=dt.date(2026, 11, 22))


def test_every_row_is_accepted(roles: list[dict[str, str]], delivery: Delivery) -> None:
    assert (delivery.rows, delivery.accepted) == (len(roles) + 870, len(roles) + 870)
    assert delivery.tables_rows["person_record"] == 870
    assert set(delivery.registers) == {"incident", "involvement", "person_record"}


def test_a_person_in_both_roles_counts_both_ways(
    roles: list[dict[str, str]], delivery: Delivery
) -> None:
    parts = {
        "victim": ["victim"],
        "suspect": ["suspect"],
        "witness": ["witness"],
        "victim_and_suspect": ["suspect", "victim"],
    }
    expected = Counter(
        (row["incident_id"], row["person_id"], part, f"19{row['incident_id'][:2]}-12-31")
        for row in roles
        for part in parts[row["role"]]
    )
    found = Counter(
        (row["incident_id"], row["record_id"], row["role"], row["registered_on"].isoformat())
        for row in pq.read_table(delivery.registers["involvement"].files[0]).to_pylist()
    )
    assert found == expected
