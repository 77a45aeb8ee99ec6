"""The rows behind the people shown: which of them to fetch, and how they become `Material`."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ibis.expr import types as ir

from hejda.base.dates import day_number
from hejda.knowledge.rules import Knowledge
from hejda.rank.liberty import with_liberty_age
from hejda.rank.material import Material, Row, Sign, Suspicion, suspicion_of
from hejda.rank.odara import LONG_CUSTODY_DAYS
from hejda.rank.population import ages
from hejda.rank.prepare import Keep, suspicions_in_variants, with_age
from hejda.rank.signs import signs
from hejda.rank.suspicions import pairings
from hejda.tables.known import Known

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


def own_incidents(known: Known, people: ir.Table) -> ir.Table:
    """Incidents in which `people` (person) are involved in any role: incident_id.

    With those whose offences were absorbed into an offence of such an incident: their victims count.
    """
    rows, offence = known["involvement"], known["offence"]
    own = rows.semi_join(people, rows.record_id == people.person).select("incident_id").distinct()
    if not known.absorbs:
        return own
    taken = offence.semi_join(own, "incident_id").select(absorbed_into="offence_id")
    absorbed = offence.semi_join(taken, "absorbed_into").select("incident_id")
    return own.union(absorbed, distinct=True)


def dossier(known: Known, people: ir.Table, incidents: ir.Table) -> dict[str, ir.Table]:
    """The register rows, known on D, of `people` (person): table name → rows.

    `incidents`: those of `own_incidents`. Others' rows are there only as far as they share one of
    them: no person record, no residence.
    """
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


def computed_rows(
    own: Known,
    knowledge: Knowledge,
    people: ir.Table,
    ties: ir.Table | None,
    variant: str,
    keep: Keep,
) -> dict[str, ir.Table]:
    """What stage 4 makes of the dossier alone, in `variant`: suspicions, victims, signs, ages.

    `own` holds the rows of the dossier only, so that nothing here rests on the large tables. `keep`
    computes an expression once (see the engine).
    """
    rows = suspicions_in_variants(own, knowledge, ties).semi_join(people, "person")
    counted = keep(f"shown_suspicion_{variant}", rows.filter(rows[f"counts_{variant}"]))
    counted = with_age(counted, own, knowledge)
    counted = with_liberty_age(counted, own, knowledge, "registered", "registered_d")
    paired = pairings(counted, own, None)
    return {
        "counted": counted,
        "paired": paired.select(
            "person", "incident_id", "offence_id", "involvement_id", "victim", "less_sure"
        ).distinct(),
        "sign": signs(own, knowledge).semi_join(people, "person"),
        "age": ages(own).semi_join(people, "person"),
    }


def materials(
    computed: Rows,
    rows: Rows,
    own: Known,
    knowledge: Knowledge,
    gone: set[tuple[str, str | None]],
) -> dict[str, Material]:
    """One `Material` per person from the fetched rows; `gone`: what may no longer be shown.

    `computed` are the rows of `computed_rows`, `rows` those of the dossier.
    """
    look_back = knowledge.population.look_back_days
    by_person = {row["person"]: row["age"] for row in computed["age"]}
    levels = {row["involvement_id"]: row["suspicion"] for row in rows.get("involvement", ())}
    attempts = {row["offence_id"]: bool(row["attempt"]) for row in rows.get("offence", ())}
    suspicions: dict[str, list[Suspicion]] = defaultdict(list)
    for row in computed["counted"]:
        shown = (row["involvement_id"], row["offence_id"]) not in gone
        more = {
            "shown": shown,
            "level": levels.get(row["involvement_id"]),
            "attempt": attempts.get(row["offence_id"], False),
        }
        suspicions[row["person"]].append(suspicion_of({**row, **more}))
    found = {
        person: Material(
            person, f"{own.source}:{person}", by_person.get(person), rows_of, look_back
        )
        for person, rows_of in suspicions.items()
    }
    _add_victims_and_signs(found, computed)
    _add_history(found, rows, own, knowledge)
    _add_counter_reports(found, rows, own, knowledge, {involvement for involvement, _ in gone})
    _add_endings(found, rows, own)
    _add_sources(found, rows)
    return found


def _add_victims_and_signs(found: dict[str, Material], computed: Rows) -> None:
    used = {
        (person, s.involvement_id, s.offence_id)
        for person, material in found.items()
        for e in material.episodes
        for s in e.suspicions
    }
    sure: dict[tuple[Any, Any, Any, Any], bool] = {}
    for row in computed["paired"]:
        person, key = row["person"], (row["involvement_id"], row["offence_id"])
        found[person].victims.setdefault(key, set()).add(row["victim"])
        if (person, *key) in used:
            pair = (person, row["incident_id"], row["offence_id"], row["victim"])
            sure[pair] = sure.get(pair, False) or not row["less_sure"]
    for (person, *_), shared in sure.items():
        found[person].less_sure |= not shared
    for row in computed["sign"]:
        if row["person"] in found:
            found[row["person"]].signs.append(Sign(**{name: row[name] for name in Sign.__slots__}))


def _days_inside(row: Row, today: int) -> int:
    until = today if row["valid_to"] is None else min(day_number(row["valid_to"]), today)
    return until - day_number(row["valid_from"])


def _add_history(
    found: dict[str, Material], rows: Rows, known: Known, knowledge: Knowledge
) -> None:
    today, inside = known.number, knowledge.population.inside_kinds
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
    unanswered = ("custody" not in known) + (
        "supervision" not in known and "protection_order" not in known
    )
    for material in found.values():
        material.unanswered = int(unanswered)


def _with(found: dict[str, Material], person: str) -> Material:
    """The person's material, or one that is thrown away for somebody not asked about."""
    return found.get(person) or Material("", "", None, [], 0)


