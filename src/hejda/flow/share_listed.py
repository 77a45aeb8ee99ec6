"""What a run knows of the people it lists, as far as the law of sharing asks for it; nobody is named."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from hejda.base.errors import InputError
from hejda.knowledge.sharing import SharingRules, Truth
from hejda.share.listed import GroundUse, ListedPerson, RecordedOffence, uses_of

Row = dict[str, Any]
LISTS = ("harm", "serial")


def uses_on(out: Path, rules: SharingRules) -> tuple[GroundUse, ...]:
    """For how many of a run's listed people each ground could be used, by the rules of a day.

    Raises InputError where OUT is no run.
    """
    if not (out / "candidate.parquet").is_file():
        raise InputError(
            "no_run",
            "The folder holds no run: there is no candidate.parquet in it.",
            "Without a run nobody can be counted.",
            "Name the folder that `hejda map --out` wrote.",
        )
    return uses_of(rules, listed_people(out, rules.on))


def listed_people(out: Path, on: dt.date) -> list[ListedPerson]:
    """Everybody on the two lists, in order of id, with what the run recorded of them."""
    listed = {row["person"] for row in _rows(out / "candidate.parquet") if row["list"] in LISTS}
    owner = {
        record: row["person"]
        for row in _rows(out / "person.parquet")
        if row["person"] in listed
        for record in row["record_ids"]
    }
    partners = {
        row["suspect"] for row in _rows(out / "dyad.parquet") if row["partner"] in ("yes", True)
    }
    dossier = out / "dossier"
    armed = {owner.get(row["record_id"]) for row in _rows(dossier / "licence.parquet")}
    births = {
        owner[row["record_id"]]: row["birth_date"]
        for row in _rows(dossier / "person_record.parquet")
        if row["record_id"] in owner and row["birth_date"]
    }
    suspected = _suspected(dossier, owner)
    children = _with_children(dossier)
    found = []
    for person in sorted(listed):
        acts = suspected.get(person, [])
        facts: dict[str, Truth] = {}
        if person in partners:
            facts["named_relative"] = "yes"
        if acts:
            facts["suspicion"] = "yes"
        if person in armed:
            facts["holds_weapon"] = "yes"
        if person in births:
            facts["under_21"] = "yes" if _under(births[person], on, 21) else "no"
        if any(incident in children for incident, _ in acts):
            facts["child_may_fare_ill"] = "yes"
        offences = tuple(offence for _, offence in acts if offence.id)
        found.append(ListedPerson(facts=facts, offences=offences))
    return found


def _suspected(
    dossier: Path, owner: dict[str, str]
) -> dict[str, list[tuple[str, RecordedOffence]]]:
    """Person → the incidents and offences they are recorded as suspected in, once each."""
    days = {row["incident_id"]: row["occurred_on"] for row in _rows(dossier / "incident.parquet")}
    in_incident: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(dossier / "offence.parquet"):
        if row["superseded_on"] is None and row["absorbed_into"] is None:
            in_incident[row["incident_id"]].append(row)
    found: dict[str, list[tuple[str, RecordedOffence]]] = defaultdict(list)
    for part in _rows(dossier / "involvement.parquet"):
        person = owner.get(part["record_id"])
        if person is None or part["role"] != "suspect" or part["superseded_on"] is not None:
            continue
        for row in in_incident[part["incident_id"]]:
            if part["offence_id"] in (None, row["offence_id"]):
                offence = RecordedOffence(
                    id=row["code"] or "",
                    on=days.get(part["incident_id"]),
                    attempted=row["attempt"] == "yes",
                )
                found[person].append((part["incident_id"], offence))
    return found


def _with_children(dossier: Path) -> set[str]:
    return {
        row["incident_id"]
        for row in _rows(dossier / "involvement.parquet")
        if row["child_present"] == "yes" or row["role"] == "child"
    }


def _under(born: dt.date, on: dt.date, years: int) -> bool:
    had = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return had < years


def _rows(path: Path) -> list[Row]:
    """Rows of a table; none where a run has no such file."""
    return list(pq.read_table(path).to_pylist()) if path.is_file() else []
