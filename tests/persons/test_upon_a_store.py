"""`hejda persons --identities`: every table written is what a full run on the same delivery writes.

A full run here has the same key, model and ids, but a store that remembers no record and no pair: all
is compared and settled anew. Only the numbers that rows bear within the store may differ.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hejda.flow.identify import PersonsOrder, identify
from tests.persons.test_incremental import chosen, misspelt
from tests.support.linked_country import KEY, country_in
from tests.support.persons_run import Row
from tests.support.size import SIZE

NOW = dt.date(2026, 1, 2)
JUDGEMENT = ("judgement_id", "kind", "a", "b", "decided_on", "decided_by", "reason", "withdrawn_on")
UNORDERED = {"link": "record_id", "feature": "record_id"}
"""Tables of the store in the order of its rows, which are numbered as records came."""


@dataclass
class Country:
    """An invented country's person records, in a folder that also holds who took part in what."""

    folder: Path
    table: pa.Table

    def deliver(self, folder: Path, rows: Iterable[Row]) -> Path:
        """A delivery of these person records."""
        folder.mkdir()
        table = pa.Table.from_pylist(list(rows), self.table.schema)
        pq.write_table(table, folder / "person_record.parquet")
        for name in ("involvement.parquet", "source.yaml"):
            shutil.copy(self.folder / name, folder / name)
        return folder


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Country:
    """900 to 1,000 records: enough to learn a model from."""
    folder = country_in(tmp_path_factory.mktemp("country") / "xx", 10_000, 6, 1)
    return Country(folder, pq.read_table(folder / "person_record.parquet"))


def linked(
    delivery: Path, out: Path, store: Path | None, judgements: Iterable[Row]
) -> dict[str, Any]:
    """Runs `hejda persons`; what it says of itself."""
    said = delivery / "judgements.csv"
    with said.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, JUDGEMENT)
        writer.writeheader()
        writer.writerows(judgements)
    order = PersonsOrder(delivery / "source.yaml", delivery, out, NOW, KEY, store, said)
    return identify(order, lambda step: None)


def without_records(out: Path, target: Path) -> Path:
    """The store of `out`, but no record and no pair in it."""
    shutil.copytree(out / "store", target / "store")
    for name in ("feature", "pair"):
        path = target / "store" / f"{name}.parquet"
        pq.write_table(pq.read_table(path).slice(0, 0), path)
    return target


def written(out: Path) -> dict[str, Any]:
    """Everything that a run wrote, with the ids of records for the numbers of rows."""
    found: dict[str, Any] = {}
    for path in (*out.glob("*.parquet"), *(out / "store").glob("*.parquet")):
        table = pq.read_table(path)
        if path.stem in UNORDERED:
            table = table.sort_by(UNORDERED[path.stem])
        found[path.stem] = table.to_pylist()
    units = {row.pop("unit"): row["record_id"] for row in found["feature"]}
    for row in found["pair"]:
        row["records"] = sorted((units[row.pop("unit_l")], units[row.pop("unit_r")]))
    found["pair"].sort(key=lambda row: row["records"])
    for name in ("key", "model.json"):
        found[name] = (out / "store" / name).read_text(encoding="utf-8")
    facts = json.loads((out / "quality.json").read_text(encoding="utf-8"))
    found["quality"] = {k: v for k, v in facts.items() if k not in ("seconds", "compared_anew")}
    return found


def judgement(number: int, kind: str, a: str, b: str | None, withdrawn: bool = False) -> Row:
    """What somebody decided, and perhaps took back."""
    return {
        "judgement_id": f"j{number}",
        "kind": kind,
        "a": a,
        "b": b,
        "decided_on": "2025-01-01",
        "decided_by": "A",
        "reason": "B",
        "withdrawn_on": "2025-02-01" if withdrawn else None,
    }


def people_of_several(out: Path) -> list[list[str]]:
    """The records of each person of several, in order of the first."""
    found: dict[str, list[str]] = {}
    for row in pq.read_table(out / "person_link.parquet").to_pylist():
        found.setdefault(row["person"], []).append(row["record_id"])
    return sorted(members for members in found.values() if len(members) > 1)


def joined_by_a_record(before: Path, after: Path) -> set[str]:
    """People who were several before and are one now, though nobody decided so."""
    old, now = (
        {row["record_id"]: row for row in pq.read_table(out / "person_link.parquet").to_pylist()}
        for out in (before, after)
    )
    found: dict[str, set[str]] = {}
    for record in old.keys() & now.keys():
        found.setdefault(now[record]["person"], set()).add(old[record]["person"])
    decided = {row["person"] for row in now.values() if row["how"] == "judgement"}
    return {person for person, earlier in found.items() if len(earlier) > 1} - decided


def numbered(rows: Iterable[Row]) -> list[Row]:
    """Records with a number of twelve digits, one for each number."""
    found = {row["personal_number"]: row for row in rows if len(row["personal_number"] or "") >= 12}
    return list(found.values())


