"""`map --compare`: who moved and why, on real runs of the invented example."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.support.people import person

EXAMPLE_PACK = Path(__file__).resolve().parents[3] / "knowledge" / "xx"
BEFORE = dt.date(2026, 6, 28)


def moved(out: Path, name: str = "harm") -> dict[str, dict[str, Any]]:
    rows = pq.read_table(out / "moved.parquet").to_pylist()
    return {row["person"]: row for row in rows if row["list"] == name}


def places(out: Path, name: str = "harm") -> dict[str, int]:
    rows = pq.read_table(out / "candidate.parquet").to_pylist()
    return {row["person"]: row["place"] for row in rows if row["list"] == name}


def facts(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def days_later(mapped_to: Any) -> tuple[Path, Path]:
    """Two days apart, and seen from much later: an acquittal and a clearing lie between."""
    then = mapped_to("then", as_of=BEFORE, now=BEFORE)
    return then, mapped_to("later", compare=then)


@pytest.fixture(scope="module")
def years_later(mapped: Path, mapped_to: Any) -> Path:
    day = dt.date(2028, 6, 1)
    return mapped_to("years_later", as_of=day, now=day, compare=mapped)


@pytest.fixture(scope="module")
def one_weight_changed(mapped: Path, mapped_to: Any, tmp_path_factory: Any) -> Path:
    pack = tmp_path_factory.mktemp("rules") / "xx"
    shutil.copytree(EXAMPLE_PACK, pack)
    shutil.copytree(EXAMPLE_PACK.parent / "schemas", pack.parent / "schemas")
    if (sources := EXAMPLE_PACK.parent / "sources.yaml").is_file():
        shutil.copyfile(sources, pack.parent / "sources.yaml")
    rule = pack / "ranking" / "expected_harm.yaml"
    text = rule.read_text(encoding="utf-8")
    assert "cap_days: 1825" in text
    rule.write_text(text.replace("cap_days: 1825", "cap_days: 365"), encoding="utf-8")
    return mapped_to("rule", rules=str(pack), compare=mapped)


@pytest.fixture(scope="module")
def five_places(mapped: Path, mapped_to: Any) -> Path:
    return mapped_to("capacity", lists=5, compare=mapped)


def test_whoever_was_acquitted_left_by_a_record(days_later: tuple[Path, Path]) -> None:
    row = moved(days_later[1])[person("P29")]
    assert (row["new"], row["why"]) == (None, "record")


def test_whoever_was_held_back_since_cleared_left_by_a_record(
    days_later: tuple[Path, Path],
) -> None:
    row = moved(days_later[1])[person("P60")]
    assert (row["new"], row["why"]) == (None, "record")


def test_whoever_came_closer_because_those_left_moved_by_others(
    days_later: tuple[Path, Path],
) -> None:
    row = moved(days_later[1])[person("P36")]
    assert row["new"] < row["old"]
    assert row["why"] == "others"


def test_everybody_whose_place_differs_is_told_and_nobody_else(
    days_later: tuple[Path, Path],
) -> None:
    then, later = (places(out) for out in days_later)
    differing = {p for p in {*then, *later} if then.get(p) != later.get(p)}
    assert set(moved(days_later[1])) == differing


def test_nothing_is_written_of_those_compared_but_that_they_left(
    days_later: tuple[Path, Path],
) -> None:
    out = days_later[1]
    tables = ("candidate", "reason", "contrary")
    assert all(person("P29") not in pq.read_table(out / f"{t}.parquet")["person"].to_pylist()
               for t in tables)  # fmt: skip
    references = pq.read_table(out / "evidence.parquet")["reference"].to_pylist()
    assert not [each for each in references if each.startswith("incident:I11")]
    for path in (out / "dossier").glob("*.parquet"):
        for row in pq.read_table(path).to_pylist():
            assert "P29" not in row.values(), path.name
            assert not str(row.get("incident_id")).startswith("I11"), path.name


def test_whoever_nothing_was_registered_of_left_by_time(years_later: Path) -> None:
    row = moved(years_later)[person("P08")]
    assert (row["new"], row["why"]) == (None, "time")


def test_whoever_was_reported_since_came_by_a_record(
    years_later: Path,
) -> None:
    row = moved(years_later, "serial")[person("P42")]
    assert (row["old"], row["why"]) == (None, "record")


def test_one_weight_changed_is_another_fingerprint_and_moves_people_by_rule(
    mapped: Path, one_weight_changed: Path
) -> None:
    def fingerprint(out: Path) -> str:
        return str(facts(out)["knowledge"]["fingerprint"])

    assert fingerprint(mapped) != fingerprint(one_weight_changed)
    rows = moved(one_weight_changed)
    assert rows
    assert {row["why"] for row in rows.values()} == {"rule"}


def test_with_fewer_places_people_leave_by_capacity(mapped: Path, five_places: Path) -> None:
    rows = moved(five_places)
    assert set(rows) == set(places(mapped)) - set(places(five_places))
    assert {(row["new"], row["why"]) for row in rows.values()} == {(None, "capacity")}


def test_the_signs_of_those_below_the_last_place_bring_them_before_a_human(
    five_places: Path,
) -> None:
    assert {person("P13"), person("P58")} <= set(places(five_places, "review"))
