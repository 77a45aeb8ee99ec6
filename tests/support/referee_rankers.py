"""The referee, part 3: the rankers that count, add and look up. One function per ranker.

Each takes a `Person` and gives (score, reasons); a reason is (rule, value, points, evidence).
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass, replace

from tests.support.outcome import Reason, Row
from tests.support.referee_facts import (
    Episode,
    Suspicion,
    World,
    age_in_years,
    episode_of,
    episodes_of,
    liberty_age,
    observation_day,
    pair_up,
    rows_standing,
)
from tests.support.referee_numbers import MILLION, chance, decay, mean_harm, risk_weight

Scored = tuple[int, list[Reason]]


def used_part(world: World, episode: Episode) -> Episode:
    """A used episode with only what was registered within the look-back."""
    look_back = world.knowledge.population.look_back_days
    recent = []
    for suspicion in episode.suspicions:
        rows = [
            row
            for row in suspicion.rows
            if liberty_age(world, episode.person, row["first_registered_on"]) <= look_back
        ]
        if rows:
            part = replace(suspicion, rows=rows)
            pair_up(world, part)
            recent.append(part)
    return replace(episode_of(world, episode.person, episode.incident, recent), used=True)


@dataclass
class Person:
    """What the rankers read of one person: every episode, and those used, oldest first."""

    world: World
    record: str
    name: str  # source:record
    episodes: list[Episode]

    @property
    def used(self) -> list[Episode]:
        """Used episodes, with only what was registered within the look-back."""
        return [used_part(self.world, episode) for episode in self.episodes if episode.used]

    @property
    def partner(self) -> list[Episode]:
        """Used partner episodes."""
        return [episode for episode in self.used if episode.partner]

    @property
    def in_year(self) -> list[Episode]:
        """Used partner episodes in the year."""
        return [e for e in self.partner if e.age < self.world.knowledge.windows.year_days]


def person_of(world: World, suspicions: list[Suspicion], record: str, source: str) -> Person:
    """The person behind a record."""
    return Person(world, record, f"{source}:{record}", episodes_of(world, suspicions, record))


def references(world: World, suspicions: list[Suspicion]) -> tuple[str, ...]:
    """References of counted suspicions, offences sorted, then involvements sorted.

    Only of what, seen from *now*, may still be shown.
    """
    offences: set[str] = set()
    rows: set[str] = set()
    for suspicion in suspicions:
        standing = rows_standing(world, suspicion)
        rows |= {row["involvement_id"] for row in standing}
        if standing and suspicion.offence_id is not None:
            offences.add(suspicion.offence_id)
    return tuple(
        [f"offence:{name}" for name in sorted(offences)]
        + [f"involvement:{name}" for name in sorted(rows)]
    )


def incident_evidence(world: World, incident: str, suspicions: list[Suspicion]) -> tuple[str, ...]:
    """The incident, then the references; nothing at all where nothing may be shown any more."""
    shown = references(world, suspicions)
    return (f"incident:{incident}", *shown) if shown else ()


def evidence_of(person: Person, *episodes: Episode) -> tuple[str, ...]:
    """Evidence of episodes with all suspicions counted in them, one after the other."""
    return tuple(
        reference
        for episode in episodes
        for reference in incident_evidence(person.world, episode.incident, episode.suspicions)
    )


def latest(episodes: list[Episode]) -> Episode:
    """The latest of some episodes: smallest age, then largest incident id."""
    youngest = min(episode.age for episode in episodes)
    return max((e for e in episodes if e.age == youngest), key=lambda e: e.incident)


def total(reasons: list[Reason]) -> Scored:
    """Reasons with their sum as the score."""
    return sum(reason[2] for reason in reasons), reasons


def random(person: Person) -> Scored:
    """A draw by lot that can be repeated."""
    text = f"{person.world.knowledge.windows.random_seed}:{person.name}"
    digest = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    return total([("random.draw", None, int(digest[:7], 16), ())])


def count_12m(person: Person) -> Scored:
    """How many partner episodes in the year."""
    return total([("count_12m.incident", e.age, 1, evidence_of(person, e)) for e in person.in_year])


def harm_12m(person: Person) -> Scored:
    """The harm of partner episodes in the year, each by its gravest offence."""
    return total(
        [("harm_12m.incident", e.harm, e.harm, evidence_of(person, e)) for e in person.in_year]
    )


def days_since(person: Person) -> Scored:
    """The fewer days at liberty since the latest partner episode, the higher."""
    last = latest(person.partner)
    return total([("days_since.latest", last.age, -last.age, evidence_of(person, last))])


def v100(person: Person) -> Scored:
    """Harm of the year's accusations, when they are at least two."""
    accusations: list[Reason] = []
    for episode in person.used:
        if episode.age >= person.world.knowledge.windows.year_days:
            continue
        for suspicion in sorted(episode.suspicions, key=lambda s: s.offence_id or ""):
            partner = person.world.partner_counts(suspicion.partner)
            if suspicion.offence_id is None or not (partner or "sexual" in suspicion.classes):
                continue
            evidence = incident_evidence(person.world, episode.incident, [suspicion])
            accusations.append(("v100.accusation", suspicion.harm, suspicion.harm, evidence))
    if len(accusations) < 2:
        return total([("v100.one_accusation", len(accusations), 0, ())])
    return total(accusations)


