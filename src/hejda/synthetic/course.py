"""What becomes of the acts, quarter by quarter: reports, charges, verdicts, custody, orders, lists.

Everything random about an act is drawn once, before anything happens to it, so that two policies
differ only by what they change: an act that a measure prevented would have happened without it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import numpy as np

from hejda.synthetic.arrays import Bools, Floats, Ints
from hejda.synthetic.parameters import Parameters
from hejda.synthetic.people import People
from hejda.synthetic.relations import NEVER, QUARTER
from hejda.synthetic.violence import Acts

Policy = Literal["none", "list", "measures"]


@dataclass(frozen=True)
class Programme:
    """What the police do: no list, a list without measures, or measures of a true effect."""

    policy: Policy = "none"
    effect: float = 0.0
    staggered: bool = False


@dataclass
class Fate:
    """What would become of each act if it were reported; one row per act."""

    would_report: Bools
    registered: Ints
    reporter: Ints
    pattern: Bools
    prosecuted: Bools
    acquitted: Bools
    prison: Bools
    remand: Bools
    end_why: Ints
    ended: Ints
    charged: Ints
    verdict: Ints
    days: Ints
    kills: Bools
    dies: Bools
    order: Bools
    order_granted: Bools
    effect: Floats


@dataclass
class Course:
    """What happened: one row per act, and the lists that were kept on the way.

    `listed`: (person, region index, from, until) rows; `starts`: day the programme began by region.
    """

    happened: Bools
    prevented: Bools
    reported: Bools
    died_on: Ints
    order_from: Ints
    listed: list[tuple[Ints, Ints, int, int]] = field(default_factory=list)
    measured: list[tuple[Ints, int]] = field(default_factory=list)
    starts: Ints = field(default_factory=lambda: np.empty(0, np.int32))


def _lag(mean: float, n: int, rng: np.random.Generator) -> Ints:
    return (1 + rng.gamma(2.0, mean / 2, n)).astype(np.int32)


def registered_days(day: Ints, p: Parameters, rng: np.random.Generator) -> Ints:
    """The day each event came to the police: mostly at once, sometimes much later."""
    n = len(day)
    delay = rng.exponential(p["reporting.mean_delay_days"], n) + 1
    delay = np.where(rng.random(n) < p["reporting.same_day"], 0, delay)
    delay = np.where(rng.random(n) < p["reporting.late"], rng.random(n) * 730, delay)
    return (day + delay).astype(np.int32)


def choice(shares: dict[str, float], n: int, rng: np.random.Generator) -> Ints:
    """Indices into `shares`, drawn by their shares."""
    weights = np.array(list(shares.values()))
    return np.searchsorted(np.cumsum(weights / weights.sum())[:-1], rng.random(n)).astype(np.int8)


def draw_fates(acts: Acts, women: Bools, p: Parameters, rng: np.random.Generator) -> Fate:
    """Draws what would become of each act. `women`: whose victim is a woman."""
    n, kind = len(acts), acts.kind
    last_kind = len(p.words("acts.kinds")) - 1
    lethal = kind == last_kind
    chance = p.array("acts.report_chance")[kind]
    would = rng.random(n) < np.where(lethal, chance, 1 - np.exp(-chance * acts.readiness))
    registered = np.where(lethal, acts.day, registered_days(acts.day, p, rng))
    low = (kind <= 3) & women
    share = p["recording.pattern_code"] / 0.85  # among the low kinds, most of what is reported
    pattern = low & (rng.random(n) < share)
    clearance = np.where(
        pattern, p["justice.pattern_clearance"], p.array("justice.clearance")[kind]
    )
    prosecuted = rng.random(n) < clearance
    charged = registered + _lag(p["justice.days_to_charge"], n, rng)
    prison_kind = np.where(pattern, 4, kind)
    days = p.array("justice.prison_days")[prison_kind] * rng.gamma(6.0, 1 / 6, n)
    kills = lethal & (rng.random(n) < p["acts.killed"])
    return Fate(
        would_report=would,
        registered=registered.astype(np.int32),
        reporter=choice(dict(p.shares("reporting.by")), n, rng),
        pattern=pattern,
        prosecuted=prosecuted,
        acquitted=prosecuted & (rng.random(n) < p["justice.acquitted"]),
        prison=rng.random(n) < p.array("justice.prison")[prison_kind],
        remand=prosecuted & (rng.random(n) < p.array("justice.remand")[kind]),
        end_why=choice(dict(p.shares("justice.ended_why")), n, rng),
        ended=registered + _lag(p["justice.days_to_end"], n, rng),
        charged=charged,
        verdict=charged + _lag(p["justice.days_to_verdict"], n, rng),
        days=np.maximum(days, 14).astype(np.int32),
        kills=kills,
        dies=kills & (rng.random(n) < p["acts.killer_dies"]),
        order=rng.random(n) < p["justice.order_applied"],
        order_granted=rng.random(n) < p["justice.order_granted"],
        effect=rng.random(n),
    )


class _Country:
    """The state between quarters."""

    def __init__(
        self,
        people: People,
        region: Ints,
        acts: Acts,
        fate: Fate,
        span: tuple[int, int],
        programme: Programme,
        p: Parameters,
    ) -> None:
        n, regions = len(people.born), int(region.max()) + 1
        self.people, self.region, self.acts, self.fate = people, region, acts, fate
        self.span, self.programme, self.p = span, programme, p
        self.inside_from = np.full(n, NEVER, np.int32)
        self.inside_until = np.zeros(n, np.int32)
        self.score = np.zeros(n)
        self.measure_from = np.full(n, NEVER, np.int32)
        self.measure_until = np.zeros(n, np.int32)
        self.order_until = np.zeros(int(acts.direction.max(initial=0)) + 1, np.int32)
        empty = np.zeros(len(acts), bool)
        self.out = Course(
            happened=empty.copy(),
            prevented=empty.copy(),
            reported=empty.copy(),
            died_on=people.left_on.copy(),
            order_from=np.full(len(acts), NEVER, np.int32),
        )
        begins = span[0] + int(p["policy.quarters_before"]) * QUARTER
        apart = int(p["policy.stagger_quarters"]) * QUARTER if programme.staggered else 0
        self.out.starts = (begins + apart * np.arange(regions)).astype(np.int32)

    def quarter(self, day: int, until: int) -> None:
        """Everything from `day` up to `until`."""
        acts, fate, out = self.acts, self.fate, self.out
        rows = np.arange(*np.searchsorted(acts.day, [day, until]))
        who, when = acts.actor[rows], acts.day[rows]
        free = ~((when >= self.inside_from[who]) & (when < self.inside_until[who]))
        free &= (when < out.died_on[who]) & (when < out.died_on[acts.victim[rows]])
        rows, who, when = rows[free], who[free], when[free]
        held = (when >= self.measure_from[who]) & (when < self.measure_until[who])
        prevented = held & (fate.effect[rows] < self.programme.effect)
        rows = self._dead(rows[~prevented], rows[prevented])
        out.happened[rows] = True
        reported = rows[fate.would_report[rows]]
        out.reported[reported] = True
        self._justice(reported)
        self._orders(reported)
        if self.programme.policy != "none":
            self._list(reported, until)

    def _dead(self, rows: Ints, prevented: Ints) -> Ints:
        """Marks who is killed; gives back the acts that still can have happened."""
        acts, fate, out = self.acts, self.fate, self.out
        out.prevented[prevented] = True
        lethal = rows[fate.kills[rows]]
        before = out.died_on[acts.victim[rows]]
        np.minimum.at(out.died_on, acts.victim[lethal], acts.day[lethal] + 1)
        dying = lethal[fate.dies[lethal]]
        np.minimum.at(out.died_on, acts.actor[dying], acts.day[dying] + 1)
        when = acts.day[rows]
        alive = (when < out.died_on[acts.victim[rows]]) & (when < before)
        alive &= when < out.died_on[acts.actor[rows]]
        return rows[alive]

    def _justice(self, rows: Ints) -> None:
        acts, fate = self.acts, self.fate
        sentenced = fate.prosecuted[rows] & ~fate.acquitted[rows] & fate.prison[rows]
        inside = rows[fate.remand[rows] | sentenced]
        served = np.where(
            fate.prosecuted[inside] & ~fate.acquitted[inside] & fate.prison[inside],
            fate.days[inside] * 2 // 3,
            0,
        )
        begins = np.where(fate.remand[inside], fate.registered[inside] + 1, fate.verdict[inside])
        ends = (fate.verdict[inside] + served).astype(np.int32)
        who = acts.actor[inside]
        order = np.argsort(ends, kind="stable")
        longer = ends[order] > self.inside_until[who[order]]
        self.inside_from[who[order][longer]] = begins[order][longer]
        self.inside_until[who[order][longer]] = ends[order][longer]

    def _orders(self, rows: Ints) -> None:
        acts, fate = self.acts, self.fate
        asked = rows[fate.order[rows]]
        direction, begins = acts.direction[asked], fate.registered[asked] + 7
        fresh = begins >= self.order_until[direction]
        _, first = np.unique(direction[fresh], return_index=True)
        asked, direction, begins = (
            asked[fresh][first],
            direction[fresh][first],
            begins[fresh][first],
        )
        granted = fate.order_granted[asked]
        self.out.order_from[asked] = begins
        until = begins[granted] + int(self.p["justice.order_days"])
        self.order_until[direction[granted]] = until

    def _list(self, reported: Ints, day: int) -> None:
        """Keeps the list: the highest decayed count of reports, in each region that has begun."""
        who = self.acts.actor[reported]
        self.score *= 0.5 ** (QUARTER / 365)
        np.add.at(self.score, who, 1.0 + 0.5 * self.acts.kind[reported])
        share = np.bincount(self.region, minlength=len(self.out.starts)) / len(self.region)
        places = self.p["policy.list_per_million"] * len(self.region) / 1e6
        at_hand = (self.score > 0) & (self.out.died_on > day) & (self.inside_until <= day)
        for region in np.flatnonzero(self.out.starts <= day):
            here = np.flatnonzero(at_hand & (self.region == region))
            many = max(1, round(places * share[region]))
            best = here[np.lexsort((here, -self.score[here]))][:many].astype(np.int32)
            at = np.full(len(best), region, np.int32)
            self.out.listed.append((best, at, day, day + QUARTER))
            if self.programme.policy == "measures":
                self._measure(best, day)

    def _measure(self, who: Ints, day: int) -> None:
        begins = day + int(self.p["policy.measures_from_days"])
        new = self.measure_until[who] <= day
        self.measure_from[who[new]] = begins
        self.measure_until[who] = begins + int(self.p["policy.effect_days"])
        self.out.measured.append((who[new], begins))


def run_course(
    people: People,
    region: Ints,
    acts: Acts,
    fate: Fate,
    span: tuple[int, int],
    programme: Programme,
    p: Parameters,
) -> Course:
    """Runs the years from `span[0]` to `span[1]`. `region`: police region per person (integer)."""
    country = _Country(people, region, acts, fate, span, programme, p)
    for day, until in pairwise([*range(span[0], span[1], QUARTER), span[1]]):
        country.quarter(day, until)
    return country.out
