"""What stands on a run's day by its records: custody, orders, open cases, breaches nobody was charged for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CUSTODY, ORDER, OPEN_CASE, BREACH = "custody", "order", "open_case", "breach"
KINDS = (CUSTODY, ORDER, OPEN_CASE, BREACH)
PROSECUTED = ("charged", "convicted")
Rows = Mapping[str, Sequence[dict[str, Any]]]


@dataclass(frozen=True)
class Stands:
    """Something about the person of a record that stands on the day."""

    record: str
    kind: str
    since: dt.date | None
    until: dt.date | None


def standing_on(rows: Rows, day: dt.date) -> tuple[list[Stands], list[str]]:
    """(what stands, of which kinds the records tell). rows: the dossier's tables, as delivered.

    A kind the records do not tell of is not zero: orders that never say when they were breached, a
    table that was not delivered.
    """
    now = {name: [r for r in held if r["superseded_on"] is None] for name, held in rows.items()}
    orders = now.get("protection_order", [])
    found = [
        *_custody(now.get("custody", []), day), *_orders(orders, day),
        *_open_cases(now, day), *_breaches(now, day),
    ]  # fmt: skip
    told = {
        CUSTODY: bool(now.get("custody")),
        ORDER: any(each["valid_to"] is not None for each in orders),
        OPEN_CASE: bool(now.get("involvement")),
        BREACH: any(each["breached_on"] is not None for each in orders),
    }
    return found, [kind for kind in KINDS if told[kind]]


def _custody(rows: Sequence[dict[str, Any]], day: dt.date) -> list[Stands]:
    return [
        Stands(
            row["record_id"],
            CUSTODY,
            row["valid_from"],
            row["valid_to"] or row["expected_release_on"],
        )
        for row in rows
        if _begun(row, day) and (row["valid_to"] is None or row["valid_to"] >= day)
    ]


def _orders(rows: Sequence[dict[str, Any]], day: dt.date) -> list[Stands]:
    return [
        Stands(row["restrained"], ORDER, row["valid_from"], row["valid_to"])
        for row in rows
        if _begun(row, day) and row["valid_to"] is not None and row["valid_to"] >= day
    ]


def _begun(row: dict[str, Any], day: dt.date) -> bool:
    return row["valid_from"] is not None and row["valid_from"] <= day


def _open_cases(now: Rows, day: dt.date) -> list[Stands]:
    """Incidents in which a suspicion is neither ended nor prosecuted, once for each suspect."""
    first = {row["incident_id"]: row["first_registered_on"] for row in now.get("incident", [])}
    pending = {
        (row["record_id"], row["incident_id"])
        for row in now.get("involvement", [])
        if row["role"] == "suspect"
        and row["ended_on"] is None
        and row["suspicion"] not in PROSECUTED
    }
    return [
        Stands(record, OPEN_CASE, first.get(incident), None) for record, incident in sorted(pending)
    ]


def _breaches(now: Rows, day: dt.date) -> list[Stands]:
    """Days on which an order was breached, without a charge for an incident of that day."""
    occurred = {row["incident_id"]: row["occurred_on"] for row in now.get("incident", [])}
    prosecuted = {
        (row["record_id"], occurred.get(row["incident_id"]))
        for row in now.get("involvement", [])
        if row["role"] == "suspect" and row["suspicion"] in PROSECUTED
    }
    return [
        Stands(row["restrained"], BREACH, row["breached_on"], None)
        for row in now.get("protection_order", [])
        if row["breached_on"] is not None
        and row["breached_on"] <= day
        and (row["restrained"], row["breached_on"]) not in prosecuted
    ]