def counts_never(row: Row, known: Known, knowledge: Knowledge) -> bool:
    """Whether this row of `involvement` has on D ended in a way after which it never counts."""
    why = row["ended_why"] or "unknown"
    return _has_ended(row, known) and knowledge.ended.get(why) == "never"


def _has_ended(row: Row, known: Known) -> bool:
    return row["ended_on"] is not None and day_number(row["ended_on"]) <= known.number


def _add_counter_reports(
    found: dict[str, Material], rows: Rows, known: Known, knowledge: Knowledge, gone: set[str]
) -> None:
    """Incidents in which a victim of the person's suspicions is suspected, and the person the victim.

    `gone`: involvements no longer shown. Who was acquitted or cleared is not told as suspect.
    """
    suspects: dict[str, set[str]] = defaultdict(set)
    harmed_in: dict[str, set[str]] = defaultdict(set)
    for row in rows.get("involvement", ()):
        hidden = row["involvement_id"] in gone or counts_never(row, known, knowledge)
        if row["role"] == "victim":
            harmed_in[row["record_id"]].add(row["incident_id"])
        elif row["role"] == "suspect" and not hidden:
            suspects[row["incident_id"]].add(row["record_id"])
    for person, material in found.items():
        own = set().union(*material.victims.values()) if material.victims else set()
        material.counter_reports = sorted(
            incident
            for incident in harmed_in.get(person, ())
            if own & suspects.get(incident, set())
        )


def _add_endings(found: dict[str, Material], rows: Rows, known: Known) -> None:
    """Per person, suspicions that ended by acquittal, and those that ended in another way.

    Several rows about the same offence are one suspicion, ended only when all of them have.
    """
    endings: dict[tuple[str, str, str | None], list[str | None]] = defaultdict(list)
    for row in rows.get("involvement", ()):
        if row["role"] == "suspect" and row["record_id"] in found:
            why = (row["ended_why"] or "unknown") if _has_ended(row, known) else None
            endings[(row["record_id"], row["incident_id"], row["offence_id"])].append(why)
    for (person, _, _), whys in endings.items():
        if "acquitted" in whys and None not in whys:
            found[person].acquittals += 1
        elif None not in whys:
            found[person].ended += 1


def _add_sources(found: dict[str, Material], rows: Rows) -> None:
    reported = {row["incident_id"]: row["reported_by"] for row in rows.get("incident", ())}
    for material in found.values():
        episodes = material.episodes
        sources = {reported.get(episode.incident_id) or "unknown" for episode in episodes}
        victims = material.harmed(episodes)
        material.one_source = (
            len(episodes) == 1
            or (sources == {"victim"} and len(victims) == 1)
            or (sources == {"police"} and len(victims) <= 1)
        )
