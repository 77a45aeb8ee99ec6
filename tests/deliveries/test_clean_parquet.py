"""Delivered Parquet that already is the contract: read where it lies, and only then."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from hejda.engine.duckdb import DuckDB
from hejda.engine.read import Delivery, delivered_tables
from hejda.tables import REGISTERS
from tests.deliveries.delivered import (
    check_conservation,
    contract_entry,
    contract_parquet,
    read,
    source,
    table,
)

LAW = "Polisdatalagen"
PARQUET = source(contract_entry("parquet", "*.parquet"), source_law=LAW)
CSV = source(contract_entry("csv", "*.csv"), source_law=LAW)
DAY = dt.date(2021, 1, 1)


def folder_in(path: Path, name: str = "delivery") -> Path:
    folder = path / name
    folder.mkdir(parents=True)
    return folder


def rows_on_duckdb(delivery: Delivery, folder: Path, work: Path) -> dict[str, list[dict]]:
    """Every register table as later stages see it, in the order of its key."""
    engine = DuckDB(work, [folder])
    tables = delivered_tables(engine, delivery)
    rows = {
        name: engine.arrow(found.order_by(list(REGISTERS[name].key))).to_pylist()
        for name, found in tables.items()
    }
    engine.close()
    return rows


def test_clean_parquet_is_not_copied_and_means_what_the_same_rows_mean_as_text(
    tmp_path: Path,
) -> None:
    as_parquet = folder_in(tmp_path / "parquet")
    as_text = folder_in(tmp_path / "text")
    contract_parquet(as_parquet)
    for path in as_parquet.glob("*.parquet"):
        pacsv.write_csv(pq.read_table(path), as_text / f"{path.stem}.csv")
    clean, clean_work = read(as_parquet, PARQUET)
    text, text_work = read(as_text, CSV)
    assert all(files.delivered for files in clean.registers.values())
    assert not any(files.delivered for files in text.registers.values())
    assert {path.name for path in (clean_work / "registers").iterdir()} == {"quarantine.parquet"}
    found = rows_on_duckdb(clean, as_parquet, clean_work)
    assert found == rows_on_duckdb(text, as_text, text_work)
    for name, rows in found.items():
        assert set(rows[0]) == set(REGISTERS[name].names)
        assert {row["source_law"] for row in rows} == {LAW}
    check_conservation(clean)
    assert clean.rows == clean.accepted == text.accepted == 40


def change(folder: Path, name: str, **columns: Any) -> None:
    path = folder / f"{name}.parquet"
    found = pq.read_table(path)
    kept = {n: found.column(n) for n in found.column_names}
    pq.write_table(pa.table(kept | columns), path)


SPOILT: dict[str, tuple[str, dict[str, Any]]] = {
    "an id twice, on different days": ("incident", {"incident_id": ["K0"] * 2 + ["K2"] * 18}),
    "an operation that is not new": ("incident", {"operation": ["new"] * 19 + ["erase"]}),
    "a missing role": ("involvement", {"role": ["suspect"] * 19 + [None]}),
    "an unknown degree": ("involvement", {"suspicion": ["charged"] * 19 + ["guessed"]}),
    "a person without an id": ("involvement", {"record_id": ["P"] * 19 + [""]}),
    "an empty reference": ("involvement", {"incident_id": ["K0"] * 19 + [""]}),
    "a missing reference": ("involvement", {"incident_id": ["K0"] * 19 + [None]}),
    "an unknown region": ("incident", {"police_region": ["north"] * 19 + ["moon"]}),
    "a day to come": ("incident", {"occurred_on": [DAY] * 19 + [dt.date(2062, 1, 1)]}),
    "an empty text": ("incident", {"status": ["open"] * 19 + [""]}),
    "whole numbers for names": ("incident", {"incident_id": pa.array(range(20), pa.int64())}),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_table_with_anything_to_look_at_goes_the_ordinary_way(name: str, tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    contract_parquet(folder)
    spoilt, columns = SPOILT[name]
    change(folder, spoilt, **columns)
    delivery, _ = read(folder, PARQUET)
    assert not delivery.registers[spoilt].delivered
    check_conservation(delivery)
    assert delivery.rows == 40


def test_columns_hejda_sets_itself_are_never_taken_from_a_delivery(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    contract_parquet(folder)
    change(folder, "incident", superseded_on=[DAY] * 20, first_registered_on=[DAY] * 20)
    delivery, work = read(folder, PARQUET)
    rows = rows_on_duckdb(delivery, folder, work)["incident"]
    assert {row["superseded_on"] for row in rows} == {None}
    assert [row["first_registered_on"] for row in rows] == [row["registered_on"] for row in rows]


@pytest.mark.parametrize("optional", [False, True])
def test_references_that_lead_nowhere_are_counted_in_clean_tables_too(
    optional: bool, tmp_path: Path
) -> None:
    folder = folder_in(tmp_path)
    contract_parquet(folder)
    ids = [f"K{n % 7}" if n % 3 else f"nowhere {n % 2}" for n in range(20)]
    names = [f"B{n}" for n in range(20)]
    offence = {"offence_id": names, "incident_id": ids, "registered_on": [DAY] * 20}
    pq.write_table(pa.table(offence), folder / "offence.parquet")
    refers = [None if n % 4 == 0 else f"B{2 * n}" for n in range(20)] if optional else names
    change(folder, "involvement", offence_id=refers)
    delivery, _ = read(folder, PARQUET)
    assert all(files.delivered for files in delivery.registers.values())
    expected = {"offence.incident_id": sum(name.startswith("nowhere") for name in ids)}
    lost = sum(name is not None and name not in names for name in refers)
    assert delivery.broken == expected | ({"involvement.offence_id": lost} if lost else {})
    without, _ = read(folder, PARQUET, references=False)
    assert without.broken == {}


def test_several_files_of_one_table_are_one_table(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    contract_parquet(folder)
    whole = pq.read_table(folder / "incident.parquet")
    (folder / "incident.parquet").unlink()
    (folder / "incident").mkdir()
    pq.write_table(whole.slice(0, 5), folder / "incident" / "a.parquet")
    pq.write_table(whole.slice(5), folder / "incident-2.parquet")
    mapping = source(contract_entry("parquet", "**/*.parquet"))
    delivery, _ = read(folder, mapping)
    assert delivery.registers["incident"].delivered
    assert len(table(delivery, "incident")) == 20
    pq.write_table(whole.slice(0, 2), folder / "incident-3.parquet")
    twice, _ = read(folder, mapping)
    assert not twice.registers["incident"].delivered
    assert (twice.duplicate, len(table(twice, "incident"))) == (2, 20)
