"""The rows behind the people shown: which of them to fetch, and how they become `Material`."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ibis.expr import types as ir

from hejda.base.dates import day_number
from hejda.rank.liberty import with_liberty_age
from hejda.rank.material import Material, Row, Sign, Suspicion, suspicion_of
from hejda.rank.odara import LONG_CUSTODY_DAYS
from hejda.rank.population import ages
from hejda.rank.rankers import Ranked
from hejda.rank.suspicions import pairings

Rows = dict[str, list[dict[str, Any]]]

DOSSIER_BY_RECORD = {
    "person_record": ("record_id",),
    "person_status": ("record_id",),
    "relation": ("record_a", "record_b"),
    "protection_order": ("restrained",),
    "custody": ("record_id",),
    "supervision": ("record_id",),
    "sanction": ("record_id",),
    "observation": ("about",),
    "licence": ("record_id",),
    "residence": ("record_id",),
    "measure_taken": ("record_id",),
}


def dossier(ranked: Ranked, people: ir.Table) -> dict[str, ir.Table]:
    """The register rows, known on D, of `people` (person): table name → rows.

    Others' rows are there only as far as they share an incident: no person record, no residence.
    """
    known = ranked.known
    own = known["involvement"]
    own = own.semi_join(people, own.record_id == people.person)
    incidents = own.select("incident_id").distinct()
    found: dict[str, ir.Table] = {}
    for name in ("incident", "offence", "involvement"):
        if name in known:
            found[name] = known[name].semi_join(incidents, "incident_id")
    for name, columns in DOSSIER_BY_RECORD.items():
        if name in known:
            table = known[name]
            parts = [table.semi_join(people, table[column] == people.person) for column in columns]
            found[name] = parts[0] if len(parts) == 1 else parts[0].union(parts[1], distinct=True)
    return found


def computed_rows(ranked: Ranked, counted: ir.Table, people: ir.Table) -> dict[str, ir.Table]:
    """What stage 4 made of those rows: suspicions of `counted`, their victims, and signs."""
    own = counted.semi_join(people, "person")
    aged = with_liberty_age(own, ranked.known, ranked.knowledge, "registered", "registered_d")
    paired = pairings(own, ranked.known, None)
    return {
        "counted": aged,
        "paired": paired.group_by("person", "incident_id", "offence_id", "victim", "d").agg(
            less_sure=paired.less_sure.all()
        ),
        "sign": ranked.signs.semi_join(people, "person"),
        "age": ages(ranked.known).semi_join(people, "person"),
    }


def materials(
    computed: Rows, rows: Rows, ranked: Ranked, gone: set[tuple[str, str | None]]
) -> dict[str, Material]:
    """One `Material` per person from the fetched rows; `gone`: what may no longer be shown.

    `computed` are the rows of `computed_rows`, `rows` those of the dossier.
    """
    look_back = ranked.knowledge.population.look_back_days
    ages = {row["person"]: row["age"] for row in computed["age"]}
    levels = {row["involvement_id"]: row["suspicion"] for row in rows.get("involvement", ())}
    suspicions: dict[str, list[Suspicion]] = defaultdict(list)
    for row in computed["counted"]:
        shown = (row["involvement_id"], row["offence_id"]) not in gone
        level = levels.get(row["involvement_id"])
        suspicions[row["person"]].append(suspicion_of({**row, "shown": shown, "level": level}))
    found = {
        person: Material(
            person, f"{ranked.known.source}:{person}", ages.get(person), own, look_back
        )
        for person, own in suspicions.items()
    }
    _add_victims_and_signs(found, computed)
    _add_history(found, rows, ranked)
    _add_counterweights(found, rows, ranked)
    return found


def _add_victims_and_signs(found: dict[str, Material], computed: Rows) -> None:
    for row in computed["paired"]:
        material = found[row["person"]]
        key = (row["incident_id"], row["offence_id"])
        material.victims.setdefault(key, set()).add(row["victim"])
        material.less_sure |= row["less_sure"] and row["d"] <= material.look_back
    for row in computed["sign"]:
        if row["person"] in found:
            found[row["person"]].signs.append(
                Sign(**{name: row[name] for name in Sign.__slots__})
            )


def _days_inside(row: Row, today: int) -> int:
    until = today if row["valid_to"] is None else min(day_number(row["valid_to"]), today)
    return until - day_number(row["valid_from"])


def _add_history(found: dict[str, Material], rows: Rows, ranked: Ranked) -> None:
    today, inside = ranked.known.number, ranked.knowledge.population.inside_kinds
    for row in rows.get("custody", ()):
        if row["kind"] in inside and _days_inside(row, today) >= LONG_CUSTODY_DAYS:
            _with(found, row["record_id"]).long_custody.append(f"custody:{row['custody_id']}")
    for table, key, who in (
        ("supervision", "supervision_id", "record_id"),
        ("protection_order", "order_id", "restrained"),
    ):
        for row in sorted(rows.get(table, ()), key=lambda r: str(r[key])):
            if row["breached_on"] is not None and day_number(row["breached_on"]) <= today:
                _with(found, row[who]).breaches.append(f"{table}:{row[key]}")
    for row in rows.get("sanction", ()):
        if row["offence_id"] is not None:
            own = _with(found, row["record_id"]).sanctions
            own.setdefault(row["offence_id"], []).append(row["sanction_id"])
    unanswered = ("custody" not in ranked.known) + (
        "supervision" not in ranked.known and "protection_order" not in ranked.known
    )
    for material in found.values():
        material.unanswered = int(unanswered)


def _with(found: dict[str, Material], person: str) -> Material:
    """The person's material, or one that is thrown away for somebody not asked about."""
    return found.get(person) or Material("", "", None, [], 0)


def _add_counterweights(found: dict[str, Material], rows: Rows, ranked: Ranked) -> None:
    today, ended = ranked.known.number, ranked.knowledge.ended
    suspects: dict[str, set[str]] = defaultdict(set)
    victims: dict[str, set[str]] = defaultdict(set)
    for row in rows.get("involvement", ()):
        if row["role"] in ("suspect", "victim"):
            side = suspects if row["role"] == "suspect" else victims
            side[row["incident_id"]].add(row["record_id"])
        if row["role"] == "suspect" and row["record_id"] in found and row["ended_on"] is not None:
            why = row["ended_why"] or "unknown"
            if day_number(row["ended_on"]) <= today and ended.get(why) == "never":
                found[row["record_id"]].acquittals += 1
    incidents = {row["incident_id"]: row for row in rows.get("incident", ())}
    for person, material in found.items():
        own = set().union(*material.victims.values()) if material.victims else set()
        material.counter_reports = sorted(
            incident
            for incident, harmed in victims.items()
            if person in harmed and suspects.get(incident, set()) & own
        )
        material.ended = sum(not s.live for s in material.suspicions if s.d <= material.look_back)
        material.sources = {
            (incidents.get(e.incident_id) or {}).get("reported_by") or "unknown"
            for e in material.episodes
        }
