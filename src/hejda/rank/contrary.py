"""What speaks the other way: computed for people shown, beside the reasons, never against them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hejda.base.dates import date_of
from hejda.knowledge.rules import Knowledge
from hejda.rank.material import Episode, Material
from hejda.rank.model import aged, score_of, without
from hejda.rank.sums import part_of, sums_of

STEP_DAYS = 28


@dataclass(frozen=True, slots=True)
class Contrary:
    """One statement that speaks the other way; kinds as in the table `contrary`."""

    kind: str
    value: int | None = None
    on: date | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """Where scores stand: every ranked score in ascending order, and the score a list stops at.

    `stops_at`: the score of the last place where the list is full, else its floor.
    """

    ascending: Sequence[int]
    stops_at: int

    def place(self, score: int) -> int:
        """The place somebody with `score` would take."""
        return len(self.ascending) - bisect_right(self.ascending, score) + 1


def days_until_leaving(material: Material, knowledge: Knowledge, stops_at: int) -> int | None:
    """Days at liberty until the score falls below `stops_at` or the look-back is over.

    Searched in steps of four weeks, then day by day within the step in which it first happens.
    """
    episodes = material.episodes

    def gone(later: int) -> bool:
        if knowledge.model is not None:
            score = score_of(aged(material, later), knowledge)
        else:
            score = sums_of(episodes, knowledge, later).score(knowledge)
        return score is None or score < stops_at

    last = knowledge.population.look_back_days + 1
    for step in range(STEP_DAYS, last + STEP_DAYS, STEP_DAYS):
        if gone(step):
            return next(later for later in range(step - STEP_DAYS + 1, step + 1) if gone(later))
    return None


def moving_record(material: Material, knowledge: Knowledge, standing: Standing) -> Contrary:
    """The one record that, if it were wrong, would change the place most; value = that place."""
    scores = _by_model(material, knowledge) if knowledge.model else _by_sums(material, knowledge)
    options = [(-1 if score is None else score, name, score) for name, score in scores]
    lowest = min(options)
    place = None if lowest[2] is None else standing.place(lowest[2])
    return Contrary("moving_record", place, None, (lowest[1],))


def _offences(episode: Episode) -> list[str]:
    """Offences of an episode that could be wrong without the whole of it being so."""
    offences = {s.offence_id for s in episode.suspicions}
    return sorted(o for o in offences if o is not None and len(offences) > 1)


def _by_sums(material: Material, knowledge: Knowledge) -> Iterator[tuple[str, int | None]]:
    """Each record and the score without it: what is left of the sums."""
    whole = sums_of(material.episodes, knowledge)
    for episode in material.episodes:
        rest = whole - part_of(episode, knowledge)
        yield f"incident:{episode.incident_id}", rest.score(knowledge)
        for offence in _offences(episode):
            kept = tuple(s for s in episode.suspicions if s.offence_id != offence)
            left = part_of(replace(episode, suspicions=kept), knowledge)
            yield f"offence:{offence}", (rest + left).score(knowledge)


def _by_model(material: Material, knowledge: Knowledge) -> Iterator[tuple[str, int | None]]:
    """Each record and the score without it: the model asked again."""
    for episode in material.episodes:
        incident = episode.incident_id
        yield f"incident:{incident}", score_of(without(material, incident), knowledge)
        for offence in _offences(episode):
            rest = without(material, incident, offence)
            yield f"offence:{offence}", score_of(rest, knowledge)


def contrary(
    material: Material,
    knowledge: Knowledge,
    standing: Standing,
    without_ended: tuple[bool, int | None],
    at_liberty_from: int | None,
) -> list[Contrary]:
    """Everything that speaks the other way about one person on one list, in a fixed order.

    `without_ended`: whether the score differs without ended suspicions, and that score.
    `at_liberty_from`: the day number from which days at liberty are counted until the person
    leaves (D, or the expected release); None where no such day can be told.
    """
    found: list[Contrary] = []
    episodes = material.episodes
    if episodes:
        found.append(Contrary("time_without_record", min(e.d for e in episodes)))
    if material.acquittals:
        found.append(Contrary("acquittal", material.acquittals))
    if material.ended:
        found.append(Contrary("ended_suspicion", material.ended))
    if material.counter_reports:
        evidence = tuple(f"incident:{incident}" for incident in material.counter_reports)
        found.append(Contrary("counter_report", len(evidence), None, evidence))
    if material.one_source:
        found.append(Contrary("only_one_source", len(episodes)))
    differs, score = without_ended
    if differs:
        place = None if score is None else standing.place(score)
        found.append(Contrary("without_ended", place))
    if any(e.partner for e in episodes):
        found.append(moving_record(material, knowledge, standing))
        if at_liberty_from is not None:
            later = days_until_leaving(material, knowledge, standing.stops_at)
            on = None if later is None else date_of(at_liberty_from) + timedelta(days=later)
            found.append(Contrary("leaves_on", later, on))
    return found
