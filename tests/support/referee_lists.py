"""The referee, part 6: regions, custody and release, places, groups, flags and gaps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tests.support.outcome import NATIONAL, Candidate, Capacity, Places, Row
from tests.support.referee_facts import (
    World,
    age_in_years,
    is_excluded,
    old_enough,
    rows_standing,
    spells_inside,
)
from tests.support.referee_rankers import Person, observations_about
from tests.support.referee_serial import has_victims, in_window, says_nothing_of_relations

GAP_BY_TABLE = {
    "custody": "no_custody",
    "person_status": "no_person_status",
    "observation": "no_observation",
    "relation": "no_relation",
    "person_record": "no_person_record",
    "protection_order": "no_protection_order",
    "sanction": "no_sanction",
}
GAPS_OF_DELIVERY = (
    "no_custody",
    "no_person_status",
    "no_observation",
    "no_victims",
    "no_relation",
    "no_person_record",
    "no_protection_order",
    "no_sanction",
)


def region_of_municipality(world: World, municipality: str | None) -> str | None:
    """The region whose county code begins the municipality code."""
    for region in world.knowledge.regions:
        if municipality is not None and municipality[:2] in region.county_codes:
            return region.id
    return None


def region_in(world: World, row: Row) -> str | None:
    """The row's own police region if the pack has it, else that of its municipality."""
    if row.get("police_region") in {region.id for region in world.knowledge.regions}:
        return row["police_region"]
    return region_of_municipality(world, row.get("municipality"))


def police_region(person: Person) -> tuple[str, str]:
    """(police region, how it is known) of a person on D."""
    world = person.world
    covering = [
        row
        for row in world.rows("residence")
        if row["record_id"] == person.record
        and (row.get("valid_from") or dt.date.min) <= world.as_of
        and (row.get("valid_to") or dt.date.max) >= world.as_of
        and region_in(world, row)
    ]
    if covering:
        spell = max(covering, key=lambda r: (r.get("valid_from") or dt.date.min, r["residence_id"]))
        return region_in(world, spell), "residence"
    for row in world.rows("person_record"):
        region = region_of_municipality(world, row.get("municipality"))
        if row["record_id"] == person.record and region:
            return region, "person_record"
    incidents = {row["incident_id"]: row for row in world.rows("incident")}
    for episode in reversed(person.used):
        region = region_in(world, incidents[episode.incident])
        if region:
            return region, "incident"
    return "unknown", "unknown"


def inside_now(person: Person) -> list[Row]:
    """The spells in which the person is inside on D."""
    day = person.world.as_of
    return [
        spell
        for spell in spells_inside(person.world, person.record)
        if spell["valid_from"] <= day and (spell.get("valid_to") is None or spell["valid_to"] > day)
    ]


def expected_release(person: Person) -> dt.date | None:
    """Latest expected release of those spells; None if no spell says."""
    days = [s.get("expected_release_on") or s.get("valid_to") for s in inside_now(person)]
    return max((day for day in days if day is not None), default=None)


def takes_no_place(person: Person) -> bool:
    """Inside on D, and not about to be released."""
    if not inside_now(person):
        return False
    release = expected_release(person)
    lead = person.world.knowledge.lists.release_lead_days
    return release is None or (release - person.world.as_of).days > lead


def seen_lately(person: Person, kind: str) -> bool:
    """Whether the kind was seen within the window for flags."""
    last = person.world.knowledge.windows.flag_days
    aged = observations_about(person.world, person.record, kind)
    return any(0 <= age < last for age, _ in aged)


def flags_of(person: Person, mark: str | None) -> tuple[str, ...]:
    """Serial mark, warning acts, inside."""
    kinds = sorted(person.world.knowledge.kinds(lethality=True))
    flags = [mark] if mark else []
    flags += [f"overlay:{kind}" for kind in kinds if seen_lately(person, kind)]
    flags += ["inside"] if inside_now(person) else []
    return tuple(flags)


