"""Makes the invented country: people, couples, acts, what became of them, and the registers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from hejda.base.dates import day_number
from hejda.synthetic import around, recorded
from hejda.synthetic.arrays import Bools, Ints
from hejda.synthetic.calibration import Fact, calibrate, rows
from hejda.synthetic.course import Course, Programme, draw_fates, run_course
from hejda.synthetic.parameters import Parameters
from hejda.synthetic.people import People, PeopleNumbers, follow_parents, make_people
from hejda.synthetic.places import places
from hejda.synthetic.present_list import present_list
from hejda.synthetic.records import Mentions, RecordNumbers, Records, make_records
from hejda.synthetic.relations import NEVER, Relations, give_parents, homes, make_relations
from hejda.synthetic.reports import Reports, from_acts, in_order, other_crime, with_counter_reports
from hejda.synthetic.truth import write_truth
from hejda.synthetic.violence import Acts, Dispositions, make_acts, make_dispositions
from hejda.synthetic.written import Spells, Written

Progress = Callable[[str], None]
LAST_DAY = dt.date(2026, 1, 1)
"""The day after the last on which anything is registered, unless another is asked for."""
POLICE, PRISON = 0, 1
STEPS = ("people", "couples", "acts", "years", "reports", "registers", "truth", "done")
"""What `simulate` says it is doing, in order."""

SOURCE = """\
# The registers of an invented country, written by `hejda simulate`. Nobody in it exists.
version: 1
source: {source}
title: "Låtsasriket {seed} (påhittat · invented)"
material: invented
rules: se
source_law: none, invented
personal_number: se_invented
files:
  - {{pattern: "*.parquet", format: parquet, tables: contract}}
