"""The records behind a person's place, so that two runs can be compared by them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from hejda.rank.gather import Rows
from hejda.rank.material import Material

Version = tuple[str, dt.date | None]
"""A reference and the day on which that version of the record was registered, as far as told."""

OF_SCORES = ("incident", "offence", "involvement")
"""Tables whose records give points."""

BESIDE: dict[str, tuple[str, tuple[str, ...], bool]] = {
    "custody": ("custody_id", ("record_id",), True),
    "person_status": ("status_id", ("record_id",), True),
    "relation": ("relation_id", ("record_a", "record_b"), False),
    "protection_order": ("order_id", ("restrained",), True),
    "sanction": ("sanction_id", ("record_id",), False),
}
"""Other tables a place may rest on: their id, whose they are, and whether a correction matters."""

ONLY_SERIAL = ("protection_order", "sanction")
"""Of those, the ones that matter to the serial list alone."""


@dataclass(frozen=True)
class Behind:
    """What one person's place rests on.

    `used`: the records their score is made of. `standing`: every version of such records, of
    whatever age, that is known and may still be shown. `beside`: per table, the other records.
    """

    used: frozenset[Version] = frozenset()
    standing: frozenset[Version] = frozenset()
    beside: Mapping[str, Set[Version]] = field(default_factory=dict)


def behind(
    people: Iterable[str], found: Mapping[str, Material], rows: Rows, gone: set[str]
) -> dict[str, Behind]:
    """What is behind `people` (record ids), by person.

    `found`: the material of those with a counted suspicion; `rows`: those of the dossier; `gone`:
    involvements no longer shown.
    """
    registered: dict[str, dt.date] = {}
    for table in OF_SCORES:
        for row in rows.get(table, ()):
            if table != "involvement" or row["involvement_id"] not in gone:
                registered[f"{table}:{row[f'{table}_id']}"] = row["registered_on"]
    standing = frozenset(registered.items())
    beside = beside_by_person(rows)
    return {
        person: Behind(_used(found.get(person), registered), standing, beside.get(person, {}))
        for person in people
    }


def _used(material: Material | None, registered: Mapping[str, dt.date]) -> frozenset[Version]:
    if material is None:
        return frozenset()
    references = {reference for episode in material.episodes for reference in episode.evidence}
    return frozenset((each, registered[each]) for each in references if each in registered)


def beside_by_person(
    rows: Mapping[str, Iterable[Mapping[str, Any]]],
) -> dict[str, dict[str, set[Version]]]:
    """By person (record id) and table of BESIDE, their records in `rows`."""
    found: dict[str, dict[str, set[Version]]] = {}
    for table, (key, whose, versions) in BESIDE.items():
        day = "registered_on" if versions else "first_registered_on"
        for row in rows.get(table, ()):
            for column in whose:
                own = found.setdefault(row[column], {}).setdefault(table, set())
                own.add((f"{table}:{row[key]}", row[day]))
    return found
