"""The referee, part 5: victims of a person, who of them are connected, and the serial marks."""

from __future__ import annotations

import datetime as dt

from tests.support.referee_checklists import is_conviction
from tests.support.referee_facts import Episode, Suspicion, World
from tests.support.referee_rankers import Person
from tests.support.referee_ties import Ties

STRENGTH = ("partner", "sexual", "unknown")
SERIOUS = {"partner", "sexual"}


def says_nothing_of_relations(world: World) -> bool:
    """No relation table, and no offence that says whether the parties were close."""
    told = [row for row in world.rows("offence") if row.get("close_relation") in ("yes", "no")]
    return "relation" not in world.given and not told


def has_victims(world: World) -> bool:
    """Whether the delivery names any victim."""
    return any(row["role"] == "victim" for row in world.rows("involvement"))


def why_no_serial(world: World) -> str | None:
    """Why there can be no serial list; None when there can."""
    if not has_victims(world):
        return "no_victims"
    return "no_relations" if says_nothing_of_relations(world) else None


def in_window(person: Person) -> list[Episode]:
    """Episodes within the serial window."""
    window = person.world.knowledge.serial.window_days
    return [e for e in person.episodes if window is None or e.age_of_day <= window]


def kind_of(suspicion: Suspicion, victim: str) -> str | None:
    """What one suspicion makes of a victim paired with it; None where the victim does not count."""
    only_one = set(suspicion.victims) == {victim}
    says_close = suspicion.offence is not None and suspicion.offence.get("close_relation") == "yes"
    if victim in suspicion.pairs or (says_close and only_one):
        return "partner"
    sexual = "sexual" in suspicion.classes
    if sexual and (suspicion.victims[victim] or only_one):
        return "sexual"
    return "unknown" if sexual or suspicion.partner in ("yes", "unknown") else None


def was_child(world: World, victim: str, day: dt.date) -> bool:
    """Whether the victim had fewer days behind them on `day` than make a partner."""
    years = world.knowledge.serial.child_years
    births = [
        row["birth_date"]
        for row in world.rows("person_record")
        if row["record_id"] == victim and row.get("birth_date") is not None
    ]
    return bool(births) and (day - max(births)).days < years * 365 + years // 4


def own_family(person: Person, victim: str) -> bool:
    """Whether a relation of family ties the two."""
    kinds = person.world.knowledge.serial.family_relations
    return any(
        row["kind"] in kinds and {row["record_a"], row["record_b"]} == {person.record, victim}
        for row in person.world.rows("relation")
    )


def victims_by_kind(person: Person) -> dict[str, str]:
    """The person's victims in the window → the strongest kind of each."""
    kinds: dict[str, set[str]] = {}
    for episode in in_window(person):
        for suspicion in episode.suspicions:
            for victim in suspicion.victims:
                kind = kind_of(suspicion, victim)
                if kind == "unknown" and "sexual" not in suspicion.classes:
                    child = was_child(person.world, victim, episode.day)
                    kind = None if child or own_family(person, victim) else kind
                if kind is not None:
                    kinds.setdefault(victim, set()).add(kind)
    return {v: next(k for k in STRENGTH if k in found) for v, found in kinds.items()}


def youngest_serious(person: Person, victim: str) -> int | None:
    """Smallest age of a suspicion in the window that makes the victim partner or sexual."""
    ages = [
        episode.age_of_day
        for episode in in_window(person)
        for suspicion in episode.suspicions
        if victim in suspicion.victims and kind_of(suspicion, victim) in SERIOUS
    ]
    return min(ages, default=None)


def connected(world: World, one: str, other: str) -> bool:
    """Family, or one household at one time."""
    for relation in world.rows("relation"):
        family = relation["kind"] in world.knowledge.serial.family_relations
        if family and {relation["record_a"], relation["record_b"]} == {one, other}:
            return True
    for mine in world.rows("residence"):
        for theirs in world.rows("residence"):
            if mine["record_id"] != one or theirs["record_id"] != other:
                continue
            if mine.get("household") is None or mine["household"] != theirs.get("household"):
                continue
            begins = max(spell.get("valid_from") or dt.date.min for spell in (mine, theirs))
            ends = min(spell.get("valid_to") or dt.date.max for spell in (mine, theirs))
            if begins <= ends:
                return True
    return False


