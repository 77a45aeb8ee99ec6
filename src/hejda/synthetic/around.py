"""The registers around the reports: signs noted, ties, households, licences, who left, measures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hejda.synthetic.arrays import Bools, Ints
from hejda.synthetic.columns import Versions, contract_table, dates, ids, words
from hejda.synthetic.course import Course
from hejda.synthetic.parameters import Parameters
from hejda.synthetic.people import People
from hejda.synthetic.recorded import Setting, record_ids
from hejda.synthetic.relations import NEVER, Relations
from hejda.synthetic.reports import Reports
from hejda.synthetic.violence import Acts

SIGNS = (
    "strangulation",
    "threat_to_kill",
    "suicide_threat_to_partner",
    "controlling_behaviour",
    "victim_fear",
    "weapon",
    "stalking",
    "mental_ill_health",
    "suicidal_thoughts",
)
SEPARATION, BREACH, DISPUTE, PREGNANCY = (len(SIGNS) + n for n in range(4))
KINDS = (*SIGNS, "separation", "order_breach", "custody_dispute", "pregnancy")
RELATIONS = (
    "spouse",
    "cohabiting",
    "former_spouse",
    "former_cohabiting",
    "child_in_common",
    "parent_child",
    "sibling",
)


@dataclass(frozen=True)
class Signs:
    """Signs at reports: report and kind (index into KINDS), and whether it was written down."""

    report: Ints
    kind: Ints
    noted: Bools


def draw_signs(
    reports: Reports,
    acts: Acts,
    breaches: Bools,
    relations: Relations,
    p: Parameters,
    rng: np.random.Generator,
) -> Signs:
    """What there was to see at each report about partners, and what of it was noted."""
    rows = np.flatnonzero(reports.act >= 0)
    act = reports.act[rows]
    kind, after = acts.kind[act], acts.after_separation[act]
    found: list[tuple[Ints, int]] = []
    for number, name in enumerate(SIGNS):
        chance = p.array(f"signs.{name}")[kind]
        found.append((rows[rng.random(len(rows)) < chance], number))
    until_parted = relations.ended[acts.couple[act]] - acts.day[act]
    close = (after < p["signs.separation_days"]) | ((until_parted >= 0) & (until_parted < 45))
    found.append((rows[close & (rng.random(len(rows)) < 0.7)], SEPARATION))
    found.append((np.flatnonzero(breaches), BREACH))
    child = relations.child_on[acts.couple[act]] < acts.day[act]
    dispute = child & (after < 730) & (rng.random(len(rows)) < 0.25)
    found.append((rows[dispute], DISPUTE))
    pregnant = (rng.random(len(rows)) < 0.03) & (after >= NEVER)
    found.append((rows[pregnant], PREGNANCY))
    report = np.concatenate([part for part, _ in found])
    kinds = np.concatenate([np.full(len(part), n) for part, n in found])
    order = np.lexsort((kinds, report))
    noted = rng.random(len(report)) >= p["recording.sign_missed"]
    return Signs(report[order], kinds[order], noted)


def observations(
    signs: Signs, reports: Reports, suspects: Ints, rng: np.random.Generator
) -> pa.Table:
    """The signs that were noted."""
    report, kind = signs.report[signs.noted], signs.kind[signs.noted]
    n = len(report)
    only_victim = np.where(rng.random(n) < 0.1, 0, -1)
    columns = {
        "observation_id": ids("b", np.arange(n)),
        "incident_id": ids("i", report),
        "about": record_ids(suspects[report]),
        "kind": words(kind, KINDS),
        "observed_on": dates(reports.day[report]),
        "nature": words(np.where(rng.random(n) < 0.8, 0, 1), ("fact", "assessment")),
        "reliability": words(rng.choice(4, n, p=[0.2, 0.5, 0.2, 0.1]), ("A", "B", "C", "D")),
        "credibility": pa.array(rng.choice([1, 2, 3, 4], n, p=[0.2, 0.5, 0.2, 0.1])),
        "could_only_come_from": words(only_victim, ("victim",)),
        "registered_on": dates(reports.registered[report]),
    }
    return contract_table("observation", columns, n)


def _known(first: Ints, since: Ints, *who: Ints) -> tuple[Bools, Ints]:
    """(whether everybody has a record, the day the last of them got one)."""
    kept = np.ones(len(who[0]), bool)
    day = np.zeros(len(who[0]), np.int64)
    for person in who:
        own = first[person]
        kept &= own >= 0
        day = np.maximum(day, since[person])
    return kept, day


def ties(
    people: People,
    relations: Relations,
    first: Ints,
    since: Ints,
    setting: Setting,
    rng: np.random.Generator,
) -> pa.Table:
    """What the population register says of people who both have a record with the police.

    `first`: a person's first record (−1: none), `since`: the day it was made.
    """
    table = Versions("relation", setting.last_day)
    count = 0

    def add(rows: Ints, a: Ints, b: Ints, day: Ints, kind: Ints, begins: Ints, ends: Ints) -> None:
        nonlocal count
        number = count + np.arange(len(rows))
        count += len(rows)
        table.add(
            number,
            day,
            record_a=record_ids(first[a]),
            record_b=record_ids(first[b]),
            kind=words(kind, RELATIONS),
            valid_from=dates(begins),
            valid_to=dates(ends),
            source=words(np.zeros(len(rows), np.int8), ("folkbokföringen",)),
        )

    kept, known = _known(first, since, relations.a, relations.b)
    lived = kept & (relations.moved_in < NEVER) & (rng.random(len(kept)) < 0.8)
    rows = np.flatnonzero(lived)
    a, b = relations.a[rows], relations.b[rows]
    begins, ends = relations.moved_in[rows], relations.ended[rows]
    married = relations.married[rows]
    day = np.maximum(known[rows], begins)
    over = ends <= day
    kind = np.where(over, 2, 0) + np.where(married, 0, 1)
    add(rows, a, b, day, kind, np.where(over, ends, begins), np.full(len(rows), NEVER))
    later = np.flatnonzero(~over & (ends < NEVER))
    former = 2 + np.where(married[later], 0, 1)
    add(later, a[later], b[later], ends[later], former, ends[later], np.full(len(later), NEVER))
    rows = np.flatnonzero(kept & (relations.child_on < NEVER))
    day = np.maximum(known[rows], relations.child_on[rows])
    child = relations.child_on[rows]
    never = np.full(len(rows), NEVER)
    add(rows, relations.a[rows], relations.b[rows], day, np.full(len(rows), 4), child, never)
    for parent in (people.mother, people.father):
        rows = np.flatnonzero((first >= 0) & (parent >= 0))
        rows = rows[first[parent[rows]] >= 0]
        _, day = _known(first, since, rows.astype(np.int32), parent[rows])
        never = np.full(len(rows), NEVER)
        add(rows, parent[rows], rows, day, np.full(len(rows), 5), people.born[rows], never)
    return table.table("t")


def residences(
    people: People,
    relations: Relations,
    first: Ints,
    since: Ints,
    setting: Setting,
) -> pa.Table:
    """Spells of living together, and alone between and after them; protected people have none."""
    rows = np.flatnonzero(relations.moved_in < NEVER)
    who = np.concatenate([relations.a[rows], relations.b[rows]]).astype(np.int64)
    begins = np.concatenate([relations.moved_in[rows]] * 2).astype(np.int64)
    ends = np.concatenate([relations.ended[rows]] * 2).astype(np.int64)
    house = np.concatenate([rows, rows])
    mine = first[who] >= 0
    who, begins, ends, house = who[mine], begins[mine], ends[mine], house[mine]
    order = np.lexsort((begins, who))
    who, begins, ends, house = who[order], begins[order], ends[order], house[order]
    last = np.ones(len(who), bool)
    last[:-1] = who[1:] != who[:-1]
    following = np.where(last, NEVER, np.append(begins[1:], NEVER))
    ends = np.minimum(ends, following)
    alone = (ends < NEVER) & (following > ends)
    person = np.concatenate([who, who[alone]])
    starts = np.concatenate([begins, ends[alone]])
    stops = np.concatenate([ends, following[alone]])
    home = np.concatenate([house, -1 - who[alone]])
    everybody = np.flatnonzero(first >= 0)
    never_lived = np.setdiff1d(everybody, who)
    person = np.concatenate([person, never_lived])
    starts = np.concatenate([starts, people.born[never_lived] + 19 * 365])
    stops = np.concatenate([stops, np.full(len(never_lived), NEVER)])
    home = np.concatenate([home, -1 - never_lived])
    open_to_all = ~people.protected[person]
    person, starts, stops, home = (x[open_to_all] for x in (person, starts, stops, home))
    return _spell_rows(people, (person, starts, stops, home), first, since, setting)


def _spell_rows(
    people: People,
    spells: tuple[Ints, Ints, Ints, Ints],
    first: Ints,
    since: Ints,
    setting: Setting,
) -> pa.Table:
    person, starts, stops, home = spells
    order = np.lexsort((starts, person))
    person, starts, stops, home = (x[order] for x in (person, starts, stops, home))
    table = Versions("residence", setting.last_day)
    known = np.maximum(since[person], starts)
    number = np.arange(len(person))
    shared = home >= 0
    key = pa.array(np.where(shared, home, -1 - home)).cast(pa.string())
    prefix = words(np.where(shared, 0, 1), ("h", "e"))
    household = pc.binary_join_element_wise(prefix, key, "")
    over = stops <= known
    for rows, day, until in (
        (number, known, np.where(over, stops, NEVER)),
        (
            number[~over & (stops < NEVER)],
            stops[~over & (stops < NEVER)],
            stops[~over & (stops < NEVER)],
        ),
    ):
        place = people.place[person[rows]]
        table.add(
            rows,
            day,
            record_id=record_ids(first[person[rows]]),
            household=household.take(pa.array(rows)),
            municipality=words(place, setting.municipalities),
            police_region=words(place, setting.regions),
            valid_from=dates(starts[rows]),
            valid_to=dates(until),
        )
    return table.table("h")


def licences(
    people: People,
    first: Ints,
    since: Ints,
    convicted_on: Ints,
    setting: Setting,
    p: Parameters,
    rng: np.random.Generator,
) -> pa.Table:
    """Weapon licences of men with a record; many are revoked after a conviction."""
    holds = ~people.female & (first >= 0) & (rng.random(len(first)) < p["justice.licence"])
    who = np.flatnonzero(holds)
    begins = people.born[who] + rng.integers(21 * 365, 60 * 365, len(who))
    kept = begins < setting.last_day
    who, begins = who[kept], begins[kept]
    table = Versions("licence", setting.last_day)
    number = np.arange(len(who))
    revoked = (rng.random(len(who)) < p["justice.licence_revoked"]) & (convicted_on[who] > begins)
    day = convicted_on[who] + rng.integers(10, 120, len(who))
    for registered, status, until in (
        (np.maximum(begins, since[who]), 0, np.full(len(who), NEVER)),
        (np.where(revoked & (day < NEVER), day, NEVER), 1, day),
    ):
        table.add(
            number,
            registered,
            record_id=record_ids(first[who]),
            kind=words(rng.choice(2, len(who), p=[0.8, 0.2]), ("jaktvapen", "målskjutningsvapen")),
            status=words(np.full(len(who), status), ("valid", "revoked")),
            valid_from=dates(begins),
            valid_to=dates(until),
        )
    return table.table("l")


def statuses(
    people: People, course: Course, first: Ints, setting: Setting, begins: int
) -> pa.Table:
    """Who died or left the country, among people with a record."""
    died = course.died_on < people.left_on
    day = np.minimum(course.died_on, people.left_on)
    who = np.flatnonzero((first >= 0) & (day < setting.last_day) & (day >= begins))
    kind = np.where(died[who], 1, people.left_how[who])
    registered = np.minimum(day[who] + 7, setting.last_day - 1)
    columns = {
        "status_id": ids("d", np.arange(len(who))),
        "record_id": record_ids(first[who]),
        "kind": words(kind - 1, ("died", "emigrated")),
        "valid_from": dates(day[who]),
        "registered_on": dates(registered),
    }
    return contract_table("person_status", columns, len(who))


def measures(course: Course, first: Ints, setting: Setting, rng: np.random.Generator) -> pa.Table:
    """Measures taken under the programme, one row each time somebody's began."""
    parts = [(who, np.full(len(who), day)) for who, day in course.measured]
    who = np.concatenate([w for w, _ in parts]) if parts else np.empty(0, np.int64)
    day = np.concatenate([d for _, d in parts]) if parts else np.empty(0, np.int64)
    kept = (first[who] >= 0) & (day < setting.last_day)
    who, day = who[kept], day[kept]
    kind = rng.choice(4, len(who))
    columns = {
        "measure_id": ids("m", np.arange(len(who))),
        "record_id": record_ids(first[who]),
        "kind": words(
            kind, ("hembesök", "riskreducerande samtal", "patrullering", "vapenkontroll")
        ),
        "done_on": dates(day),
        "outcome": words(rng.choice(2, len(who)), ("genomfört", "avböjt")),
        "registered_on": dates(day),
    }
    return contract_table("measure_taken", columns, len(who))


__all__ = [
    "KINDS",
    "Signs",
    "draw_signs",
    "licences",
    "measures",
    "observations",
    "residences",
    "statuses",
    "ties",
]
