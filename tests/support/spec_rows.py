"""Turns the short tables of a specification page into full, contract-valid register rows.

Columns not shown are missing, but for: the id (`TABLE-n`), `registered_on` (the latest past date
in the row, else the day its incident was registered, else the page's date), `superseded_on` (the
day the next version of the same record came), a suspect's `suspicion` (`reasonable`).

`reports` is shorthand for the usual case, one suspected offence a line: the incident `i1`, its
offences `i1-1`, `i1-2` … and the involvements `i1-1-suspect` and `i1-1-victim` (several victims
with commas: `i1-1-victim`, `i1-1-victim-2` …).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from hejda.tables import REGISTERS, Table, Type

LONG_AGO = dt.date(2000, 1, 1)
YES_NO = {"yes": True, "no": False}
OF_INCIDENT = ("incident_id", "occurred_on", "occurred_until", "police_region", "municipality")
OF_OFFENCE = ("code", "attempt", "close_relation", "absorbed_into")
OF_SUSPECT = ("suspicion", "ended_on", "ended_why")

Line = dict[str, str]
Shown = list[tuple[str, list[Line]]]


def value_of(table: Table, name: str, text: str) -> Any:
    """One cell as the contract types it; an empty cell is missing."""
    column = table.column(name)
    if text == "":
        return None
    if column.type is Type.DATE:
        return dt.date.fromisoformat(text)
    if column.type is Type.INTEGER:
        return int(text)
    if column.type is Type.BOOLEAN:
        return YES_NO[text]
    if column.values and text not in column.values:
        raise ValueError(f"{table.name}.{name} cannot be {text}")
    return text


def without_reports(shown: Shown) -> Shown:
    """The same tables with every line of `reports` written out as register rows."""
    plain: Shown = []
    for name, lines in shown:
        if name != "reports":
            plain.append((name, lines))
            continue
        incidents: dict[str, Line] = {}
        counted: dict[str, int] = {}
        for line in lines:
            named = line["incident_id"]
            incidents.setdefault(named, line)
            counted[named] = number = counted.get(named, 0) + 1
            plain += parts_of_report(line, f"{named}-{number}")
        plain += [
            ("incident", [picked(line, (*OF_INCIDENT, "registered_on"))])
            for line in incidents.values()
        ]
    return plain


def picked(line: Line, names: tuple[str, ...]) -> Line:
    """The cells of those names that the line has."""
    return {name: line[name] for name in names if name in line}


def parts_of_report(line: Line, offence_id: str) -> Shown:
    """The offence and the involvements of one line of `reports`."""
    unknown = set(line) - {*OF_INCIDENT, *OF_OFFENCE, *OF_SUSPECT, "suspect", "victim"}
    if unknown - {"registered_on"}:
        raise ValueError(f"reports has no column {sorted(unknown)}")
    ids = {"incident_id": line["incident_id"], "offence_id": offence_id}
    ids |= picked(line, ("registered_on",))
    people = [(line["suspect"], "suspect", "suspect", picked(line, OF_SUSPECT))]
    for number, victim in enumerate(filter(None, line.get("victim", "").split(",")), start=1):
        name = "victim" if number == 1 else f"victim-{number}"
        people.append((victim.strip(), "victim", name, {}))
    involvements = [
        ids | {"record_id": person, "role": role, "involvement_id": f"{offence_id}-{name}"} | more
        for person, role, name, more in people
    ]
    return [("offence", [ids | picked(line, OF_OFFENCE)]), ("involvement", involvements)]


def register_rows(
    shown: Shown,
    absent: set[str],
    otherwise: dt.date | None,
    title: str,
) -> dict[str, list[dict[str, Any]]]:
    """Every register table: rows shown, filled in; empty where not shown; `absent` left out."""
    shown = without_reports(shown)
    unknown = {name for name, _ in shown} - set(REGISTERS)
    if unknown or absent - set(REGISTERS):
        raise ValueError(f"{title}: no such table {sorted(unknown | absent - set(REGISTERS))}")
    if absent & {name for name, _ in shown}:
        raise ValueError(f"{title}: a table is both given and absent")
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in REGISTERS if name not in absent}
    for name, lines in shown:
        for line in lines:
            rows[name].append(row_of(REGISTERS[name], line, len(rows[name]) + 1))
    for name, filled in rows.items():
        for row in filled:
            row["registered_on"] = row["registered_on"] or registered_on(
                REGISTERS[name], row, rows, otherwise
            )
        close_versions(REGISTERS[name], filled)
        for row in filled:
            demand_contract(REGISTERS[name], row, title)
    return rows


def row_of(table: Table, line: dict[str, str], number: int) -> dict[str, Any]:
    """One row with every contract column; id and degree of suspicion filled in."""
    row: dict[str, Any] = dict.fromkeys(table.names)
    for name, text in line.items():
        row[name] = value_of(table, name, text)
    if table.id_column not in line:
        row[table.id_column] = f"{table.name}-{number}"
    if table.name == "involvement" and row["role"] == "suspect" and "suspicion" not in line:
        row["suspicion"] = "reasonable"
    return row


def registered_on(
    table: Table,
    row: dict[str, Any],
    rows: dict[str, list[dict[str, Any]]],
    otherwise: dt.date | None,
) -> dt.date:
    """The day the row is taken to have been registered, where the page does not say."""
    events = [
        row[column.name]
        for column in table.columns
        if column.not_after_registered and column.name != "birth_date" and row[column.name]
    ]
    if events:
        return max(events)
    if table.name != "incident" and row.get("incident_id"):
        for incident in rows.get("incident", []):
            if incident["incident_id"] == row["incident_id"]:
                return incident["registered_on"]
    return max(otherwise or LONG_AGO, row.get("birth_date") or LONG_AGO)


def close_versions(table: Table, rows: list[dict[str, Any]]) -> None:
    """A later version of a record closes the one before; all carry the first registration."""
    for row in rows:
        versions = [r["registered_on"] for r in rows if r[table.id_column] == row[table.id_column]]
        later = [day for day in versions if day > row["registered_on"]]
        row["first_registered_on"] = min(versions)
        row["superseded_on"] = row["superseded_on"] or min(later, default=None)


def demand_contract(table: Table, row: dict[str, Any], title: str) -> None:
    """Raise where a row breaks its contract: a page must not show what stage 1 would set aside."""
    for column in table.columns:
        value = row[column.name]
        if value is None and column.required:
            raise ValueError(f"{title}: {table.name}.{column.name} is required")
        late = value is not None and column.not_after_registered and value > row["registered_on"]
        if late:
            raise ValueError(f"{title}: {table.name}.{column.name} is after registered_on")
