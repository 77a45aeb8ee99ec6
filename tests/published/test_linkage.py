"""Linkage on four sets that nobody here wrote, with one configuration, beside two yardsticks.

The sets are those of Febrl (dataset1 to dataset3) and Splink's fake_1000. The yardsticks are joining
by the same name and birth date, and plain Splink with settings made for each set
(splink_reference.py); hejda gets the same settings for all. Run with -s to read the figures.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from hejda.engine.duckdb import DuckDB
from hejda.flow.persons import linked
from hejda.persons.judgements import Decided
from hejda.persons.quality import quality
from tests.published.splink_reference import (
    SETS,
    exact_pairs,
    f1,
    rows_of,
    splink_pairs,
    true_pairs,
)

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "linkage"
pytestmark = pytest.mark.real_data
WITHIN = 0.002
"""A set may fall this much short of a yardstick: a handful of pairs."""
TEXT = ("record_id", "personal_number", "other_number", "names", "sex", "street", "postcode",
        "municipality", "phone", "e_mail")  # fmt: skip
SCHEMA = pa.schema(
    [(name, pa.string()) for name in TEXT]
    + [("birth_date", pa.date32()), ("protected", pa.bool_()), ("first_registered_on", pa.date32())]
)


def date_or_none(text: str | None) -> dt.date | None:
    """The date, None where it is none."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def joined(*parts: str | None) -> str | None:
    """The parts that are there, with a space between."""
    return " ".join(part for part in parts if part) or None


def person_record(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a set as the register contract has it; which column is which, and nothing more."""
    return {
        **dict.fromkeys(SCHEMA.names),
        "record_id": row["unique_id"],
        "personal_number": row.get("soc_sec_id"),
        "names": joined(row.get("first_name") or row.get("given_name"), row["surname"]),
        "birth_date": date_or_none(row["dob"]),
        "street": joined(row.get("street_number"), row.get("address_1")),
        "postcode": row.get("postcode"),
        "municipality": row.get("suburb") or row.get("city"),
        "e_mail": row.get("email"),
        "protected": False,
        "first_registered_on": dt.date(2020, 1, 1),
    }


def rows_there(name: str) -> list[dict[str, Any]]:
    """The rows of a set."""
    path = FOLDER / f"{name}.csv"
    assert path.exists(), f"this test needs {path}; put the folder shared/data beside the project"
    return rows_of(FOLDER, name)


def hejda_f1(rows: list[dict[str, Any]], work: Path) -> float:
    """Pairwise F1 of stage 2, as it is, on the rows of a set."""
    table = pa.Table.from_pylist([person_record(row) for row in rows], schema=SCHEMA)
    engine = DuckDB(work)
    try:
        found = linked(
            engine, ibis.memtable(table), None, Decided(), None, b"key", lambda text: None
        )
    finally:
        engine.close()
    truth = {row["unique_id"]: row["truth"] for row in rows}
    value = quality(found.person_of(), truth).pair_f1
    assert value is not None
    return value


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[float, float, float]]:
    """Set → F1 of hejda, of exact joining, of plain Splink."""
    found = {}
    for name in SETS:
        rows = rows_there(name)
        truth = true_pairs(rows)
        found[name] = (
            hejda_f1(rows, tmp_path_factory.mktemp(name)),
            f1(exact_pairs(rows), truth),
            f1(splink_pairs(name, rows), truth),
        )
    return found


@pytest.mark.parametrize("name", SETS)
def test_no_set_is_linked_worse_than_by_either_yardstick(
    name: str, figures: dict[str, tuple[float, float, float]]
) -> None:
    mine, exact, plain = figures[name]
    told = f"{name}: hejda {mine:.4f}, exact {exact:.4f}, plain Splink {plain:.4f}\n"
    sys.stdout.write(told)
    assert mine >= max(exact, plain) - WITHIN


def test_two_sets_at_least_are_linked_better_than_by_both(
    figures: dict[str, tuple[float, float, float]],
) -> None:
    better = [name for name, (mine, exact, plain) in figures.items() if mine > max(exact, plain)]
    assert len(better) >= 2, figures