"""


@dataclass(frozen=True)
class Country:
    """What is asked for. `last_day`: the first day on which nothing is registered any more."""

    persons: int
    years: int
    seed: int
    programme: Programme = field(default_factory=Programme)
    last_day: dt.date = LAST_DAY
    parameters: Parameters = field(default_factory=Parameters)

    @property
    def span(self) -> tuple[int, int]:
        """First day and the day after the last, as day numbers."""
        last = day_number(self.last_day)
        return last - round(self.years * 365.25), last

    def rng(self, purpose: int) -> np.random.Generator:
        """A stream of its own for each purpose, so that a policy changes nothing it does not touch."""
        return np.random.default_rng([self.seed, purpose])


@dataclass(frozen=True)
class Lives:
    """Everything that is so, whether or not anybody knows."""

    people: People
    relations: Relations
    dispositions: Dispositions
    acts: Acts
    region: Ints
    regions: list[str]


def make_lives(country: Country, progress: Progress) -> Lives:
    """People, couples and acts."""
    p, span = country.parameters, country.span
    progress("people")
    numbers = PeopleNumbers(**p.group("people"))
    people = make_people(country.persons, span[0], span[1] - span[0], numbers, country.rng(1))
    known = places()
    _, county = np.unique(np.asarray(known.county), return_inverse=True)
    regions = sorted(set(known.region))
    dispositions = make_dispositions(people, p, country.rng(2))
    progress("couples")
    relations = make_relations(
        people,
        county[people.place],
        dispositions.intensity > 0,
        span[0],
        span[1],
        p,
        country.rng(3),
    )
    newborn = give_parents(people, relations, span[0], country.rng(4))
    follow_parents(people, newborn, numbers, country.rng(16))
    region = np.array([regions.index(name) for name in known.region])[people.place]
    progress("acts")
    acts = make_acts(people, relations, dispositions, span, p, country.rng(5))
    return Lives(people, relations, dispositions, acts, region, regions)


def simulate(country: Country, out: Path, progress: Progress) -> list[Fact]:
    """Writes the country into the folder `out`; gives back its calibration."""
    p, span = country.parameters, country.span
    lives = make_lives(country, progress)
    people, acts = lives.people, lives.acts
    fate = draw_fates(acts, people.female[acts.victim], p, country.rng(6))
    progress("years")
    course = run_course(people, lives.region, acts, fate, span, country.programme, p)
    progress("reports")
    reports = from_acts(acts, fate, course, people, lives.relations, p, country.rng(7))
    reports = with_counter_reports(reports, p, country.rng(8))
    reports = reports + other_crime(people, lives.dispositions, course, span, p, country.rng(9))
    reports = in_order(reports, span[1])
    facts = calibrate(acts, course, reports, span, len(people.born))
    progress("registers")
    orders = _orders(reports, lives, course, fate.order_granted, p)
    direction = np.where(reports.act >= 0, acts.direction[np.maximum(reports.act, 0)], -1)
    breaches = recorded.mark_breaches(reports, direction, orders)
    signs = around.draw_signs(reports, acts, breaches, lives.relations, p, country.rng(10))
    records, suspects, victims, spells, inside = _records(lives, reports, country)
    written = Written(
        out, people, lives.relations, course, reports, records, suspects, victims, span, p
    )
    written.of_reports(orders, signs, country.rng(13))
    written.of_justice(spells, inside, country.rng(14))
    written.around(country.rng(15))
    progress("truth")
    write_truth(
        out / "truth", people, lives.relations, lives.dispositions, acts, fate, course, reports,
        signs, records.person, country.programme, lives.regions, p, country.rng(20),
    )  # fmt: skip
    present_list(
        out / "present_list.csv", reports, signs, suspects, span[1], country.persons, p,
        country.rng(21),
    )  # fmt: skip
    progress("done")
    _write_texts(country, facts, out)
    return facts


def _write_texts(country: Country, facts: list[Fact], out: Path) -> None:
    source = "lat" if country.seed == 1 else f"lat{country.seed}"
    (out / "source.yaml").write_text(
        SOURCE.format(source=source, seed=country.seed), encoding="utf-8"
    )
    (out / "calibration.json").write_text(
        json.dumps(rows(facts), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )


def _orders(
    reports: Reports,
    lives: Lives,
    course: Course,
    granted: Bools,
    p: Parameters,
) -> recorded.Orders:
    act = np.maximum(reports.act, 0)
    asked = np.flatnonzero((reports.act >= 0) & (course.order_from[act] < NEVER) & ~reports.counter)
    act = reports.act[asked]
    begins = course.order_from[act].astype(np.int64)
    return recorded.Orders(
        asked,
        lives.acts.direction[act].astype(np.int64),
        begins,
        begins + int(p["justice.order_days"]),
        granted[act],
    )


def _records(
    lives: Lives, reports: Reports, country: Country
) -> tuple[Records, Ints, Ints, Spells, Ints]:
    """Person records, and the record of each report's suspect and victim and of each spell inside."""
    people = lives.people
    spells = recorded.spells(reports)
    own = np.flatnonzero(reports.victim >= 0)
    n, m = len(reports), len(own)
    who = [reports.suspect, reports.victim[own], reports.suspect[spells[0]]]
    days = [reports.registered, reports.registered[own], spells[2]]
    kept = spells[2] < country.span[1]
    spells = (spells[0][kept], spells[1][kept], spells[2][kept], spells[3][kept])
    who[2], days[2] = who[2][kept], days[2][kept]
    roles = [np.full(len(part), role, np.int8) for part, role in zip(who, (0, 1, 2), strict=True)]
    # The prison service writes down four spells of five under a record of its own.
    elsewhere = country.rng(11).random(len(who[2])) < 0.8
    systems = [np.zeros(n, np.int8), np.zeros(m, np.int8), np.where(elsewhere, PRISON, POLICE)]
    person, day = np.concatenate(who).astype(np.int32), np.concatenate(days).astype(np.int32)
    mentions = Mentions(
        person,
        day,
        np.concatenate(roles),
        np.concatenate(systems).astype(np.int8),
        home=homes(people, lives.relations, person, day),
    )
    numbers = RecordNumbers(**country.parameters.group("records"))
    records = make_records(people, mentions, numbers, country.rng(12))
    suspects = records.of_mention[:n]
    victims = np.full(n, -1, np.int32)
    victims[own] = records.of_mention[n : n + m]
    inside = np.where(elsewhere, records.of_mention[n + m :], suspects[spells[0]])
    return records, suspects, victims, spells, inside.astype(np.int32)
