"""What reaches the police and how it is written down: one row per report, with its mistakes."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from hejda.synthetic.arrays import Bools, Ints
from hejda.synthetic.course import Course, Fate, choice, registered_days
from hejda.synthetic.parameters import Parameters
from hejda.synthetic.people import People
from hejda.synthetic.relations import NEVER, YOUNGEST, Relations
from hejda.synthetic.violence import Acts, Dispositions

CODES = (
    "brb-4-7-ofredande",
    "brb-4-5-olaga-hot",
    "brb-3-5-misshandel",
    "brb-4-4-olaga-tvang",
    "brb-3-6-grov-misshandel",
    "brb-6-1-valdtakt",
    "brb-4-2-olaga-frihetsberovande",
    "brb-4-4b-olaga-forfoljelse",
    "brb-3-1-mord",
    "brb-4-4a-grov-kvinnofridskrankning",
    "kfl-24-overtradelse-av-kontaktforbud",
    "brb-12-1-skadegorelse",
    "annat-brott",
)
"""Offences of the pack `se`; the first nine stand for the kinds of act, in order of severity."""
LETHAL, PATTERN, BREACH, DAMAGE, OTHER = 8, 9, 10, 11, 12
YES, NO, UNKNOWN = 0, 1, 2
NOBODY = -1


@dataclass
class Reports:
    """One row per report, in order of the day it was registered.

    `victim`, `couple`, `act`: −1 where there is none. `relation`: YES, NO or UNKNOWN as recorded.
    `second`: a further offence's index in CODES, −1 without. Days are NEVER where it did not come
    to that. `true_suspect`: who really acted.
    """

    day: Ints
    registered: Ints
    suspect: Ints
    victim: Ints
    true_suspect: Ints
    couple: Ints
    act: Ints
    code: Ints
    second: Ints
    attempt: Bools
    relation: Ints
    whole: Bools
    child: Bools
    call_out: Bools
    reporter: Ints
    place: Ints
    end_why: Ints
    ended: Ints
    charged: Ints
    verdict: Ints
    acquitted: Bools
    prison: Bools
    remand: Bools
    days: Ints
    counter: Bools

    def __len__(self) -> int:
        return len(self.day)

    def taken(self, order: Ints) -> Reports:
        """The rows `order`, in that order."""
        return Reports(*(getattr(self, field.name)[order] for field in fields(self)))

    def __add__(self, other: Reports) -> Reports:
        return Reports(
            *(np.concatenate([getattr(self, f.name), getattr(other, f.name)]) for f in fields(self))
        )


def _recorded_relation(n: int, p: Parameters, rng: np.random.Generator) -> Ints:
    draw = rng.random(n)
    wrong, unknown = p["recording.relation_wrong"], p["recording.relation_unknown"]
    said = np.where(draw < wrong, NO, np.where(draw < wrong + unknown, UNKNOWN, YES))
    return said.astype(np.int8)


def _outcome(prosecuted: Bools, charged: Ints, verdict: Ints) -> tuple[Ints, Ints]:
    return np.where(prosecuted, charged, NEVER), np.where(prosecuted, verdict, NEVER)


def from_acts(
    acts: Acts,
    fate: Fate,
    course: Course,
    people: People,
    relations: Relations,
    p: Parameters,
    rng: np.random.Generator,
) -> Reports:
    """The reports of acts against partners, as written down."""
    rows = np.flatnonzero(course.reported)
    n, kind = len(rows), acts.kind[rows]
    lethal = kind == LETHAL
    # Close to each other means the mistaken code: one step up or down in severity.
    wrong = (rng.random(n) < p["recording.code_wrong"]) & ~lethal
    code = np.where(wrong, np.clip(kind + rng.choice([-1, 1], n), 0, LETHAL - 1), kind)
    code = np.where(fate.pattern[rows], PATTERN, code)
    second = np.where(
        rng.random(n) < p["recording.second_offence"], rng.choice([0, 1, 2, DAMAGE], n), -1
    )
    couple = acts.couple[rows]
    child_on = relations.child_on[couple]
    has_child = (child_on < acts.day[rows]) & (child_on > acts.day[rows] - 18 * 365)
    charged, verdict = _outcome(fate.prosecuted[rows], fate.charged[rows], fate.verdict[rows])
    kills = fate.kills[rows]
    return Reports(
        day=acts.day[rows],
        registered=fate.registered[rows],
        suspect=acts.actor[rows],
        victim=acts.victim[rows],
        true_suspect=acts.actor[rows],
        couple=couple,
        act=rows.astype(np.int32),
        code=code.astype(np.int8),
        second=np.where(second == code, -1, second).astype(np.int8),
        attempt=lethal & ~kills,
        relation=_recorded_relation(n, p, rng),
        whole=rng.random(n) < p["recording.whole_incident"],
        child=has_child & (rng.random(n) < p["recording.child_present"]),
        call_out=(rng.random(n) < p["reporting.call_out"]) & (kind < 4),
        reporter=np.where(kills, 1, fate.reporter[rows]).astype(np.int8),
        place=people.place[acts.victim[rows]],
        end_why=np.where(fate.prosecuted[rows], -1, fate.end_why[rows]).astype(np.int8),
        ended=np.where(fate.prosecuted[rows], NEVER, fate.ended[rows]).astype(np.int32),
        charged=charged.astype(np.int32),
        verdict=verdict.astype(np.int32),
        acquitted=fate.acquitted[rows],
        prison=fate.prison[rows],
        remand=fate.remand[rows],
        days=fate.days[rows],
        counter=np.zeros(n, bool),
    )


def with_counter_reports(reports: Reports, p: Parameters, rng: np.random.Generator) -> Reports:
    """Adds, for some pairs, a report in which the two have changed places; in a fifth of those the
    first report itself has the roles wrong.
    """
    _, first = np.unique(reports.couple, return_index=True)
    drawn = rng.random(len(first)) < p["recording.counter_report"]
    living = reports.code[first] != LETHAL
    chosen = first[drawn & living]
    counter = reports.taken(chosen)
    counter.suspect, counter.victim = counter.victim.copy(), counter.suspect.copy()
    n = len(chosen)
    counter.registered = (counter.registered + rng.integers(0, 10, n)).astype(np.int32)
    counter.act = np.full(n, NOBODY, np.int32)
    counter.counter = np.ones(n, bool)
    counter.code = rng.choice([0, 1, 2], n).astype(np.int8)
    counter.second = np.full(n, -1, np.int8)
    counter.call_out = np.zeros(n, bool)
    counter.remand = np.zeros(n, bool)
    counter.end_why = np.where(rng.random(n) < 0.9, 0, -1).astype(np.int8)
    over = counter.end_why >= 0
    ended = counter.registered + rng.integers(20, 200, n)
    counter.ended = np.where(over, ended, NEVER).astype(np.int32)
    counter.charged = np.full(n, NEVER, np.int32)
    counter.verdict = np.full(n, NEVER, np.int32)
    mistaken = rng.random(n) < p["recording.misidentified"]
    swap = chosen[mistaken]
    reports.suspect[swap], reports.victim[swap] = reports.victim[swap], reports.suspect[swap]
    reports.prison[swap] = reports.remand[swap] = False
    counter.true_suspect = reports.true_suspect[chosen]
    # Where the first has the roles wrong, the second has them right.
    back = np.flatnonzero(mistaken)
    counter.suspect[back] = reports.victim[swap]
    counter.victim[back] = reports.suspect[swap]
    return reports + counter


def other_crime(
    people: People,
    dispositions: Dispositions,
    course: Course,
    span: tuple[int, int],
    p: Parameters,
    rng: np.random.Generator,
) -> Reports:
    """Reports with a suspect that have nothing to do with a partner."""
    n, shape = len(people.born), p["other_crime.shape"]
    rate = rng.gamma(shape, 1 / shape, n) * p["other_crime.per_year"]
    rate *= np.where(people.female, p["other_crime.women"], 1.0)
    rate *= np.where(dispositions.general, p["other_crime.general_factor"], 1.0)
    begins = np.maximum(span[0], people.born + YOUNGEST * 365)
    ends = np.minimum(span[1], course.died_on)
    times = rng.poisson(rate * np.maximum(ends - begins, 0) / 365.25)
    who = np.repeat(np.arange(n, dtype=np.int32), times)
    m = len(who)
    day = (begins[who] + rng.random(m) * (ends - begins)[who]).astype(np.int32)
    mix = p.shares("other_crime.mix")
    number = choice(dict(mix), m, rng)
    code = np.array([CODES.index(word) for word in mix], np.int8)[number]
    victim = rng.integers(0, n, m).astype(np.int32)
    without = (code == OTHER) | (code == DAMAGE) | (victim == who)
    without |= (course.died_on[victim] <= day) | (people.born[victim] > day)
    against = ~without
    prosecuted = rng.random(m) < p["other_crime.clearance"]
    registered = registered_days(day, p, rng)
    charged = registered + rng.integers(20, 200, m)
    unknown = rng.random(m) < p["other_crime.relation_unknown"]
    return Reports(
        day=day,
        registered=registered,
        suspect=who,
        victim=np.where(against, victim, NOBODY).astype(np.int32),
        true_suspect=who,
        couple=np.full(m, NOBODY, np.int32),
        act=np.full(m, NOBODY, np.int32),
        code=code,
        second=np.full(m, -1, np.int8),
        attempt=np.zeros(m, bool),
        relation=np.where(against & unknown, UNKNOWN, NO).astype(np.int8),
        whole=np.zeros(m, bool),
        child=np.zeros(m, bool),
        call_out=np.zeros(m, bool),
        reporter=choice(dict(p.shares("reporting.by")), m, rng),
        place=people.place[np.where(against, victim, who)],
        end_why=np.where(
            prosecuted, -1, choice(dict(p.shares("justice.ended_why")), m, rng)
        ).astype(np.int8),
        ended=np.where(prosecuted, NEVER, registered + rng.integers(10, 200, m)).astype(np.int32),
        charged=np.where(prosecuted, charged, NEVER).astype(np.int32),
        verdict=np.where(prosecuted, charged + rng.integers(20, 200, m), NEVER).astype(np.int32),
        acquitted=prosecuted & (rng.random(m) < p["justice.acquitted"]),
        prison=rng.random(m) < 0.08,
        remand=np.zeros(m, bool),
        days=rng.integers(30, 240, m).astype(np.int32),
        counter=np.zeros(m, bool),
    )


def in_order(reports: Reports, last_day: int) -> Reports:
    """Those registered before `last_day`, by that day, then by who and what."""
    order = np.flatnonzero(reports.registered < last_day)
    keys = (reports.code, reports.victim, reports.suspect, reports.day, reports.registered)
    return reports.taken(order[np.lexsort(tuple(key[order] for key in keys))])
