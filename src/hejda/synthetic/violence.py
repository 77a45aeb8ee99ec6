"""Who harms a partner, when and how: dispositions, crises, and the acts in them. All of it truth."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from hejda.synthetic.arrays import Bools, Floats, Ints
from hejda.synthetic.parameters import Parameters
from hejda.synthetic.people import People
from hejda.synthetic.relations import NEVER, YOUNGEST, Relations

ACUTE_DAYS, AFTER_DAYS = 180, 730
"""Days after a separation in which it is worst, and until which it goes on."""


@dataclass(frozen=True)
class Dispositions:
    """Per person: intensity towards partners (0 for most), whether violent to others as well, the
    stable part of severity, and where in the drinking cycle (−1: does not drink).
    """

    intensity: Floats
    general: Bools
    severity: Floats
    drinking: Ints


@dataclass
class Acts:
    """One row per act, in order of the day. `u`: uniform numbers drawn once per act, by use.

    `direction`: couple × 2, + 1 where `b` acts against `a`. `crisis`: numbers the crisis.
    `kind`: index into the parameters' `acts.kinds`.
    """

    day: Ints
    actor: Ints
    victim: Ints
    couple: Ints
    direction: Ints
    crisis: Ints
    kind: Ints
    readiness: Floats
    after_separation: Ints

    def __len__(self) -> int:
        return len(self.day)


def make_dispositions(people: People, p: Parameters, rng: np.random.Generator) -> Dispositions:
    """Draws every person's disposition; most have none."""
    n = len(people.born)
    share = np.where(people.female, p["disposition.women"], p["disposition.men"])
    some = rng.random(n) < share
    shape = p["disposition.shape"]
    intensity = np.where(some, rng.gamma(shape, 1 / shape, n), 0.0)
    general = some & (rng.random(n) < p["disposition.general"])
    severity = rng.normal(0.0, p["acts.severity_person"], n)
    severity += np.where(people.female, p["crisis.women_severity"], 0.0)
    cycle = int(p["disposition.drinking_cycle_days"])
    drinks = some & (rng.random(n) < p["disposition.drinking"])
    return Dispositions(
        intensity,
        general,
        severity,
        np.where(drinks, rng.integers(0, cycle, n), -1).astype(np.int32),
    )


def _drunk(drinking: Ints, day: Ints, p: Parameters) -> Bools:
    cycle = p["disposition.drinking_cycle_days"]
    within = ((day + drinking) % cycle) < cycle * p["disposition.drinking_share_of_time"]
    return (drinking >= 0) & within


class _Crises:
    """Crises of couples in which one has a disposition: couple, who acts, first day, days."""

    def __init__(
        self,
        people: People,
        relations: Relations,
        dispositions: Dispositions,
        span: tuple[int, int],
        p: Parameters,
        rng: np.random.Generator,
    ) -> None:
        self.span, self.p, self.rng = span, p, rng
        self.people, self.relations, self.dispositions = people, relations, dispositions

    def made(self) -> tuple[Ints, Ints]:
        """(direction, first day) of every crisis."""
        relations, rng, p = self.relations, self.rng, self.p
        parts: list[tuple[Ints, Ints]] = []
        for side, who in enumerate((relations.a, relations.b)):
            rows = np.flatnonzero(self.dispositions.intensity[who] > 0).astype(np.int32)
            own = self.dispositions.intensity[who[rows]]
            shape = p["disposition.relation_shape"]
            rate = own * rng.gamma(shape, 1 / shape, len(rows)) * p["crisis.per_year"]
            for begins, ends, factor in self._phases(rows, who[rows]):
                highest = rate * factor * p["disposition.drinking_factor"]
                expected = highest * np.maximum(ends - begins, 0) / 365.25
                times = rng.poisson(expected)
                which = np.repeat(np.arange(len(rows)), times)
                at = begins[which] + rng.random(len(which)) * (ends - begins)[which]
                day = at.astype(np.int32)
                drunk = _drunk(self.dispositions.drinking[who[rows[which]]], day, p)
                kept = drunk | (rng.random(len(which)) * p["disposition.drinking_factor"] < 1)
                direction = rows[which[kept]] * 2 + side
                parts.append((direction, day[kept]))
        return (
            np.concatenate([x[0] for x in parts]).astype(np.int32),
            np.concatenate([x[1] for x in parts]),
        )

    def _phases(self, rows: Ints, who: Ints) -> list[tuple[Floats, Floats, float]]:
        first, last = self.span
        met, ended = self.relations.met[rows], self.relations.ended[rows]
        grown = self.people.born[who] + YOUNGEST * 365
        from_day = np.maximum(np.maximum(met, first), grown).astype(np.float64)

        def until(day: Ints) -> Floats:
            return np.minimum(day, last).astype(np.float64)

        parted = np.maximum(ended, first).astype(np.float64)
        return [
            (from_day, until(ended), 1.0),
            (parted, until(ended + ACUTE_DAYS), self.p["crisis.separation_factor"]),
            (
                np.maximum(ended + ACUTE_DAYS, first).astype(np.float64),
                until(ended + AFTER_DAYS),
                self.p["crisis.after_factor"],
            ),
        ]


