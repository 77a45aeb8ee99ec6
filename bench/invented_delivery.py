"""Makes the bench's delivery: incidents, offences and involvements of invented people, as Parquet.

Nothing here is true to life; only the sizes matter. Everything follows from row numbers by a hash,
so the same size gives the same rows.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

PEOPLE = 3_000_000
FIRST_DAY, DAYS = "2016-01-01", 3652
AS_OF = "2025-12-31"
SKEW = 1.25
"""Suspects are drawn unevenly: the 500 most recorded have about 40 incidents each in ten years."""

CODES = (
    "brb-3-5-misshandel",
    "brb-3-6-grov-misshandel",
    "brb-4-5-olaga-hot",
    "brb-4-4-olaga-tvang",
    "brb-4-7-ofredande",
    "brb-12-1-skadegorelse",
    "brb-6-1-valdtakt",
    "brb-4-6-hemfridsbrott",
)
REGIONS = ("nord", "mitt", "stockholm", "ost", "vast", "syd", "bergslagen")


def _u(seed: int, column: str = "n") -> str:
    """A number from 0 up to 1 that follows from a row number."""
    return f"((hash({column} * 16 + {seed}) % 1000003) / 1000003.0)"


def _choice(words: tuple[str, ...], seed: int) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"[{listed}][1 + CAST(floor({_u(seed)} * {len(words)}) AS INTEGER)]"


def make(folder: Path, incidents: int) -> None:
    """Writes incident, offence and involvement for `incidents` incidents into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect()
    con.execute("SET threads = 2; SET memory_limit = '6GB'; SET enable_progress_bar = false")
    day = f"DATE '{FIRST_DAY}' + CAST(floor({_u(1)} * {DAYS}) AS INTEGER)"
    base = f"""
        SELECT n, {day} AS occurred_on,
               least({day} + CAST(floor({_u(2)} * 20) AS INTEGER), DATE '{AS_OF}') AS registered_on,
               CAST(floor({PEOPLE} * {_u(3)} ** {SKEW}) AS INTEGER) AS suspect,
               CAST(floor({PEOPLE} * {_u(4)}) AS INTEGER) AS victim,
               {_u(5)} < 0.2 AS two_offences
        FROM range({incidents}) AS r(n)
    """
    _write(
        con,
        folder / "incident.parquet",
        f"""SELECT 'i' || n AS incident_id, 'report' AS kind, occurred_on, registered_on,
                   {_choice(REGIONS, 6)} AS police_region, 'victim' AS reported_by
            FROM ({base})""",
    )
    offences = f"""
        SELECT * FROM ({base}) CROSS JOIN (VALUES (1), (2)) AS o(nth) WHERE nth = 1 OR two_offences
    """
    relation = (
        f"CASE WHEN {_u(7)} < 0.08 THEN 'yes' WHEN {_u(7)} < 0.11 THEN 'unknown' ELSE 'no' END"
    )
    _write(
        con,
        folder / "offence.parquet",
        f"""SELECT 'o' || n || '-' || nth AS offence_id, 'i' || n AS incident_id,
                   {_choice(CODES, 8).replace("n * 16", "(n * 2 + nth) * 16")} AS code,
                   false AS attempt, {relation} AS close_relation, registered_on
            FROM ({offences})""",
    )
    over = f"{_u(9)} < 0.15 AND registered_on + 90 <= DATE '{AS_OF}'"
    ended = f"CASE WHEN {over} THEN registered_on + 90 END"
    _write(
        con,
        folder / "involvement.parquet",
        f"""SELECT 's' || n || '-' || nth AS involvement_id, 'i' || n AS incident_id,
                   'o' || n || '-' || nth AS offence_id, 'p' || suspect AS record_id,
                   'suspect' AS role, 'reasonable' AS suspicion, {ended} AS ended_on,
                   CASE WHEN {over} THEN 'cannot_be_proved' END AS ended_why, registered_on
            FROM ({offences})
            UNION ALL
            SELECT 'v' || n, 'i' || n, 'o' || n || '-1', 'p' || victim, 'victim', NULL, NULL, NULL,
                   registered_on
            FROM ({base}) WHERE {_u(10)} < 0.8""",
    )
    con.close()
    (folder / "source.yaml").write_text(SOURCE, encoding="utf-8")


SOURCE = """\
version: 1
source: bench
title: Invented rows of the bench
material: invented
rules: se
source_law: none, invented
files:
  - {pattern: "*.parquet", format: parquet, tables: contract}
"""


def _write(con: duckdb.DuckDBPyConnection, path: Path, query: str) -> None:
    con.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