def rfgv(person: Person) -> Scored:
    """Recency, frequency, gravity and number of victims."""
    rule = person.world.knowledge.rfgv
    last = latest(person.partner)
    reasons: list[Reason] = [
        (
            "rfgv.recency",
            last.age,
            decay(rule.half_life_recency_days, last.age),
            evidence_of(person, last),
        )
    ]
    before = summed = 0
    for episode in person.partner:
        summed += decay(rule.half_life_frequency_days, episode.age)
        capped = min(summed, rule.frequency_cap * MILLION)
        reasons.append(
            ("rfgv.frequency", episode.age, capped - before, evidence_of(person, episode))
        )
        before = capped
    gravest = max(episode.harm for episode in person.partner)
    at = latest([episode for episode in person.partner if episode.harm == gravest])
    gravity = min(gravest, rule.gravity_cap_days)
    reasons.append(
        ("rfgv.gravity", gravity, gravity * rule.gravity_points_per_day, evidence_of(person, at))
    )
    victims = {
        victim
        for episode in person.partner
        for suspicion in episode.suspicions
        if person.world.partner_counts(suspicion.partner)
        for victim in suspicion.victims
    }
    further = max(len(victims) - 1, 0)
    reasons.append(("rfgv.victims", len(victims), further * rule.points_per_further_victim, ()))
    return total(reasons)


def age_priors(person: Person) -> Scored:
    """Age and number of episodes: a yardstick, never a list."""
    rule = person.world.knowledge.age_priors
    age = age_in_years(person.world, person.record)
    bands = [band for band in rule.age_points if age is not None and band <= age]
    age_points = rule.age_points[max(bands)] if bands else 0
    count = len(person.used)
    prior_points = rule.prior_points[min(count, len(rule.prior_points) - 1)]
    return total(
        [
            ("age_priors.age", age, age_points, ()),
            ("age_priors.priors", count, prior_points, ()),
        ]
    )


def observations_about(world: World, record: str, kind: str) -> list[tuple[int, Row]]:
    """(liberty age, observation) of everything of that kind known about the person on D.

    Nothing for a kind about health: no ranker, overlay or filter reads it.
    """
    if any(k.id == kind and k.sensitive != "none" for k in world.knowledge.observations):
        return []
    return [
        (liberty_age(world, record, observation_day(row)), row)
        for row in world.rows("observation")
        if row["about"] == record and row["kind"] == kind
    ]


def youngest_observations(person: Person, kind: str) -> tuple[int, tuple[str, ...]] | None:
    """Smallest age of the kind within the look-back, with the observations at that age."""
    last = person.world.knowledge.population.look_back_days
    aged = observations_about(person.world, person.record, kind)
    aged = [(age, row) for age, row in aged if 0 <= age <= last]
    if not aged:
        return None
    youngest = min(age for age, _ in aged)
    at = sorted(row["observation_id"] for age, row in aged if age == youngest)
    return youngest, tuple(f"observation:{name}" for name in at)


def red_flags(person: Person) -> Scored:
    """How many kinds of public warning signs were seen."""
    reasons: list[Reason] = []
    for kind in sorted(person.world.knowledge.kinds(red_flag=True)):
        seen = youngest_observations(person, kind)
        if seen is not None:
            reasons.append((f"red_flags.{kind}", seen[0], 1, seen[1]))
    return total(reasons)


