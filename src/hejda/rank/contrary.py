"""What speaks the other way: computed for people shown, beside the reasons, never against them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hejda.base.dates import date_of
from hejda.knowledge.rules import Knowledge
from hejda.rank.decay import chances, decay, shrunken_harm, step_of, two_decays
from hejda.rank.material import Episode, Material, Suspicion
from hejda.rank.suspicions import YES

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


def list_score(episodes: Sequence[Episode], knowledge: Knowledge, later: int = 0) -> int | None:
    """`expected_harm` from `episodes` as they will stand `later` days at liberty from D.

    None when nothing keeps the person in the population any more.
    """
    look_back = knowledge.population.look_back_days
    partner, other = two_decays(knowledge.repeat_risk, look_back)
    by_harm = decay(knowledge.expected_harm.harm_half_life_days, look_back)
    total = harm = weight = 0
    fresh = False
    for episode in episodes:
        d = episode.d + later
        if d > look_back:
            continue
        if episode.partner:
            total += partner[d]
            weight += by_harm[d]
            harm += by_harm[d] * min(episode.harm, knowledge.expected_harm.cap_days)
            fresh = fresh or any(
                s.relation == YES and s.registered_d + later <= look_back
                for s in episode.suspicions
            )
        else:
            total += other[d]
    if not fresh:
        return None
    chance = chances(knowledge.repeat_risk)[step_of(total)]
    return (chance * shrunken_harm(knowledge.expected_harm, harm, weight)) >> 10


def days_until_leaving(material: Material, knowledge: Knowledge, stops_at: int) -> int | None:
    """Days at liberty until the score falls below `stops_at` or the look-back is over.

    Searched in steps of four weeks, then day by day within the step in which it first happens.
    """
    episodes = material.episodes

    def gone(later: int) -> bool:
        score = list_score(episodes, knowledge, later)
        return score is None or score < stops_at

    last = knowledge.population.look_back_days + 1
    for step in range(STEP_DAYS, last + STEP_DAYS, STEP_DAYS):
        if gone(step):
            return next(later for later in range(step - STEP_DAYS + 1, step + 1) if gone(later))
    return None


def _without(material: Material, drop: Callable[[Suspicion], bool]) -> list[Episode]:
    kept = replace(material, suspicions=[s for s in material.suspicions if not drop(s)])
    return kept.episodes


def moving_record(material: Material, knowledge: Knowledge, standing: Standing) -> Contrary:
    """The one record that, if it were wrong, would change the place most; value = that place."""
    options: list[tuple[int, str, int | None]] = []
    for episode in material.episodes:
        left = _without(material, lambda s, e=episode: s.incident_id == e.incident_id)  # type: ignore[misc]
        _option(options, f"incident:{episode.incident_id}", left, knowledge)
        offences = {s.offence_id for s in episode.suspicions}
        for offence in sorted(o for o in offences if o is not None and len(offences) > 1):
            left = _without(material, lambda s, o=offence: s.offence_id == o)  # type: ignore[misc]
            _option(options, f"offence:{offence}", left, knowledge)
    lowest, reference, score = min(options)
    if score is None:
        return Contrary("moving_record", None, None, (reference,))
    return Contrary("moving_record", standing.place(score), None, (reference,))


def _option(
    options: list[tuple[int, str, int | None]],
    reference: str,
    left: list[Episode],
    knowledge: Knowledge,
) -> None:
    score = list_score(left, knowledge)
    options.append((-1 if score is None else score, reference, score))


def contrary(
    material: Material,
    knowledge: Knowledge,
    today: int,
    standing: Standing,
    without_ended: tuple[bool, int | None],
) -> list[Contrary]:
    """Everything that speaks the other way about one person on one list, in a fixed order.

    `without_ended`: whether the score differs without ended suspicions, and that score.
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
    if len(material.sources) == 1 and material.sources != {"unknown"}:
        found.append(Contrary("only_one_source", len(episodes)))
    differs, score = without_ended
    if differs:
        place = None if score is None else standing.place(score)
        found.append(Contrary("without_ended", place))
    if any(e.partner for e in episodes):
        found.append(moving_record(material, knowledge, standing))
        later = days_until_leaving(material, knowledge, standing.stops_at)
        on = None if later is None else date_of(today) + timedelta(days=later)
        found.append(Contrary("leaves_on", later, on))
    return found
