"""The referee, part 4: the two published check-lists, beta_2022 and odara_police."""

from __future__ import annotations

from tests.support.outcome import Reason
from tests.support.referee_facts import Episode, Suspicion, spell_end, spells_inside
from tests.support.referee_rankers import (
    Person,
    Scored,
    evidence_of,
    incident_evidence,
    latest,
    observations_about,
    references,
    total,
    youngest_observations,
)

GRAVE = {"violence", "lethal", "sexual"}
LONG_SPELL_DAYS = 30


def beta_2022(person: Person) -> Scored:
    """The published pilot rule of Operation Beta."""
    threat = youngest_observations(person, "suicide_threat_to_partner")
    met: list[Reason] = []
    earlier = earlier_convictions(person)
    if earlier:
        evidence = conviction_evidence(person, earlier)
        met.append(("beta_2022.earlier_conviction", None, 1, evidence))
    for kind in ("strangulation", "threat_to_kill"):
        seen = youngest_observations(person, kind)
        if seen is not None:
            met.append((f"beta_2022.{kind}", seen[0], 1, seen[1]))
    if not person.partner or threat is None or not met:
        return total([("beta_2022.not_met", None, 0, ())])
    gates: list[Reason] = [
        (
            "beta_2022.partner_offence",
            len(person.partner),
            0,
            evidence_of(person, *person.partner),
        ),
        ("beta_2022.suicide_threat", threat[0], 0, threat[1]),
    ]
    return total(gates + met)


def sanctions_on(person: Person, suspicion: Suspicion) -> list[str]:
    """Ids of the person's sanctions known on D on the offence of a suspicion."""
    if suspicion.offence_id is None:
        return []
    return [
        row["sanction_id"]
        for row in person.world.rows("sanction")
        if row["record_id"] == person.record and row.get("offence_id") == suspicion.offence_id
    ]


def is_conviction(person: Person, suspicion: Suspicion) -> bool:
    """A suspicion at the level convicted, or with a sanction on its offence."""
    return suspicion.convicted or bool(sanctions_on(person, suspicion))


def earlier_convictions(person: Person) -> list[Suspicion]:
    """Earlier convictions concerning a victim of a later used partner offence, oldest first."""
    partner_offences = [
        suspicion
        for episode in person.partner
        for suspicion in episode.suspicions
        if person.world.partner_counts(suspicion.partner)
    ]
    return [
        suspicion
        for episode in person.episodes
        for suspicion in episode.suspicions
        if is_conviction(person, suspicion)
        and any(
            later.incident != episode.incident
            and episode.day < later.day
            and set(later.victims) & set(suspicion.victims)
            for later in partner_offences
        )
    ]


def conviction_evidence(person: Person, convictions: list[Suspicion]) -> tuple[str, ...]:
    """For each incident: the incident and the suspicions, then the sanctions on them."""
    evidence: list[str] = []
    for incident in dict.fromkeys(suspicion.incident for suspicion in convictions):
        here = [suspicion for suspicion in convictions if suspicion.incident == incident]
        sanctions = {name for suspicion in here for name in sanctions_on(person, suspicion)}
        evidence += incident_evidence(person.world, incident, here)
        evidence += [f"sanction:{name}" for name in sorted(sanctions)]
    return tuple(evidence)


def has_grave(suspicions: list[Suspicion]) -> bool:
    """Whether any of the suspicions is of violence, lethal or sexual."""
    return any(GRAVE & set(suspicion.classes) for suspicion in suspicions)


def odara_police(person: Person) -> Scored:
    """The items of ODARA that police registers can answer; never presented as ODARA."""
    world = person.world
    index = latest(person.partner)
    earlier = [e for e in person.partner if (e.day, e.incident) < (index.day, index.incident)]
    others = [episode for episode in person.used if not episode.partner]
    item_1 = [episode for episode in earlier if has_grave(episode.suspicions)]
    item_2 = [episode for episode in others if has_grave(episode.suspicions)]
    item_10 = [
        episode
        for episode in person.used
        if has_grave([s for s in episode.suspicions if s.partner == "no"])
    ]
    items = {
        "1": (bool(item_1), evidence_of(person, *item_1)),
        "2": (bool(item_2), evidence_of(person, *item_2)),
        "3": answered(long_spells(person)),
        "4": answered(breaches(person)),
        "5": act_in_index(person, index, "threat_to_kill", "threat"),
        "6": act_in_index(person, index, "confinement", "confinement"),
        "10": (bool(item_10), evidence_of(person, *item_10)),
    }
    reasons: list[Reason] = [
        (f"odara_police.item_{item}", None, 1, evidence)
        for item, (yes, evidence) in items.items()
        if yes
    ]
    unanswered = int("custody" not in world.given)
    unanswered += int("supervision" not in world.given and "protection_order" not in world.given)
    if unanswered:
        reasons.append(("odara_police.unanswered", unanswered, 0, ()))
    return total(reasons)


def answered(evidence: tuple[str, ...]) -> tuple[bool, tuple[str, ...]]:
    """Yes where there is evidence."""
    return bool(evidence), evidence


def long_spells(person: Person) -> tuple[str, ...]:
    """Item 3: custody spells of at least 30 days."""
    ids = [
        spell["custody_id"]
        for spell in spells_inside(person.world, person.record)
        if spell["valid_from"] <= person.world.as_of
        and (spell_end(person.world, spell) - spell["valid_from"]).days >= LONG_SPELL_DAYS
    ]
    return tuple(f"custody:{name}" for name in sorted(ids))


def breaches(person: Person) -> tuple[str, ...]:
    """Item 4: a breach of supervision, or of a protection order restraining the person."""
    found: list[str] = []
    for table, holder, name in (
        ("supervision", "record_id", "supervision_id"),
        ("protection_order", "restrained", "order_id"),
    ):
        ids = [
            row[name]
            for row in person.world.rows(table)
            if row[holder] == person.record
            and row.get("breached_on") is not None
            and row["breached_on"] <= person.world.as_of
        ]
        found += [f"{table}:{one}" for one in sorted(ids)]
    return tuple(found)


def act_in_index(
    person: Person, index: Episode, kind: str, name: str
) -> tuple[bool, tuple[str, ...]]:
    """Items 5 and 6: an observation on the index incident, or a suspicion of that class in it."""
    last = person.world.knowledge.population.look_back_days
    seen = [
        row["observation_id"]
        for age, row in observations_about(person.world, person.record, kind)
        if row.get("incident_id") == index.incident and 0 <= age <= last
    ]
    suspected = [suspicion for suspicion in index.suspicions if name in suspicion.classes]
    evidence = tuple(f"observation:{one}" for one in sorted(seen))
    return bool(seen or suspected), evidence + references(person.world, suspected)