def gaps_of(person: Person, region: str, more: tuple[str, ...]) -> tuple[str, ...]:
    """What is missing about the person (and `more`), and which tables the delivery lacks."""
    used = [suspicion for episode in person.used for suspicion in episode.suspicions]
    own = {
        "age_unknown": age_in_years(person.world, person.record) is None,
        "region_unknown": region == "unknown",
        "relation_unknown": any(suspicion.partner == "unknown" for suspicion in used),
        "less_sure": any(not sure for s in used for sure in s.victims.values()),
    }
    absent = {gap for table, gap in GAP_BY_TABLE.items() if table not in person.world.given}
    if not has_victims(person.world):
        absent.add("no_victims")
    gaps = [gap for gap, holds in own.items() if holds or gap in more]
    return tuple(gaps + [gap for gap in GAPS_OF_DELIVERY if gap in absent])


def is_held_back(person: Person) -> bool:
    """Whether nothing of the partner suspicions the ranking used stands, seen from *now*."""
    used = [
        suspicion
        for episode in person.used
        for suspicion in episode.suspicions
        if person.world.partner_counts(suspicion.partner)
    ]
    return not any(rows_standing(person.world, suspicion) for suspicion in used)


@dataclass
class Queue:
    """Who would be proposed: persons with their scores, in the order of places."""

    people: dict[str, Person]
    scores: dict[str, int]

    def ordered(self, names: list[str]) -> list[str]:
        """Highest score first, then person id."""
        return sorted(names, key=lambda name: (-self.scores[name], name))


def capacities(world: World, places: Places, name: str) -> list[Capacity]:
    """The places of one list, region by region."""
    if isinstance(places, int):
        return [Capacity(NATIONAL, name, places)]
    return [row for row in places if row.list == name]


def filled(world: World, queue: Queue, names: list[str], capacity: Capacity):
    """(who takes a place, who is inside and comes before the last place is filled)."""
    floor = world.knowledge.lists.floor if capacity.floor is None else capacity.floor
    placed: list[str] = []
    inside: list[str] = []
    for name in queue.ordered(names):
        if len(placed) >= capacity.places or queue.scores[name] < floor:
            break
        (inside if takes_no_place(queue.people[name]) else placed).append(name)
    return placed, inside


def victims_in_window(person: Person) -> set[str]:
    """Distinct victims of counted suspicions within the serial window."""
    return {v for e in in_window(person) for s in e.suspicions for v in s.victims}


def several_victims(world: World, people: dict[str, Person]) -> dict[str, int]:
    """Suspects with at least two victims, where the delivery says nothing of relations."""
    found = {}
    if not says_nothing_of_relations(world) or not has_victims(world):
        return {}
    for name, person in people.items():
        if is_excluded(world, person.record) or not old_enough(world, person.record):
            continue
        suspicions = [s for e in in_window(person) for s in e.suspicions]
        if not any(rows_standing(world, suspicion) for suspicion in suspicions):
            continue
        if len(victims_in_window(person)) >= 2:
            found[name] = len(victims_in_window(person))
    return found


def must_be_reviewed(person: Person) -> bool:
    """Whether the overlay brings the person before a human, whatever the score."""
    kinds = [k.id for k in person.world.knowledge.observations if k.forces_review]
    return any(seen_lately(person, kind) for kind in kinds)


def numbered(rows: list[Candidate]) -> tuple[Candidate, ...]:
    """Candidates in order, with places counted from 1 within list and region; one queue for the
    serial list and the group that shares its places."""
    counted: dict[tuple[str, str], int] = {}
    placed = []
    for row in rows:
        key = ("serial" if row.list == "serial_unknown" else row.list, row.police_region)
        counted[key] = counted.get(key, 0) + 1
        placed.append(
            Candidate(
                row.list,
                row.police_region,
                counted[key],
                row.person,
                row.score,
                row.flags,
                row.gaps,
            )
        )
    return tuple(sorted(placed))
