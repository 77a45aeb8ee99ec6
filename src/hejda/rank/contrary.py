"""What speaks the other way: computed for people shown, beside the reasons, never against them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hejda.base.dates import date_of
from hejda.knowledge.rules import Knowledge
from hejda.rank.decay import chances, decay, shrunken_harm, step_of, two_decays
from hejda.rank.material import Episode, Material
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


@dataclass(frozen=True, slots=True)
class Sums:
    """What `expected_harm` is made of; the sums of parts are the parts of the sum.

    `total`, `harm`, `weight` in millionths; `fresh`: partner incidents registered within the
    look-back, without which nobody is ranked.
    """

    total: int = 0
    harm: int = 0
    weight: int = 0
    fresh: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.total + other.total,
            self.harm + other.harm,
            self.weight + other.weight,
            self.fresh + other.fresh,
        )

    def __sub__(self, other: Sums) -> Sums:
        return Sums(
            self.total - other.total,
            self.harm - other.harm,
            self.weight - other.weight,
            self.fresh - other.fresh,
        )

    def score(self, knowledge: Knowledge) -> int | None:
        """`expected_harm`; None when nothing keeps the person in the population."""
        if not self.fresh:
            return None
        chance = chances(knowledge.repeat_risk)[step_of(self.total)]
        return (chance * shrunken_harm(knowledge.expected_harm, self.harm, self.weight)) >> 10


def part_of(episode: Episode, knowledge: Knowledge, later: int = 0) -> Sums:
    """What one episode adds, as it will stand `later` days at liberty from D."""
    look_back = knowledge.population.look_back_days
    if later:
        kept = tuple(s for s in episode.suspicions if s.registered_d + later <= look_back)
        episode = replace(episode, suspicions=kept)
    if not episode.suspicions:
        return Sums()
    d = min(episode.d + later, look_back)
    partner, other = two_decays(knowledge.repeat_risk, look_back)
    if not episode.partner:
        return Sums(total=other[d])
    weight = decay(knowledge.expected_harm.harm_half_life_days, look_back)[d]
    fresh = any(
        s.relation == YES and s.registered_d + later <= look_back for s in episode.suspicions
    )
    capped = min(episode.harm, knowledge.expected_harm.cap_days)
    return Sums(partner[d], weight * capped, weight, int(fresh))


def list_score(episodes: Sequence[Episode], knowledge: Knowledge, later: int = 0) -> int | None:
    """`expected_harm` from `episodes` as they will stand `later` days at liberty from D."""
    parts = (part_of(episode, knowledge, later) for episode in episodes)
    return sum(parts, Sums()).score(knowledge)


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


def moving_record(material: Material, knowledge: Knowledge, standing: Standing) -> Contrary:
    """The one record that, if it were wrong, would change the place most; value = that place."""
    options: list[tuple[int, str, int | None]] = []

    def option(reference: str, sums: Sums) -> None:
        score = sums.score(knowledge)
        options.append((-1 if score is None else score, reference, score))

    whole = sum((part_of(e, knowledge) for e in material.episodes), Sums())
    for episode in material.episodes:
        rest = whole - part_of(episode, knowledge)
        option(f"incident:{episode.incident_id}", rest)
        offences = {s.offence_id for s in episode.suspicions}
        for offence in sorted(o for o in offences if o is not None and len(offences) > 1):
            kept = tuple(s for s in episode.suspicions if s.offence_id != offence)
            left = part_of(replace(episode, suspicions=kept), knowledge)
            option(f"offence:{offence}", rest + left)
    lowest = min(options)
    place = None if lowest[2] is None else standing.place(lowest[2])
    return Contrary("moving_record", place, None, (lowest[1],))


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
