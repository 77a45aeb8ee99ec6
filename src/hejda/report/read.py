"""The result tables of an OUT folder as rows, only as far as they are asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from hejda.tables.results import RESULTS

Row = dict[str, Any]
SMALL_RANKING = 2_000_000
"""Rows up to which a ranking table is searched for single people."""


def rows_of(out: Path, table: str, where: list[tuple[str, str, Any]] | None = None) -> list[Row]:
    """Rows of a result table in the order of its key; none where the file is absent.

    `where` holds conditions as pyarrow takes them: ("ranker", "==", "expected_harm").
    """
    path = out / f"{table}.parquet"
    if not path.is_file():
        return []
    found = pq.read_table(path, columns=list(RESULTS[table].names), filters=where)
    return list(found.to_pylist())


def row_count(out: Path, table: str) -> int:
    """How many rows the table has; 0 where the file is absent."""
    path = out / f"{table}.parquet"
    return int(pq.read_metadata(path).num_rows) if path.is_file() else 0


def people_known(out: Path) -> list[str]:
    """Ids of everybody ranked."""
    path = out / "person.parquet"
    if not path.is_file():
        return []
    return [str(person) for person in pq.read_table(path, columns=["person"])["person"].to_pylist()]


def owner_of(record: str, out: Path) -> str | None:
    """The id of the person ranked whose record `record` is, if any."""
    path = out / "person.parquet"
    if not path.is_file():
        return None
    rows = pq.read_table(path, columns=["person", "record_ids"]).to_pylist()
    return next((str(row["person"]) for row in rows if record in row["record_ids"]), None)


def by_key(rows: Iterable[Row], *columns: str) -> dict[Any, list[Row]]:
    """Rows gathered by one column, or by several as a tuple."""
    gathered: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        key = row[columns[0]] if len(columns) == 1 else tuple(row[name] for name in columns)
        gathered[key].append(row)
    return gathered


def evidence_of(out: Path, references: Iterable[str]) -> dict[str, Row]:
    """The evidence rows behind the references, by reference."""
    wanted = sorted(set(references))
    if not wanted:
        return {}
    rows = rows_of(out, "evidence", [("reference", "in", wanted)])
    return {row["reference"]: row for row in rows}


def observations_about(out: Path, people: Iterable[Row]) -> dict[str, list[Row]]:
    """Observations in the run's dossier about the people (rows of `person`), by person."""
    path = out / "dossier" / "observation.parquet"
    owner = {record: row["person"] for row in people for record in row["record_ids"] or ()}
    if not owner or not path.is_file():
        return {}
    rows = pq.read_table(path, filters=[("about", "in", sorted(owner))]).to_pylist()
    return by_key([{**row, "person": owner[row["about"]]} for row in rows], "person")


def first_scores(out: Path, ranker: str, places: int) -> list[int]:
    """Scores of the first `places` people by `ranker`, highest first."""
    rows = rows_of(out, "ranking", [("ranker", "==", ranker), ("place", "<=", places)])
    return [row["score"] for row in sorted(rows, key=lambda row: row["place"])]


def places_of(out: Path, people: Iterable[str]) -> dict[str, list[Row]]:
    """Every ranker's place and score for the people; empty where the table is too large to search."""
    if row_count(out, "ranking") > SMALL_RANKING:
        return {}
    wanted = sorted(set(people))
    return by_key(rows_of(out, "ranking", [("person", "in", wanted)]), "person") if wanted else {}
