"""Look-ups that meet words they do not know, through the real reading child."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow.parquet as pq

from hejda.engine.read import Delivery, read_delivery

SOURCE = """\
version: 1
source: t
title: A small delivery
material: invented
rules: xx
files:
  - format: csv
    pattern: "*.csv"
    tables:
      incident:
        incident_id: id
        registered_on: {date: {value: "2024-01-01"}}
        source: {lookup: {A: a, B: null}, of: place, otherwise: {column: place}}
        operation: {lookup: {NY: new, BORT: erase}, of: act}
"""


def read(rows: str, tmp_path: Path) -> Delivery:
    (tmp_path / "rows.csv").write_text("id,place,act\n" + rows, encoding="utf-8")
    (tmp_path / "source.yaml").write_text(SOURCE, encoding="utf-8")
    return read_delivery(
        tmp_path / "source.yaml",
        tmp_path,
        tmp_path / "work",
        now=dt.date(2025, 1, 1),
        required=("incident",),
    )


def test_no_value_in_the_look_up_at_all(tmp_path: Path) -> None:
    """DuckDB 2.0.0 fails to plan `nullif` of a look-up that its statistics prove to be empty."""
    found = read("1,ZZ,NY\n2,ZY,NY\n", tmp_path)
    rows = pq.read_table(found.registers["incident"].files[0]).to_pylist()
    assert [row["source"] for row in rows] == ["ZZ", "ZY"]


def test_a_word_may_stand_for_nothing(tmp_path: Path) -> None:
    found = read("1,A,NY\n2,B,NY\n3,C,NY\n4,,NY\n", tmp_path)
    rows = pq.read_table(found.registers["incident"].files[0]).to_pylist()
    assert [row["source"] for row in rows] == ["a", None, "C", None]


def test_an_unknown_operation_is_set_aside_and_never_counts_as_new(tmp_path: Path) -> None:
    found = read("1,A,NY\n2,A,RADERAD\n3,A,\n", tmp_path)
    assert (found.accepted, found.quarantined) == (2, 1)
    rows = pq.read_table(found.registers["incident"].files[0]).to_pylist()
    assert [row["incident_id"] for row in rows] == ["1", "3"], "a missing operation means new"
    codes = pq.read_table(found.quarantine)["code"].to_pylist()
    assert codes == ["unknown_operation"]
