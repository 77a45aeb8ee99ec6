"""The Suffolk file, which nobody here wrote, against a plain-Python reading of the same rows."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from hejda.engine.read import Delivery, read_delivery

HERE = Path(__file__).resolve().parents[2]
SHARED = HERE.parent / "shared" / "data" / "suffolk"
pytestmark = pytest.mark.real_data
EXAMPLE = HERE / "examples" / "suffolk"
NOW = dt.date(2026, 11, 22)
GUILTY = ("Guilty", "Delinquent")
CLOSED = ("Dismissed", "Nole Prosequi", "Convert to Civil")
DWOP = {
    "DWOP - no victim": "victim_not_taking_part",
    "DWOP - no evidence": "cannot_be_proved",
    "DWOP - no witness": "cannot_be_proved",
    "DWOP - no police": "cannot_be_proved",
    "motion to suppress evidence allowed": "cannot_be_proved",
}
Row = dict[str, str]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """Every row of the file, as Python's csv reader sees it."""
    path = SHARED / "charges_2013_2016.csv.gz"
    assert path.exists(), f"this test needs {path}; put the folder shared/data beside the project"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def delivery(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Delivery:
    """The same file through the mapping."""
    with (EXAMPLE / "knowledge" / "offences.csv").open(encoding="utf-8", newline="") as file:
        codes = frozenset(row["id"] for row in csv.DictReader(file))
    work = tmp_path_factory.mktemp("work")
    return read_delivery(EXAMPLE / "source.yaml", SHARED, work, now=NOW, rules={"offences": codes})


def different(rows: list[Row]) -> list[Row]:
    return list({tuple(row.values()): row for row in rows}.values())


def table(delivery: Delivery, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(delivery.registers[name].files[0]).to_pylist()
    return rows


def incident_of(row: Row) -> str:
    return "/".join(row[name] for name in ("Person ID", "Filed", "Offense Date"))


def test_every_row_is_accounted_for(rows: list[Row], delivery: Delivery) -> None:
    copies = sum(Counter(tuple(row.values()) for row in rows).values()) - len(different(rows))
    found = (delivery.rows, delivery.accepted, delivery.duplicate, delivery.quarantined)
    assert found == (len(rows), len(rows) - copies, copies, 0)
    assert delivery.broken == {}


def test_incidents_are_person_and_days(rows: list[Row], delivery: Delivery) -> None:
    expected = {incident_of(row): row for row in rows}
    found = {row["incident_id"]: row for row in table(delivery, "incident")}
    assert found.keys() == expected.keys()
    late = 0
    for name, row in expected.items():
        filed, happened = row["Filed"], row["Offense Date"]
        shown = found[name]["occurred_on"]
        assert found[name]["registered_on"].isoformat() == filed
        if happened > filed:
            late += 1
            assert shown is None
        else:
            assert (shown.isoformat() if shown else "") == happened
    assert late > 0


def outcome(row: Row) -> tuple[str, str | None]:
    """(degree of suspicion, why it ended) by the disposition, in plain words."""
    disposition, reason = row["Disposition"], row["Description Disposition Reason"]
    if "Not Guilty" in reason:
        return "charged", "acquitted"
    if reason == "No Probable Cause" or disposition == "No True Bill":
        return "charged", "cleared"
    if reason in DWOP:
        return "charged", DWOP[reason]
    if disposition in CLOSED:
        return "charged", "dismissed"
    guilty = disposition.startswith(("Plea", "Verdict")) and reason.startswith(GUILTY)
    return ("convicted" if guilty else "charged"), None


def versions_of(row: Row) -> list[tuple[Any, ...]]:
    """(record, registered, superseded, suspicion, ended on, why) of each version of a charge."""
    person, filed, decided = row["Person ID"], row["Filed"], row["Dispo Date"]
    suspicion, why = outcome(row)
    ended = decided if why else None
    if not decided:
        return [(person, filed, None, "charged", None, None)]
    if decided <= filed:
        return [(person, filed, None, suspicion, ended, why)]
    first = (person, filed, decided, "charged", None, None)
    return [first, (person, decided, None, suspicion, ended, why)]


def test_a_disposition_counts_from_its_own_day(rows: list[Row], delivery: Delivery) -> None:
    seen = ("Status",)
    charges = {tuple(v for n, v in row.items() if n not in seen): row for row in rows}
    expected = Counter(version for row in charges.values() for version in versions_of(row))
    columns = ("registered_on", "superseded_on", "ended_on")
    found: Counter[tuple[Any, ...]] = Counter()
    for row in table(delivery, "involvement"):
        registered, superseded, ended = (
            row[name].isoformat() if row[name] else None for name in columns
        )
        found[
            (row["record_id"], registered, superseded, row["suspicion"], ended, row["ended_why"])
        ] += 1
    assert found == expected


def broad(charge: str, sort: str, statutes: dict[str, Row]) -> bool:
    """Broad domestic violence by case type, by the statute in the crosswalk, or by the words."""
    known = statutes.get(charge, {"Chapter": "", "Section": ""})
    chapter, section = known["Chapter"], known["Section"]
    by_statute = (chapter, section[:3]) == ("265", "13M") or chapter == "209A"
    by_statute = by_statute or (chapter, section) == ("208", "34C")
    words = ("STRANGULATION", "STALKING", "PREGNANT", "RESTRAINING ORDER", "ABUSE PREVENTION ORDER")
    return sort == "DV" or by_statute or any(word in charge for word in words)


def crosswalk() -> dict[str, Row]:
    """Every charge text the office has used, in any year, with chapter and section."""
    with (SHARED / "statutes.csv").open(encoding="utf-8", newline="") as file:
        return {row["Charge"]: row for row in csv.DictReader(file)}


def test_close_relation_follows_case_type_statute_and_words(
    rows: list[Row], delivery: Delivery
) -> None:
    statutes = crosswalk()
    expected: Counter[tuple[str, bool]] = Counter()
    for key in {
        (incident_of(r), r["Count"], r["Charge"], r["Type Crime"], r["Code Ucc Ctgry"])
        for r in rows
    }:
        expected[(key[0], broad(key[2], key[3], statutes))] += 1
    found = Counter(
        (row["incident_id"], row["close_relation"] == "yes") for row in table(delivery, "offence")
    )
    wrong = (expected - found) + (found - expected)
    assert not wrong, list(wrong)[:5]


def test_charge_texts_of_other_years_are_told_apart_too(tmp_path: Path) -> None:
    statutes = crosswalk()
    header = ["Person ID", "Offense Date", "Filed", "Status", "Count", "Charge", "Type Crime"]
    header += ["Code Ucc Ctgry", "Disposition", "Description Disposition Reason", "Dispo Date"]
    with (tmp_path / "charges_all.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for number, charge in enumerate(statutes):
            day = "2018-01-01"
            writer.writerow([f"P{number}", day, day, "OP", "1", charge, "AS", "M", "", "", ""])
    found = read_delivery(EXAMPLE / "source.yaml", tmp_path, tmp_path / "work", now=NOW)
    told = {row["incident_id"]: row["close_relation"] for row in table(found, "offence")}
    for number, charge in enumerate(statutes):
        expected = broad(charge, "AS", statutes)
        assert (told[f"P{number}/2018-01-01/2018-01-01"] == "yes") == expected, charge


def test_every_offence_has_a_class_of_the_pack(delivery: Delivery) -> None:
    codes = Counter(row["code"] for row in table(delivery, "offence"))
    assert None not in codes
    assert "offence.code" not in delivery.missing_set
    assert codes["sx-assault-household"] == 4665
    assert codes["sx-other"] < 0.03 * codes.total()
