"""Why: the reasons behind a score, from the person's own records; their points add up to it.

One function per ranker, in the order of spec/04_rank/README.md.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import md5
from itertools import accumulate, pairwise
from typing import Literal

from hejda.base.dates import date_of
from hejda.base.reasons import Reason
from hejda.knowledge.rules import Knowledge
from hejda.rank.decay import MILLION, decay
from hejda.rank.explain_checklists import beta_2022, odara_police
from hejda.rank.material import (
    Episode,
    Material,
    Suspicion,
    references,
)
from hejda.rank.reasoning import (
    latest_episode,
    of_episode,
    partner_episodes,
    reason_on,
    sign_reason,
    signs_of,
)
from hejda.rank.sums import Sums, part_of
from hejda.rank.suspicions import YES

Explain = Callable[[Material, Knowledge], list[Reason]]


def _random(material: Material, knowledge: Knowledge) -> list[Reason]:
    text = f"{knowledge.windows.random_seed}:{material.name}"
    draw = int(md5(text.encode(), usedforsecurity=False).hexdigest()[:7], 16)
    return [Reason("random.draw", None, draw)]


def _in_year(material: Material, knowledge: Knowledge) -> list[Episode]:
    return [e for e in partner_episodes(material) if e.d < knowledge.windows.year_days]


def _count_12m(material: Material, knowledge: Knowledge) -> list[Reason]:
    return [
        of_episode("count_12m.incident", e.d, 1, e, knowledge)
        for e in _in_year(material, knowledge)
    ]


def _harm_12m(material: Material, knowledge: Knowledge) -> list[Reason]:
    return [
        of_episode("harm_12m.incident", e.harm, e.harm, e, knowledge)
        for e in _in_year(material, knowledge)
    ]


def _days_since(material: Material, knowledge: Knowledge) -> list[Reason]:
    latest = latest_episode(partner_episodes(material))
    return [of_episode("days_since.latest", latest.d, -latest.d, latest, knowledge)]


def _v100(material: Material, knowledge: Knowledge) -> list[Reason]:
    accusations: dict[tuple[int, str, str], list[Suspicion]] = {}
    for episode in material.episodes:
        if episode.d < knowledge.windows.year_days:
            for s in episode.suspicions:
                if s.offence_id is not None and (s.relation == YES or s.sexual):
                    key = (episode.day, episode.incident_id, s.offence_id)
                    accusations.setdefault(key, []).append(s)
    if len(accusations) < 2:
        return [Reason("v100.one_accusation", len(accusations), 0)]
    reasons = []
    for (_, incident, _), rows in sorted(accusations.items(), key=lambda item: item[0]):
        harm = max(s.harm for s in rows)
        evidence = (f"incident:{incident}", *references(rows))
        reasons.append(reason_on("v100.accusation", harm, harm, rows, knowledge, evidence))
    return reasons


def _rfgv(material: Material, knowledge: Knowledge) -> list[Reason]:
    rule, last = knowledge.rfgv, material.look_back
    partner = partner_episodes(material)
    latest = latest_episode(partner)
    recency = decay(rule.half_life_recency_days, last)[latest.d]
    reasons = [of_episode("rfgv.recency", latest.d, recency, latest, knowledge)]
    total, cap = 0, rule.frequency_cap * MILLION
    for episode in partner:
        more = min(total + decay(rule.half_life_frequency_days, last)[episode.d], cap) - total
        total += more
        reasons.append(of_episode("rfgv.frequency", episode.d, more, episode, knowledge))
    gravest = max(episode.harm for episode in partner)
    gravity = min(gravest, rule.gravity_cap_days)
    grave = latest_episode([e for e in partner if e.harm == gravest])
    points = gravity * rule.gravity_points_per_day
    reasons.append(of_episode("rfgv.gravity", gravity, points, grave, knowledge))
    victims: set[str] = set()
    for episode in partner:
        for s in episode.suspicions:
            if s.relation == YES:
                victims |= material.victims.get((s.involvement_id, s.offence_id), set())
    further = max(len(victims) - 1, 0) * rule.points_per_further_victim
    return [*reasons, Reason("rfgv.victims", len(victims), further)]


def _age_priors(material: Material, knowledge: Knowledge) -> list[Reason]:
    rule = knowledge.age_priors
    bands = [lowest for lowest in rule.age_points if (material.age or 0) >= lowest]
    by_age = rule.age_points[max(bands)] if material.age is not None and bands else 0
    priors = len(material.episodes)
    by_priors = rule.prior_points[min(priors, len(rule.prior_points) - 1)]
    return [
        Reason("age_priors.age", material.age, by_age),
        Reason("age_priors.priors", priors, by_priors),
    ]


def _red_flags(material: Material, knowledge: Knowledge) -> list[Reason]:
    return [
        sign_reason(f"red_flags.{kind}", seen, 1)
        for kind in sorted(knowledge.kinds(red_flag=True))
        if (seen := signs_of(material, kind))
    ]


def _successive(
    material: Material, knowledge: Knowledge, ranker: Literal["repeat_risk", "expected_harm"]
) -> list[Reason]:
    """What each incident, oldest first, adds to what was there before it."""
    harm = ranker == "expected_harm"
    base = knowledge.expected_harm.group_harm_days if harm else None
    parts = (part_of(episode, knowledge) for episode in material.episodes)
    steps = accumulate(parts, initial=Sums())
    scores = [s.expected_harm(knowledge) if harm else s.chance(knowledge) for s in steps]
    reasons = [Reason(f"{ranker}.group_rate", base, scores[0])]
    for (before, after), episode in zip(pairwise(scores), material.episodes, strict=True):
        value = min(episode.harm, knowledge.expected_harm.cap_days) if harm else episode.d
        kind = "partner_incident" if episode.partner else "other_incident"
        points = after - before
        reasons.append(
            of_episode(
                f"{ranker}.{kind}",
                value if episode.partner else episode.d,
                points,
                episode,
                knowledge,
            )
        )
    return reasons


def _repeat_risk(material: Material, knowledge: Knowledge) -> list[Reason]:
    return _successive(material, knowledge, "repeat_risk")


def _expected_harm(material: Material, knowledge: Knowledge) -> list[Reason]:
    successive = _successive(material, knowledge, "expected_harm")
    return [*successive, *beside_the_score(material, knowledge)]


def beside_the_score(material: Material, knowledge: Knowledge) -> list[Reason]:
    """What is told beside expected harm and gives no points: new acts, and shorter gaps."""
    return [*_novel_acts(material, knowledge), *_shorter_gap(material, knowledge)]


def _novel_acts(material: Material, knowledge: Knowledge) -> list[Reason]:
    reasons = []
    for kind in sorted(knowledge.kinds(red_flag=True)):
        seen = [sign for sign in material.signs if sign.kind == kind]
        if not seen:
            continue
        first = min(sign.day for sign in seen)
        firsts = [sign for sign in seen if sign.day == first]
        recent = firsts[0].d < knowledge.windows.novel_days
        if recent and any(e.day < first for e in material.episodes):
            evidence = tuple(sorted(f"observation:{s.observation_id}" for s in firsts))
            reasons.append(
                Reason("expected_harm.novel_act", firsts[0].d, 0, evidence, day=date_of(first))
            )
    return reasons


def _shorter_gap(material: Material, knowledge: Knowledge) -> list[Reason]:
    """The last gap is at most half the median of the earlier ones, with four days or more."""
    on_day: dict[int, Episode] = {e.day: e for e in partner_episodes(material)}
    days = sorted(on_day)
    if len(days) < 4:
        return []
    gaps = [later - earlier for earlier, later in pairwise(days)]
    last, earlier_gaps = gaps[-1], sorted(gaps[:-1])
    middle = len(earlier_gaps) // 2
    twice_median = (
        2 * earlier_gaps[middle]
        if len(earlier_gaps) % 2
        else earlier_gaps[middle - 1] + earlier_gaps[middle]
    )
    if 4 * last > twice_median:
        return []
    two = [on_day[days[-2]], on_day[days[-1]]]
    evidence = tuple(reference for e in two for reference in e.evidence)
    return [Reason("expected_harm.shorter_gap", last, 0, evidence, day=date_of(days[-1]))]


EXPLAIN: dict[str, Explain] = {
    "random": _random,
    "count_12m": _count_12m,
    "harm_12m": _harm_12m,
    "days_since": _days_since,
    "v100": _v100,
    "rfgv": _rfgv,
    "age_priors": _age_priors,
    "red_flags": _red_flags,
    "beta_2022": beta_2022,
    "odara_police": odara_police,
    "repeat_risk": _repeat_risk,
    "expected_harm": _expected_harm,
}
"""The explanation of every ranker, by its name."""


def victim_reasons(material: Material, knowledge: Knowledge) -> list[Reason]:
    """Why somebody has several victims: one reason per incident with a victim not met before."""
    window = knowledge.serial.window_days
    met: set[str] = set()
    reasons = []
    for episode in material.all_episodes:
        if window is not None and episode.d > window:
            continue
        here: set[str] = set()
        for s in episode.suspicions:
            here |= material.victims.get((s.involvement_id, s.offence_id), set())
        points = len(here - met)
        met |= here
        if here:
            reasons.append(
                of_episode("several_victims.incident", len(here), points, episode, knowledge)
            )
    return reasons