def arrivals(rows: list[Row], others: list[Row]) -> list[Row]:
    """New records made of old ones: two people's numbers and names on one record, one number with the
    names of somebody else, the names and home of one with the birth date of another, and copies."""
    found = []
    for at in range(0, min(len(others), 12) - 1, 2):
        a, b = others[at], others[at + 1]
        found += [
            {**a, "other_number": b["personal_number"]},
            {**b, "names": a["names"], "other_number": a["personal_number"]},
            {**a, "personal_number": None, "birth_date": b["birth_date"]},
            {**b, "e_mail": a["e_mail"], "phone": a["phone"]},
        ]
    found += [{**row, "personal_number": None} for row in rows[:20]]
    return [{**row, "record_id": f"new{at:03d}"} for at, row in enumerate(found)]


def decisions(out: Path, rows: list[Row], later: bool) -> list[Row]:
    """Judgements that part people and join others; `later` some are taken back and others made."""
    several = people_of_several(out)
    parted = [judgement(at, "not_same", *several[at][:2], withdrawn=later) for at in range(3)]
    ends = zip(rows[:10], rows[-10:], strict=True)
    joined = [
        judgement(10 + at, "same", a["record_id"], b["record_id"], withdrawn=later and at % 2 > 0)
        for at, (a, b) in enumerate(ends)
    ]
    if not later:
        return parted + joined
    wrong = judgement(30, "wrong_record", several[5][0], None)
    return [*parted, *joined, judgement(31, "not_same", *several[7][:2]), wrong]


@pytest.mark.parametrize("chance", range(SIZE))
def test_every_table_is_what_a_full_run_writes(
    country: Country, tmp_path: Path, chance: int
) -> None:
    """Three deliveries: records new, corrected and withdrawn; judgements made and taken back; records
    that join two people and numbers that contradict each other."""
    rows: list[Row] = country.table.to_pylist()
    early = [row for row in rows if chosen(chance, row, 0.8)]
    linked(country.deliver(tmp_path / "one", early), tmp_path / "first", None, [])
    said = decisions(tmp_path / "first", early, later=False)
    linked(tmp_path / "one", tmp_path / "judged", tmp_path / "first", said)

    withdrawn = {row["record_id"] for row in early if chosen(chance + 1, row, 0.03)}
    corrected = {row["record_id"] for row in early if chosen(chance + 2, row, 0.03)}
    then = [
        misspelt(row) if row["record_id"] in corrected else row
        for row in rows
        if row["record_id"] not in withdrawn
    ]
    then += arrivals(early, numbered(early))
    later = decisions(tmp_path / "first", early, later=True)
    two = country.deliver(tmp_path / "two", then)
    facts = linked(two, tmp_path / "upon", tmp_path / "judged", later)
    whole = without_records(tmp_path / "judged", tmp_path / "bare")
    linked(two, tmp_path / "full", whole, later)
    assert written(tmp_path / "upon") == written(tmp_path / "full")
    assert 0 < facts["compared_anew"] < len(then) / 2
    assert facts["review"].keys() >= {"number_conflict", "judgement_conflict"}
    assert joined_by_a_record(tmp_path / "judged", tmp_path / "upon")

    back = [row for row in then if not chosen(chance + 3, row, 0.03)]
    back += [row for row in rows if row["record_id"] in withdrawn]
    three = country.deliver(tmp_path / "three", back)
    linked(three, tmp_path / "upon_again", tmp_path / "upon", said)
    whole = without_records(tmp_path / "full", tmp_path / "bare_again")
    linked(three, tmp_path / "full_again", whole, said)
    assert written(tmp_path / "upon_again") == written(tmp_path / "full_again")


def test_a_store_of_before_is_taken_and_carries_nobody_over(
    country: Country, tmp_path: Path
) -> None:
    """A store without the newer tables gives the same people and ids; then it is a whole one."""
    one = country.deliver(tmp_path / "one", country.table.to_pylist())
    linked(one, tmp_path / "first", None, [])
    old = tmp_path / "old"
    shutil.copytree(tmp_path / "first", old)
    for name in ("refused", "doubtful", "judged"):
        (old / "store" / f"{name}.parquet").unlink()
    link = old / "store" / "link.parquet"
    pq.write_table(pq.read_table(link).drop_columns(["how"]), link)
    model = json.loads((old / "store" / "model.json").read_text(encoding="utf-8"))
    del model["version"]
    (old / "store" / "model.json").write_text(json.dumps(model), encoding="utf-8")
    assert linked(one, tmp_path / "again", old, [])["compared_anew"] == 0
    first, again = written(tmp_path / "first"), written(tmp_path / "again")
    assert again["quality"].pop("earlier_store")
    assert not first["quality"].pop("earlier_store")
    assert again == first