def risk_steps(person: Person, base: int, score) -> list[tuple[Episode, int]]:
    """(episode, what the score gains as it is added), oldest first; `base` = score of none."""
    steps = []
    before = base
    for number, episode in enumerate(person.used, start=1):
        after = score(person.used[:number])
        steps.append((episode, after - before))
        before = after
    return steps


def chance_of(person: Person, episodes: list[Episode]) -> int:
    """P(S) of some episodes."""
    rule = person.world.knowledge.repeat_risk
    return chance(rule, sum(risk_weight(rule, e.age, e.partner) for e in episodes))


def repeat_risk(person: Person) -> Scored:
    """The chance of a new recorded partner offence within the horizon, in millionths."""
    base = chance_of(person, [])
    reasons: list[Reason] = [("repeat_risk.group_rate", None, base, ())]
    for episode, gain in risk_steps(person, base, lambda some: chance_of(person, some)):
        rule = "repeat_risk.partner_incident" if episode.partner else "repeat_risk.other_incident"
        reasons.append((rule, episode.age, gain, evidence_of(person, episode)))
    return total(reasons)


def capped_harm(person: Person, episode: Episode) -> int:
    """The harm of an episode as expected_harm weighs it."""
    return min(episode.harm, person.world.knowledge.expected_harm.cap_days)


def expected(person: Person, episodes: list[Episode]) -> int:
    """Chance × expected capped harm, in millionths of a harm day."""
    rule = person.world.knowledge.expected_harm
    weighed = weights = 0
    for episode in episodes:
        if episode.partner:
            weight = decay(rule.harm_half_life_days, episode.age)
            weighed += weight * capped_harm(person, episode)
            weights += weight
    return chance_of(person, episodes) * mean_harm(rule, weighed, weights) // 1024


def expected_harm(person: Person) -> Scored:
    """What orders the lists: chance × expected capped harm; warning signs beside it, at 0 points."""
    base = expected(person, [])
    group = person.world.knowledge.expected_harm.group_harm_days
    reasons: list[Reason] = [("expected_harm.group_rate", group, base, ())]
    for episode, gain in risk_steps(person, base, lambda some: expected(person, some)):
        rule, value = "expected_harm.other_incident", episode.age
        if episode.partner:
            rule, value = "expected_harm.partner_incident", capped_harm(person, episode)
        reasons.append((rule, value, gain, evidence_of(person, episode)))
    return total(reasons + novel_acts(person) + shorter_gap(person))


def novel_acts(person: Person) -> list[Reason]:
    """Red-flag kinds first seen lately in somebody with an earlier episode."""
    reasons: list[Reason] = []
    for kind in sorted(person.world.knowledge.kinds(red_flag=True)):
        aged = observations_about(person.world, person.record, kind)
        if not aged:
            continue
        first_day = min(observation_day(row) for _, row in aged)
        first = [(age, row) for age, row in aged if observation_day(row) == first_day]
        age = first[0][0]
        earlier = [episode for episode in person.used if episode.day < first_day]
        if age < person.world.knowledge.windows.novel_days and earlier:
            ids = sorted(row["observation_id"] for _, row in first)
            evidence = tuple(f"observation:{name}" for name in ids)
            reasons.append(("expected_harm.novel_act", age, 0, evidence))
    return reasons


def shorter_gap(person: Person) -> list[Reason]:
    """A last gap between partner episodes of at most half the median of the earlier gaps."""
    days = sorted({episode.day for episode in person.partner})
    if len(days) < 4:
        return []
    gaps = [(after - before).days for before, after in itertools.pairwise(days)]
    last, earlier = gaps[-1], sorted(gaps[:-1])
    middle = len(earlier) // 2
    if len(earlier) % 2:
        shorter = 2 * last <= earlier[middle]
    else:
        shorter = 2 * 2 * last <= earlier[middle - 1] + earlier[middle]
    if not shorter:
        return []
    two = [[e for e in person.partner if e.day == day][-1] for day in days[-2:]]
    return [("expected_harm.shorter_gap", last, 0, evidence_of(person, *two))]
