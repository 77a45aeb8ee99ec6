"""Why: the reasons behind a score, from the person's own records; their points add up to it.

One function per ranker, in the order of spec/04_rank/README.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import md5
from itertools import pairwise
from typing import Literal

from hejda.base.dates import date_of
from hejda.base.reasons import Reason
from hejda.knowledge.rules import Knowledge
from hejda.rank.decay import (
    MILLION,
    chances,
    decay,
    shrunken_harm,
    step_of,
    two_decays,
)
from hejda.rank.material import (
    Episode,
    Material,
    Sign,
    Suspicion,
    offence_titles,
    references,
)
from hejda.rank.suspicions import NO, YES
from hejda.tables.registers import SUSPICIONS

Explain = Callable[[Material, Knowledge], list[Reason]]


def _reason(
    rule: str,
    value: int | None,
    points: int,
    suspicions: Iterable[Suspicion] = (),
    knowledge: Knowledge | None = None,
    evidence: tuple[str, ...] = (),
) -> Reason:
    """A reason that rests on `suspicions`, with what its sentence needs."""
    given = list(suspicions)
    rows = [s for s in given if s.shown]
    titles = offence_titles(rows, knowledge) if knowledge else []
    levels = [s.level for s in rows if s.level in SUSPICIONS and s.level != "unknown"]
    return Reason(
        rule,
        value,
        points,
        evidence if rows or not given else (),
        day=date_of(max(s.day for s in rows)) if rows else None,
        registered_on=date_of(min(s.registered for s in rows)) if rows else None,
        titles_sv=tuple(sv for sv, _ in titles),
        titles_en=tuple(en for _, en in titles),
        suspicion=max(levels, key=SUSPICIONS.index) if levels else None,
        withheld=bool(given) and not rows,
    )


def _of_episode(
    rule: str, value: int | None, points: int, episode: Episode, knowledge: Knowledge
) -> Reason:
    partner = [s for s in episode.suspicions if s.relation == YES]
    named = partner or list(episode.suspicions)
    return _reason(rule, value, points, named, knowledge, episode.evidence)


def _partner(material: Material) -> list[Episode]:
    return [episode for episode in material.episodes if episode.partner]


def _latest(episodes: list[Episode]) -> Episode:
    """Fewest days at liberty since, then the largest incident id."""
    fewest = min(episode.d for episode in episodes)
    return max((e for e in episodes if e.d == fewest), key=lambda e: e.incident_id)


def _random(material: Material, knowledge: Knowledge) -> list[Reason]:
    text = f"{knowledge.windows.random_seed}:{material.name}"
    draw = int(md5(text.encode(), usedforsecurity=False).hexdigest()[:7], 16)
    return [Reason("random.draw", None, draw)]


def _in_year(material: Material, knowledge: Knowledge) -> list[Episode]:
    return [e for e in _partner(material) if e.d < knowledge.windows.year_days]


def _count_12m(material: Material, knowledge: Knowledge) -> list[Reason]:
    return [
        _of_episode("count_12m.incident", e.d, 1, e, knowledge)
        for e in _in_year(material, knowledge)
    ]


def _harm_12m(material: Material, knowledge: Knowledge) -> list[Reason]:
    return [
        _of_episode("harm_12m.incident", e.harm, e.harm, e, knowledge)
        for e in _in_year(material, knowledge)
    ]


def _days_since(material: Material, knowledge: Knowledge) -> list[Reason]:
    latest = _latest(_partner(material))
    return [_of_episode("days_since.latest", latest.d, -latest.d, latest, knowledge)]


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
        reasons.append(_reason("v100.accusation", harm, harm, rows, knowledge, evidence))
    return reasons


def _rfgv(material: Material, knowledge: Knowledge) -> list[Reason]:
    rule, last = knowledge.rfgv, material.look_back
    partner = _partner(material)
    latest = _latest(partner)
    recency = decay(rule.half_life_recency_days, last)[latest.d]
    reasons = [_of_episode("rfgv.recency", latest.d, recency, latest, knowledge)]
    total, cap = 0, rule.frequency_cap * MILLION
    for episode in partner:
        more = min(total + decay(rule.half_life_frequency_days, last)[episode.d], cap) - total
        total += more
        reasons.append(_of_episode("rfgv.frequency", episode.d, more, episode, knowledge))
    gravest = max(episode.harm for episode in partner)
    gravity = min(gravest, rule.gravity_cap_days)
    grave = _latest([e for e in partner if e.harm == gravest])
    points = gravity * rule.gravity_points_per_day
    reasons.append(_of_episode("rfgv.gravity", gravity, points, grave, knowledge))
    victims: set[str] = set()
    for episode in partner:
        for s in episode.suspicions:
            if s.relation == YES:
                victims |= material.victims.get((s.incident_id, s.offence_id), set())
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


def _nearest(signs: list[Sign]) -> tuple[int, tuple[str, ...]]:
    """Smallest age in days at liberty and the references of the observations at that age."""
    nearest = min(sign.d for sign in signs)
    found = sorted(f"observation:{s.observation_id}" for s in signs if s.d == nearest)
    return nearest, tuple(found)


def _seen(material: Material, kind: str) -> list[Sign]:
    return [sign for sign in material.recent_signs() if sign.kind == kind]


def _sign_reason(rule: str, signs: list[Sign], points: int) -> Reason:
    value, evidence = _nearest(signs)
    day = max(sign.day for sign in signs if sign.d == value)
    return Reason(rule, value, points, evidence, day=date_of(day))


def _red_flags(material: Material, knowledge: Knowledge) -> list[Reason]:
    return [
        _sign_reason(f"red_flags.{kind}", seen, 1)
        for kind in sorted(knowledge.kinds(red_flag=True))
        if (seen := _seen(material, kind))
    ]


def _earlier_conviction(material: Material) -> tuple[str, ...]:
    """References to earlier convictions concerning the victim of a later partner offence."""
    latest: dict[str, int] = {}
    for episode in _partner(material):
        for s in episode.suspicions:
            if s.relation == YES:
                for victim in material.victims.get((s.incident_id, s.offence_id), ()):
                    latest[victim] = max(latest.get(victim, episode.day), episode.day)
    found: list[str] = []
    for episode in material.all_episodes:
        rows = [
            s
            for s in episode.suspicions
            if (s.convicted or (s.offence_id or "") in material.sanctions)
            and any(
                latest.get(victim, episode.day) > episode.day
                for victim in material.victims.get((s.incident_id, s.offence_id), ())
            )
        ]
        if rows:
            sanctions = {x for s in rows for x in material.sanctions.get(s.offence_id or "", ())}
            if shown := references(rows):
                found += [f"incident:{episode.incident_id}", *shown]
            found += sorted(f"sanction:{sanction}" for sanction in sanctions)
    return tuple(found)


def _beta_2022(material: Material, knowledge: Knowledge) -> list[Reason]:
    partner, threats = _partner(material), _seen(material, "suicide_threat_to_partner")
    further: list[Reason] = []
    if convictions := _earlier_conviction(material):
        further.append(Reason("beta_2022.earlier_conviction", None, 1, convictions))
    further += [
        _sign_reason(f"beta_2022.{kind}", seen, 1)
        for kind in ("strangulation", "threat_to_kill")
        if (seen := _seen(material, kind))
    ]
    if not (partner and threats and further):
        return [Reason("beta_2022.not_met", None, 0)]
    evidence = tuple(reference for e in partner for reference in e.evidence)
    return [
        Reason("beta_2022.partner_offence", len(partner), 0, evidence),
        _sign_reason("beta_2022.suicide_threat", threats, 0),
        *further,
    ]


def _index_item(material: Material, index: Episode, kind: str, charge: str) -> tuple[str, ...]:
    seen = [s for s in _seen(material, kind) if s.incident_id == index.incident_id]
    rows = [s for s in index.suspicions if getattr(s, charge)]
    return (*sorted(f"observation:{s.observation_id}" for s in seen), *references(rows))


def _odara_police(material: Material, knowledge: Knowledge) -> list[Reason]:
    episodes, index = material.episodes, _latest(_partner(material))
    at = (index.day, index.incident_id)
    grave = [e for e in episodes if any(s.grave for s in e.suspicions)]
    items: dict[int, list[Episode] | tuple[str, ...]] = {
        1: [e for e in grave if e.partner and (e.day, e.incident_id) < at],
        2: [e for e in grave if not e.partner],
        3: tuple(sorted(material.long_custody)),
        4: tuple(material.breaches),
        5: _index_item(material, index, "threat_to_kill", "threat"),
        6: _index_item(material, index, "confinement", "confinement"),
        10: [e for e in grave if any(s.grave and s.relation == NO for s in e.suspicions)],
    }
    reasons = []
    for item, found in items.items():
        if found:
            flat: list[str] = []
            for part in found:
                flat += part.evidence if isinstance(part, Episode) else [part]
            reasons.append(Reason(f"odara_police.item_{item}", None, 1, tuple(flat)))
    if material.unanswered:
        reasons.append(Reason("odara_police.unanswered", material.unanswered, 0))
    return reasons


def chance_steps(
    episodes: list[Episode], knowledge: Knowledge, look_back: int
) -> list[tuple[Episode | None, int, int]]:
    """(episode, chance, expected harm) before any episode and after each is added, oldest first."""
    partner, other = two_decays(knowledge.repeat_risk, look_back)
    rule = knowledge.expected_harm
    by_harm = decay(rule.harm_half_life_days, look_back)
    table = chances(knowledge.repeat_risk)
    total = harm = weight = 0
    steps: list[tuple[Episode | None, int, int]] = []
    for episode in [None, *episodes]:
        if episode is not None and episode.partner:
            total += partner[episode.d]
            harm += by_harm[episode.d] * min(episode.harm, rule.cap_days)
            weight += by_harm[episode.d]
        elif episode is not None:
            total += other[episode.d]
        chance = table[step_of(total)]
        steps.append((episode, chance, (chance * shrunken_harm(rule, harm, weight)) >> 10))
    return steps


def _successive(
    material: Material, knowledge: Knowledge, ranker: str, column: Literal[1, 2]
) -> list[Reason]:
    steps = chance_steps(material.episodes, knowledge, material.look_back)
    harm = ranker == "expected_harm"
    base = knowledge.expected_harm.group_harm_days if harm else None
    scores = [step[column] for step in steps]
    reasons = [Reason(f"{ranker}.group_rate", base, scores[0])]
    for (before, after), episode in zip(pairwise(scores), material.episodes, strict=True):
        value = min(episode.harm, knowledge.expected_harm.cap_days) if harm else episode.d
        kind = "partner_incident" if episode.partner else "other_incident"
        points = after - before
        reasons.append(
            _of_episode(
                f"{ranker}.{kind}",
                value if episode.partner else episode.d,
                points,
                episode,
                knowledge,
            )
        )
    return reasons


def _repeat_risk(material: Material, knowledge: Knowledge) -> list[Reason]:
    return _successive(material, knowledge, "repeat_risk", 1)


def _expected_harm(material: Material, knowledge: Knowledge) -> list[Reason]:
    return [
        *_successive(material, knowledge, "expected_harm", 2),
        *_novel_acts(material, knowledge),
        *_shorter_gap(material, knowledge),
    ]


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
    on_day: dict[int, Episode] = {e.day: e for e in _partner(material)}
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
    "beta_2022": _beta_2022,
    "odara_police": _odara_police,
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
            here |= material.victims.get((s.incident_id, s.offence_id), set())
        points = len(here - met)
        met |= here
        if here:
            reasons.append(
                _of_episode("several_victims.incident", len(here), points, episode, knowledge)
            )
    return reasons
