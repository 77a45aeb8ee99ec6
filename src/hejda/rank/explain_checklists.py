"""Why, for the two checklists: beta_2022 and odara_police."""

from __future__ import annotations

from hejda.base.reasons import Reason
from hejda.knowledge.rules import Knowledge
from hejda.rank.material import Episode, Material, Suspicion, references
from hejda.rank.reasoning import latest_episode, partner_episodes, sign_reason, signs_of
from hejda.rank.suspicions import NO, YES


def _victims(material: Material, suspicion: Suspicion) -> set[str]:
    return material.victims.get((suspicion.involvement_id, suspicion.offence_id), set())


def _earlier_convictions(material: Material) -> list[tuple[Episode, list[Suspicion]]]:
    """Earlier convictions concerning the victim of a later partner offence, by episode."""
    later: dict[str, int] = {}
    for episode in partner_episodes(material):
        for s in episode.suspicions:
            if s.relation == YES:
                for victim in _victims(material, s):
                    later[victim] = max(later.get(victim, episode.day), episode.day)
    found = []
    for episode in material.all_episodes:
        rows = [
            s
            for s in episode.suspicions
            if (s.convicted or (s.offence_id or "") in material.sanctions)
            and any(later.get(v, episode.day) > episode.day for v in _victims(material, s))
        ]
        if rows:
            found.append((episode, rows))
    return found


def _conviction_evidence(
    material: Material, convictions: list[tuple[Episode, list[Suspicion]]]
) -> tuple[str, ...]:
    found: list[str] = []
    for episode, rows in convictions:
        if shown := references(rows):
            found += [f"incident:{episode.incident_id}", *shown]
        sanctions = {x for s in rows for x in material.sanctions.get(s.offence_id or "", ())}
        found += sorted(f"sanction:{sanction}" for sanction in sanctions)
    return tuple(found)


def beta_2022(material: Material, knowledge: Knowledge) -> list[Reason]:
    """Reasons of the pilot rule of 2022: what it asks, and each further condition met."""
    partner, threats = partner_episodes(material), signs_of(material, "suicide_threat_to_partner")
    further: list[Reason] = []
    if convictions := _earlier_convictions(material):
        evidence = _conviction_evidence(material, convictions)
        further.append(Reason("beta_2022.earlier_conviction", None, 1, evidence))
    further += [
        sign_reason(f"beta_2022.{kind}", found, 1)
        for kind in ("strangulation", "threat_to_kill")
        if (found := signs_of(material, kind))
    ]
    if not (partner and threats and further):
        return [Reason("beta_2022.not_met", None, 0)]
    evidence = tuple(reference for e in partner for reference in e.evidence)
    return [
        Reason("beta_2022.partner_offence", len(partner), 0, evidence),
        sign_reason("beta_2022.suicide_threat", threats, 0),
        *further,
    ]


Found = tuple[bool, tuple[str, ...]]
"""Whether an item is answered yes, and the references behind it that may be shown."""


def _in_episodes(episodes: list[Episode]) -> Found:
    return bool(episodes), tuple(reference for e in episodes for reference in e.evidence)


def _at_index(material: Material, index: Episode, kind: str, charge: str) -> Found:
    noted = [s for s in signs_of(material, kind) if s.incident_id == index.incident_id]
    rows = [s for s in index.suspicions if getattr(s, charge)]
    evidence = (*sorted(f"observation:{s.observation_id}" for s in noted), *references(rows))
    return bool(noted or rows), evidence


def odara_police(material: Material, knowledge: Knowledge) -> list[Reason]:
    """One point for each item of ODARA that the registers answer with yes."""
    episodes, index = material.episodes, latest_episode(partner_episodes(material))
    at = (index.day, index.incident_id)
    grave = [e for e in episodes if any(s.grave for s in e.suspicions)]
    items: dict[int, Found] = {
        1: _in_episodes([e for e in grave if e.partner and (e.day, e.incident_id) < at]),
        2: _in_episodes([e for e in grave if not e.partner]),
        3: (bool(material.long_custody), tuple(sorted(material.long_custody))),
        4: (bool(material.breaches), tuple(material.breaches)),
        5: _at_index(material, index, "threat_to_kill", "threat"),
        6: _at_index(material, index, "confinement", "confinement"),
        10: _in_episodes(
            [e for e in grave if any(s.grave and s.relation == NO for s in e.suspicions)]
        ),
    }
    reasons = [
        Reason(f"odara_police.item_{item}", None, 1, evidence)
        for item, (yes, evidence) in items.items()
        if yes
    ]
    if material.unanswered:
        reasons.append(Reason("odara_police.unanswered", material.unanswered, 0))
    return reasons
