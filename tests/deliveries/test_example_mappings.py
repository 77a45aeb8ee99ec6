"""The mappings of the examples on a few invented rows in the form of their files.

The real files never enter the repository; `make test-real` runs the same mappings on them.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from hejda.engine.read import Delivery, read_delivery

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NOW = dt.date(2026, 11, 22)

CHARGES = """\
Person ID,Offense Date,Filed,Status,Count,Charge,Type Crime,Code Ucc Ctgry,Disposition,\
Description Disposition Reason,Dispo Date
A,2015-01-01,2015-01-02,CL,1,STRANGULATION OR SUFFOCATION c265 §15D(b),AS,F,Dismissed,\
DWOP - no victim,2015-06-01
A,2015-01-01,2015-01-02,CL,1,STRANGULATION OR SUFFOCATION c265 §15D(b),AS,F,Dismissed,\
DWOP - no victim,2015-06-01
B,2015-02-03,2015-02-01,OP,1,"DRUG, DISTRIBUTE CLASS A, SUBSQ.OFF. c94C §32(b)",DR,F,,,
"""


def read(example: str, files: dict[str, str], tmp_path: Path) -> Delivery:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    source = EXAMPLES / example / "source.yaml"
    return read_delivery(source, tmp_path, tmp_path / "work", now=NOW)


def table(delivery: Delivery, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(delivery.registers[name].files[0]).to_pylist()
    return rows


def test_suffolk_charges(tmp_path: Path) -> None:
    found = read("suffolk", {"charges_2015.csv": CHARGES}, tmp_path)
    assert (found.rows, found.accepted, found.duplicate, found.quarantined) == (3, 2, 1, 0)
    offences = {row["incident_id"]: row["close_relation"] for row in table(found, "offence")}
    assert offences == {"A/2015-01-02/2015-01-01": "yes", "B/2015-02-01/2015-02-03": "no"}
    days = {row["incident_id"][0]: row["occurred_on"] for row in table(found, "incident")}
    assert days == {"A": dt.date(2015, 1, 1), "B": None}, "an offence after its filing has no day"
    filed, decided = dt.date(2015, 1, 2), dt.date(2015, 6, 1)
    versions = {
        (row["registered_on"], row["superseded_on"], row["ended_why"])
        for row in table(found, "involvement")
        if row["record_id"] == "A"
    }
    assert versions == {(filed, decided, None), (decided, None, "victim_not_taking_part")}


def test_st_louis_roles(tmp_path: Path) -> None:
    roles = (
        "person_id,incident_id,role_code,role\n1,950160,4,victim_and_suspect\n2,950160,3,witness\n"
    )
    people = "person_id,gender_code\n1,1.0\n2,0.0\n"
    files = {"derived_roles.csv": roles, "derived_persons.csv": people}
    found = read("stl_crime_network", files, tmp_path)
    assert (found.rows, found.accepted) == (4, 4)
    roles_found = {(row["record_id"], row["role"]) for row in table(found, "involvement")}
    assert roles_found == {("1", "suspect"), ("1", "victim"), ("2", "witness")}
    assert {row["sex"] for row in table(found, "person_record")} == {None}
