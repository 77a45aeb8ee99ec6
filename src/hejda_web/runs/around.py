"""Who stands around the people a run proposes: a number for each, a count for children, protected as such."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the engine behind it is loaded by the job, not by the pages
    from hejda.flow.identities_of_run import Identity, InRecords

ADULT_YEARS = 18
DAYS_OF_A_YEAR = 365.25
Rows = Mapping[str, Sequence[dict[str, Any]]]


@dataclass
class Ties:
    """Of a run's dossier: whose records stand behind a reference, and parents' children.

    children: None where the source tells of no ties between parents and children; that is not zero.
    """

    behind: dict[str, set[str]] = field(default_factory=dict)
    children: dict[str, set[str]] | None = None


def ties_of(rows: Rows) -> Ties:
    """The ties in a dossier's tables, as delivered."""
    behind: dict[str, set[str]] = {}
    for row in rows["relation"]:
        behind[f"relation:{row['relation_id']}"] = {row["record_a"], row["record_b"]}
    for row in rows["protection_order"]:
        behind[f"protection_order:{row['order_id']}"] = {row["protected"], row["restrained"]}
    harmed: dict[str, set[str]] = defaultdict(set)
    for row in rows["involvement"]:
        if row["role"] == "victim":
            harmed[row["incident_id"]].add(row["record_id"])
    for table, key in (("offence", "offence_id"), ("incident", "incident_id")):
        for row in rows[table]:
            behind[f"{table}:{row[key]}"] = harmed[row["incident_id"]]
    return Ties(behind, _children(rows["relation"]))


def _children(relations: Sequence[dict[str, Any]]) -> dict[str, set[str]] | None:
    found: dict[str, set[str]] = defaultdict(set)
    for row in relations:
        if row["kind"] == "parent_child" and row["superseded_on"] is None:
            found[row["record_a"]].add(row["record_b"])
    return dict(found) if found else None


def around_rows(
    run: uuid.UUID,
    dyads: Sequence[dict[str, Any]],
    people: Mapping[str, uuid.UUID],
    parties: Mapping[str, InRecords],
    ties: Ties,
    secret: Set[str],
) -> list[dict[str, Any]]:
    """A row for each victim of a person, numbered by first incident.

    secret: records of people with protected data. Of them no more is kept than that there is somebody.
    Where one of several victims of an incident is protected, all whose tie rests on it are taken for
    protected: too little is told rather than too much.
    """  # fmt: skip
    number: Counter[str] = Counter()
    found = []
    for row in sorted(dyads, key=lambda r: (r["suspect"], r["first_on"], r["victim"])):
        suspect = row["suspect"]
        if suspect not in people:
            continue
        number[suspect] += 1
        others = {record for each in row["evidence"] for record in ties.behind.get(each, ())}
        protected = bool((others - parties[suspect].own) & secret)
        found.append(
            {
                "id": uuid.uuid4(), "run_id": run, "person_id": people[suspect],
                "number": number[suspect], "protected": protected,
                "partner": "unknown" if protected else row["partner"],
                "confidence": "none" if protected else row["confidence"],
                "kinds": [] if protected else row["kinds"],
                "first_on": None if protected else row["first_on"],
                "last_on": None if protected else row["last_on"],
                "incidents": 0 if protected else row["incidents"],
            }
        )  # fmt: skip
    return found


def secret_records(identities: Sequence[Identity]) -> set[str]:
    """Records of people with protected data, also those that share a number with a protected one."""
    numbers = {each.personal_number for each in identities if each.protected} - {""}
    return {
        each.record_id for each in identities if each.protected or each.personal_number in numbers
    }


def children_by_person(
    ties: Ties, parties: Mapping[str, InRecords], identities: Sequence[Identity], on: dt.date
) -> dict[str, int | None]:
    """How many children under 18 each person has on the day; None where the source does not tell.

    One whose day of birth is not known is counted. Records with the same number are one child.
    """
    if ties.children is None:
        return dict.fromkeys(parties)
    known = {each.record_id: each for each in identities}
    found: dict[str, int | None] = {}
    for person, each in parties.items():
        records = {child for own in each.own for child in ties.children.get(own, ())}
        found[person] = len({_same(known.get(r), r) for r in records if _minor(known.get(r), on)})
    return found


def _same(who: Identity | None, record: str) -> str:
    return who.personal_number if who and who.personal_number else record


def _minor(who: Identity | None, on: dt.date) -> bool:
    if who is None or who.birth_date is None:
        return True
    return (on - who.birth_date).days < ADULT_YEARS * DAYS_OF_A_YEAR
