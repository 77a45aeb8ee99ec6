"""What `expected_harm` of one person is made of, as sums to which each incident adds its own part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from hejda.knowledge.rules import Knowledge
from hejda.rank.decay import chances, decay, shrunken_harm, step_of, two_decays
from hejda.rank.material import Episode


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of parts are the parts of the sum.

    `total`: two-decay weights of all incidents; `harm`: capped harm × decay and `weight`: decay, of
    partner incidents; all in millionths. `partners`: how many incidents are a partner's.
    """

    total: int = 0
    harm: int = 0
    weight: int = 0
    partners: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.total + other.total,
            self.harm + other.harm,
            self.weight + other.weight,
            self.partners + other.partners,
        )

    def __sub__(self, other: Sums) -> Sums:
        return self + Sums(-other.total, -other.harm, -other.weight, -other.partners)

    def chance(self, knowledge: Knowledge) -> int:
        """`repeat_risk`, in millionths."""
        return chances(knowledge.repeat_risk)[step_of(self.total)]

    def expected_harm(self, knowledge: Knowledge) -> int:
        """`expected_harm`, whether or not anything keeps the person in the population."""
        harm = shrunken_harm(knowledge.expected_harm, self.harm, self.weight)
        return (self.chance(knowledge) * harm) >> 10

    def score(self, knowledge: Knowledge) -> int | None:
        """`expected_harm`; None without a partner incident, since nobody is ranked without one."""
        return self.expected_harm(knowledge) if self.partners else None


class _Weights(NamedTuple):
    """The tables a part is read from; see `rank.decay`."""

    look_back: int
    cap: int
    partner: tuple[int, ...]
    other: tuple[int, ...]
    harm: tuple[int, ...]


def _weights(knowledge: Knowledge) -> _Weights:
    look_back, rule = knowledge.population.look_back_days, knowledge.expected_harm
    partner, other = two_decays(knowledge.repeat_risk, look_back)
    harm = decay(rule.harm_half_life_days, look_back)
    return _Weights(look_back, rule.cap_days, partner, other, harm)


def _part(episode: Episode, weights: _Weights, later: int) -> Sums:
    if later and any(s.registered_d + later > weights.look_back for s in episode.suspicions):
        kept = tuple(s for s in episode.suspicions if s.registered_d + later <= weights.look_back)
        episode = replace(episode, suspicions=kept)
    if not episode.suspicions:
        return Sums()
    d = min(episode.d + later, weights.look_back)
    if not episode.partner:
        return Sums(weights.other[d])
    weight = weights.harm[d]
    return Sums(weights.partner[d], weight * min(episode.harm, weights.cap), weight, 1)


def part_of(episode: Episode, knowledge: Knowledge) -> Sums:
    """What one episode adds."""
    return _part(episode, _weights(knowledge), 0)


def sums_of(episodes: Iterable[Episode], knowledge: Knowledge, later: int = 0) -> Sums:
    """The parts of `episodes` together, as they will stand `later` days at liberty from D."""
    weights = _weights(knowledge)
    total = harm = weight = partners = 0
    for episode in episodes:
        part = _part(episode, weights, later)
        total, harm = total + part.total, harm + part.harm
        weight, partners = weight + part.weight, partners + part.partners
    return Sums(total, harm, weight, partners)
