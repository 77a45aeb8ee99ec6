"""What every explanation is made of: the reason an episode or a sign gives."""

from __future__ import annotations

from collections.abc import Iterable

from hejda.base.dates import date_of
from hejda.base.reasons import Reason
from hejda.knowledge.rules import Knowledge
from hejda.rank.material import Episode, Material, Sign, Suspicion, offence_titles
from hejda.rank.suspicions import YES
from hejda.tables.registers import SUSPICIONS


def reason_on(
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


def of_episode(
    rule: str, value: int | None, points: int, episode: Episode, knowledge: Knowledge
) -> Reason:
    """A reason that rests on one episode; named by its partner offences where it has any."""
    partner = [s for s in episode.suspicions if s.relation == YES]
    named = partner or list(episode.suspicions)
    return reason_on(rule, value, points, named, knowledge, episode.evidence)


def partner_episodes(material: Material) -> list[Episode]:
    """Used episodes with a partner offence, oldest first."""
    return [episode for episode in material.episodes if episode.partner]


def latest_episode(episodes: list[Episode]) -> Episode:
    """Fewest days at liberty since, then the largest incident id."""
    fewest = min(episode.d for episode in episodes)
    return max((e for e in episodes if e.d == fewest), key=lambda e: e.incident_id)


def _nearest(signs: list[Sign]) -> tuple[int, tuple[str, ...]]:
    """Smallest age in days at liberty and the references of the observations at that age."""
    nearest = min(sign.d for sign in signs)
    found = sorted(f"observation:{s.observation_id}" for s in signs if s.d == nearest)
    return nearest, tuple(found)


def signs_of(material: Material, kind: str) -> list[Sign]:
    """Signs of one kind seen within the look-back."""
    return [sign for sign in material.recent_signs() if sign.kind == kind]


def sign_reason(rule: str, signs: list[Sign], points: int) -> Reason:
    """A reason that rests on the most recent of `signs`."""
    value, evidence = _nearest(signs)
    day = max(sign.day for sign in signs if sign.d == value)
    return Reason(rule, value, points, evidence, day=date_of(day))