def groups(world: World, victims: list[str]) -> list[set[str]]:
    """Victims gathered into connected groups; connection passes on through other victims."""
    gathered: list[set[str]] = []
    for victim in sorted(victims):
        touching = [g for g in gathered if any(connected(world, victim, other) for other in g)]
        gathered = [group for group in gathered if group not in touching]
        gathered.append({victim}.union(*touching))
    return gathered


def serial_mark(person: Person) -> str | None:
    """serial_partner, serial_sexual, on_the_way, serial_unknown or nothing."""
    kinds = victims_by_kind(person)
    grouped = groups(person.world, list(kinds))
    strongest = [next(k for k in STRENGTH if k in {kinds[v] for v in g}) for g in grouped]
    partner, sexual = strongest.count("partner"), strongest.count("sexual")
    if partner >= 2:
        return "serial_partner"
    if partner + sexual >= 2 and sexual >= 1:
        return "serial_sexual"
    unknown = [g for g, kind in zip(grouped, strongest, strict=True) if kind == "unknown"]
    if partner + sexual == 1 and any(has_sign(person, victim) for g in unknown for victim in g):
        return "on_the_way"
    serious = [g for g, kind in zip(grouped, strongest, strict=True) if kind in SERIOUS]
    recent = [group for group in serious if is_recent(person, group)]
    if recent and concerns_another(person, set().union(*recent)):
        return "on_the_way"
    return "serial_unknown" if partner + sexual == 1 and unknown else None


def has_sign(person: Person, victim: str) -> bool:
    """Whether anything recorded points to a tie between the person and a victim of unknown relation."""
    ties = Ties(person.world, [])
    relations = ties.relations(person.record, victim)
    return (
        any(row["kind"] in person.world.knowledge.population.partner_relations for row in relations)
        or bool(ties.tying_homes(person.record, victim))
        or bool(ties.orders(person.record, victim))
        or was_noted(person, victim)
    )


def was_noted(person: Person, victim: str) -> bool:
    """An observation found only between partners, in an incident with this one victim of theirs."""
    hurt: dict[str, set[str]] = {}
    for episode in in_window(person):
        for suspicion in episode.suspicions:
            hurt.setdefault(suspicion.incident, set()).update(suspicion.victims)
    kinds = {
        kind.id
        for kind in person.world.knowledge.observations
        if kind.between_partners and kind.sensitive != "health"
    }
    return any(
        row["about"] == person.record
        and row["kind"] in kinds
        and row.get("could_only_come_from") is None
        and hurt.get(row.get("incident_id")) == {victim}
        for row in person.world.rows("observation")
    )


def is_recent(person: Person, group: set[str]) -> bool:
    """Whether a partner or sexual suspicion concerning the group is within the recent window."""
    ages = [youngest_serious(person, victim) for victim in group]
    last = person.world.knowledge.serial.recent_days
    return any(age is not None and age <= last for age in ages)


def is_another(person: Person, outsider: str, inside: set[str]) -> bool:
    """Neither the person, nor in the groups, nor directly connected to anybody in them."""
    if outsider == person.record or outsider in inside:
        return False
    return not any(connected(person.world, outsider, member) for member in inside)


def concerns_another(person: Person, inside: set[str]) -> bool:
    """A conviction, or a protection order, concerning somebody else than the groups; at any time."""
    concerned = [
        order["protected"]
        for order in person.world.rows("protection_order")
        if order["restrained"] == person.record and order["status"] in ("in_force", "lapsed")
    ]
    for episode in person.episodes:
        for suspicion in episode.suspicions:
            serious = suspicion.partner == "yes" or "sexual" in suspicion.classes
            if serious and is_conviction(person, suspicion):
                concerned += suspicion.victims
    return any(is_another(person, outsider, inside) for outsider in concerned)
