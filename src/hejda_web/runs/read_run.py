"""A finished run's folder, read into rows for the application. Nothing is written here."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hejda.base.errors import InputError
from hejda_web.runs.around import Ties, ties_of
from hejda_web.runs.standing import Stands, standing_on

HAPPENED = {
    "incident": "occurred_on",
    "custody": "valid_from",
    "observation": "observed_on",
    "protection_order": "decided_on",
    "relation": "valid_from",
    "residence": "valid_from",
    "sanction": "decided_on",
    "supervision": "valid_from",
    "licence": "valid_from",
}
"""The column that says when what a record tells of happened; the others follow their incident."""
SHOWN_RANKERS = ("expected_harm", "repeat_risk", "red_flags")
"""What a run is asked to compute, and whose reasons are brought in."""
KEY = {
    "incident": "incident_id", "offence": "offence_id", "involvement": "involvement_id",
    "custody": "custody_id", "observation": "observation_id", "protection_order": "order_id",
    "relation": "relation_id", "residence": "residence_id", "sanction": "sanction_id",
    "supervision": "supervision_id", "licence": "licence_id",
}  # fmt: skip


@dataclass(frozen=True)
class RecordFacts:
    """Of one register row: when it happened, under which law it is kept, whether it is limited."""

    happened_on: dt.date | None
    source_law: str
    limited: bool


@dataclass
class FinishedRun:
    """Everything of a run that is brought in, as lists of rows by table name."""

    facts: dict[str, Any]
    checksum: str
    tables: dict[str, list[dict[str, Any]]]
    records: dict[str, RecordFacts]
    evidence_of: dict[str, set[str]] = field(default_factory=dict)
    standing: list[Stands] = field(default_factory=list)
    tells: list[str] = field(default_factory=list)
    ties: Ties = field(default_factory=Ties)


def read_run(folder: Path) -> FinishedRun:
    """The run in a folder; a clear refusal where it is not one."""
    try:
        text = (folder / "run.json").read_bytes()
        facts = json.loads(text)
        tables = {
            name: _rows(folder / f"{name}.parquet")
            for name in (
                "person", "candidate", "reason", "evidence", "contrary", "finding", "dyad", "moved",
                "quarantine",
            )
        }  # fmt: skip
    except (OSError, ValueError) as error:
        raise InputError(
            "not_a_run",
            "The folder does not hold a finished run of `hejda map`.",
            "",
            "Name the folder that `hejda map --out` wrote.",
        ) from error
    dossier = {name: _rows(folder / "dossier" / f"{name}.parquet") for name in KEY}
    run = FinishedRun(facts, hashlib.sha256(text).hexdigest(), tables, _records(dossier))
    run.evidence_of = _evidence_of(tables)
    run.standing, run.tells = standing_on(dossier, dt.date.fromisoformat(facts["as_of"]))
    run.ties = ties_of(dossier)
    return run


def _rows(path: Path) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq  # only the job that reads a run needs it

    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist() if path.is_file() else []
    return rows


def _records(rows: dict[str, list[dict[str, Any]]]) -> dict[str, RecordFacts]:
    """Facts of each record of the dossier, by reference ("table:id")."""
    when = {row["incident_id"]: row["occurred_on"] for row in rows["incident"]}
    ended: dict[str, bool] = defaultdict(bool)
    for row in rows["involvement"]:
        if row["role"] == "suspect" and row["ended_on"] is not None:
            ended[row["incident_id"]] = True
    found = {}
    for name, key in KEY.items():
        for row in rows[name]:
            incident = row.get("incident_id")
            happened = row.get(HAPPENED[name]) if name in HAPPENED else when.get(incident)
            found[f"{name}:{row[key]}"] = RecordFacts(
                happened, row["source_law"] or "", ended[incident] if incident else False
            )
    return found


def _evidence_of(tables: dict[str, list[dict[str, Any]]]) -> dict[str, set[str]]:
    """References behind everything said of each person."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in ("reason", "contrary", "finding"):
        for row in tables[name]:
            found[row["person"]].update(row["evidence"])
    return found


def cut_offs(candidates: Iterable[dict[str, Any]]) -> dict[tuple[str, str], int]:
    """The score of the last who took a place, by list and region."""
    lowest: dict[tuple[str, str], int] = {}
    for row in candidates:
        key = (row["list"], row["police_region"])
        lowest[key] = min(lowest.get(key, row["score"]), row["score"])
    return lowest


def said_of(run: FinishedRun, key: Callable[[str], Any]) -> list[dict[str, Any]]:
    """Rows for `Reason`: what speaks for, what against, and findings. key: person → id here."""
    shown = {*SHOWN_RANKERS, "several_victims"}
    rows = [
        {
            "person_id": key(row["person"]), "kind": "for", "ranker": row["ranker"],
            "step": row["step"], "rule": row["rule"], "points": row["points"],
            "sentence_sv": row["sentence_sv"], "sentence_en": row["sentence_en"],
            "evidence": row["evidence"],
        }
        for row in run.tables["reason"]
        if row["ranker"] in shown
    ]  # fmt: skip
    for kind, table, ranker in (("against", "contrary", "list"), ("finding", "finding", "kind")):
        rows += [
            {
                "person_id": key(row["person"]), "kind": kind, "ranker": row[ranker],
                "step": row["step"], "rule": row["kind"], "points": None,
                "sentence_sv": row["sentence_sv"], "sentence_en": row["sentence_en"],
                "evidence": row["evidence"],
            }
            for row in run.tables[table]
        ]  # fmt: skip
    return rows