def _kinds(severity: Floats, sd: float, p: Parameters) -> Ints:
    """The kind of each act by its severity: the mix of what happens, in order of severity."""
    reported, chance = p.array("acts.reported_mix"), p.array("acts.report_chance")
    mix = reported / chance
    mix[-1] = mix[-1] * p["acts.lethal_factor"]
    mix = mix / mix.sum()
    normal = NormalDist(0.0, sd)
    edges = np.array([normal.inv_cdf(float(x)) for x in np.cumsum(mix)[:-1]])
    return np.searchsorted(edges, severity).astype(np.int8)


def make_acts(
    people: People,
    relations: Relations,
    dispositions: Dispositions,
    span: tuple[int, int],
    p: Parameters,
    rng: np.random.Generator,
) -> Acts:
    """Every act against a partner or former partner from `span[0]` up to `span[1]`, by day."""
    direction, began = _Crises(people, relations, dispositions, span, p, rng).made()
    lasts = rng.exponential(p["crisis.mean_days"], len(direction))
    times = 1 + rng.poisson(lasts * p["crisis.acts_per_day"])
    crisis = np.repeat(np.arange(len(direction), dtype=np.int32), times)
    day = (began[crisis] + rng.random(len(crisis)) ** 1.5 * lasts[crisis]).astype(np.int32)
    directed = direction[crisis]
    couple, side = directed // 2, directed % 2
    a, b = relations.a[couple], relations.b[couple]
    actor, victim = np.where(side == 0, a, b), np.where(side == 0, b, a)
    sd = p["acts.severity_relation"]
    by_relation = rng.normal(0.0, sd, 2 * len(relations))
    severity = dispositions.severity[actor] + by_relation[directed]
    severity = severity + rng.normal(0.0, 1.0, len(day))
    whole = float(np.sqrt(1 + sd**2 + p["acts.severity_person"] ** 2))
    shape = p["reporting.relation_shape"]
    ready = rng.gamma(shape, 1 / shape, 2 * len(relations))[directed]
    shape = p["reporting.crisis_shape"]
    ready = ready * rng.gamma(shape, 1 / shape, len(direction))[crisis]
    acts = Acts(
        day=day,
        actor=actor.astype(np.int32),
        victim=victim.astype(np.int32),
        couple=couple.astype(np.int32),
        direction=directed.astype(np.int32),
        crisis=crisis,
        kind=_kinds(severity, whole, p),
        readiness=ready,
        after_separation=np.zeros(len(day), np.int32),
    )
    acts = _with_first_acts(acts, people, relations, span, p, rng)
    return _in_order(acts, people, relations, span)


def _with_first_acts(
    acts: Acts,
    people: People,
    relations: Relations,
    span: tuple[int, int],
    p: Parameters,
    rng: np.random.Generator,
) -> Acts:
    """Adds acts against life by people without a disposition, or in a relation without violence."""
    last_kind = len(p.words("acts.kinds")) - 1
    share = p["acts.first_act"]
    n = round(int((acts.kind == last_kind).sum()) * share / (1 - share))
    during = (relations.ended > span[0]) & (relations.met < span[1])
    rows = np.setdiff1d(np.flatnonzero(during), acts.couple)
    row = rows[rng.integers(0, len(rows), n)] if len(rows) else np.empty(0, np.int64)
    n = len(row)
    begins = np.maximum(relations.met[row], span[0])
    ends = np.minimum(relations.ended[row] + ACUTE_DAYS // 2, span[1])
    parted = (relations.ended[row] < span[1]) & (rng.random(n) < 0.5)
    begins = np.where(parted, np.maximum(relations.ended[row] - 30, begins), begins)
    day = (begins + rng.random(n) * np.maximum(ends - begins, 1)).astype(np.int32)
    side = (rng.random(n) < 0.15).astype(np.int64)
    a, b = relations.a[row], relations.b[row]
    more = Acts(
        day=day,
        actor=np.where(side == 0, a, b).astype(np.int32),
        victim=np.where(side == 0, b, a).astype(np.int32),
        couple=row.astype(np.int32),
        direction=(row * 2 + side).astype(np.int32),
        crisis=np.arange(n, dtype=np.int32) + (int(acts.crisis.max(initial=0)) + 1),
        kind=np.full(n, last_kind, np.int8),
        readiness=np.ones(n),
        after_separation=np.zeros(n, np.int32),
    )
    names = Acts.__dataclass_fields__
    return Acts(*(np.concatenate([getattr(acts, x), getattr(more, x)]) for x in names))


def _in_order(acts: Acts, people: People, relations: Relations, span: tuple[int, int]) -> Acts:
    """By day; only while both are alive and in the country; with days since a separation."""
    left = np.minimum(people.left_on[acts.actor], people.left_on[acts.victim])
    grown = people.born[acts.actor] + YOUNGEST * 365
    kept = (acts.day >= span[0]) & (acts.day < span[1]) & (acts.day < left) & (acts.day >= grown)
    order = np.flatnonzero(kept)
    order = order[np.lexsort((acts.direction[order], acts.day[order]))]
    names = Acts.__dataclass_fields__
    acts = Acts(*(getattr(acts, name)[order] for name in names))
    ended = relations.ended[acts.couple]
    acts.after_separation = np.where(acts.day >= ended, acts.day - ended, NEVER).astype(np.int32)
    return acts
