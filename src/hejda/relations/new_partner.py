"""Signs, already in the registers, that somebody listed may have a new partner.

Definitions: spec/03_relations/README.md, *New partner*. What comes out is a guess for a person to
check before anything rests on it: it changes no score, no place and no list, and lapses by itself.
The numbers are assumptions of ours, not rules of any country; no study sets them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import ibis
from ibis.expr import types as ir

from hejda.base.dates import date_of
from hejda.knowledge.rules import Knowledge
from hejda.relations.dyads import NOT_PARTNER, PARTNER
from hejda.relations.ties import (
    FORMER,
    LONG_AGO,
    PAIR,
    among,
    born,
    homes,
    judged,
    living_together,
    orders,
    stated,
    younger_than,
)
from hejda.tables.known import Known, day_of

Row = Mapping[str, Any]

NEW_WITHIN_DAYS = 365
"""Two people are new to each other when nothing ties them before this many days ago."""
LAPSES_AFTER_DAYS = 180
"""A hypothesis lapses this many days after its latest sign was registered."""
MOST_IN_INCIDENT = 8
"""An incident with more people than this (a brawl, a demonstration) says nothing of two of them."""
POINTS = {
    "relation": 3,
    "household": 2,
    "order": 2,
    "close_incident": 2,
    "third_person_report": 1,
    "joint_incident": 1,
}
"""What each kind of sign is worth, once. Together 3: strong; 2: some; 1: weak."""
STRONG, SOME = 3, 2
OF_INCIDENTS = ("close_incident", "third_person_report", "joint_incident")
"""What an incident may be a sign of, strongest first."""
ROLES = ("suspect", "victim", "witness")
"""Roles that bring two people together. Who reports is as a rule a neighbour or a passer-by, and a
child is nobody's partner."""


def new_partner_signs(
    listed: ir.Table, known: Known, knowledge: Knowledge, judgements: ir.Table | None
) -> ir.Table:
    """Every sign of a tie between `listed` (person) and anybody, of any age: person, other, sign,
    day (day number; long ago where unknown), registered (day number), reference (table:id).

    Left out: relatives, children, the dead, and pairs of which somebody has already decided.
    """
    parts = [_from_incidents(listed, known, knowledge)]
    if "relation" in known:
        parts.append(_from_relations(listed, known, knowledge))
    if "residence" in known:
        parts.append(_from_homes(listed, known, knowledge))
    if "protection_order" in known:
        parts.append(_from_orders(listed, known))
    signs = ibis.union(*parts, distinct=True) if len(parts) > 1 else parts[0]
    if "relation" in known:
        relation = stated(known)
        family = relation.filter(among(relation.kind, knowledge.serial.family_relations))
        signs = signs.anti_join(family, PAIR)
    signs = signs.anti_join(_out_of_question(known, knowledge), "other")
    decided = judged(judgements)
    if decided is None:
        return signs
    return signs.anti_join(decided.filter(decided.kind.isin([PARTNER, NOT_PARTNER])), PAIR)


def _signs(rows: ir.Table, sign: ir.Value | str, table: str, name: str, day: ir.Value) -> ir.Table:
    return rows.select(
        *PAIR,
        "registered",
        sign=ibis.literal(sign) if isinstance(sign, str) else sign,
        day=day.fill_null(LONG_AGO).cast("int64"),
        reference=ibis.literal(f"{table}:") + rows[name],
    )


def _from_relations(listed: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    rows = stated(known).semi_join(listed, "person")
    rows = rows.filter(among(rows.kind, knowledge.population.partner_relations))
    since = ibis.ifelse(rows.kind.isin(FORMER), LONG_AGO, rows.from_day)
    return _signs(rows, "relation", "relation", "relation_id", since)


def _from_homes(listed: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    pairs = living_together(known, listed).select(*PAIR).distinct()
    rows = homes(pairs, known, knowledge)
    since = ibis.ifelse(rows.dated, rows.from_day, LONG_AGO)
    return _signs(rows, "household", "residence", "residence_id", since).union(
        _signs(rows, "household", "residence", "other_residence_id", since)
    )


def _from_orders(listed: ir.Table, known: Known) -> ir.Table:
    rows = orders(known).semi_join(listed, "person")
    return _signs(rows, "order", "protection_order", "order_id", rows.day)


def _from_incidents(listed: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    """Incidents in which both took part, unless the record itself says that they are not close.

    An incident is one sign, the strongest of what it could be (`OF_INCIDENTS`).
    """
    parts = _parts(known, knowledge)
    mine = parts.semi_join(listed, "person")
    theirs = parts.semi_join(mine, "incident_id")
    incidents = _incidents(theirs, known)
    met = mine.inner_join(theirs.rename(other="person", other_role="role"), "incident_id")
    met = met.filter(met.person != met.other).inner_join(incidents, "incident_id")
    met = met.filter(met.says_yes | ~met.says_no, met.people <= MOST_IN_INCIDENT)
    accused = (met.role == "suspect") & (met.other_role == "victim")
    harmed = (met.role == "victim") & (met.other_role == "suspect")
    kind = ibis.cases(
        (met.says_yes & (accused | harmed) & (met.victims == 1), 0),
        (~met.says_yes & accused & met.told, 1),
        else_=2,
    )
    each = met.mutate(kind=kind).group_by(*PAIR, "incident_id", "day", "registered")
    one = each.agg(kind=lambda rows: rows.kind.min())
    words = ibis.cases(*((one.kind == n, word) for n, word in enumerate(OF_INCIDENTS)))
    return _signs(one, words, "incident", "incident_id", one.day)


def _parts(known: Known, knowledge: Knowledge) -> ir.Table:
    """Who took part in what: person, incident_id, role; no suspicion that counts for nothing."""
    rows = known["involvement"]
    ended = (rows.ended_on <= ibis.literal(known.day)).fill_null(False)
    never = tuple(why for why, treated in knowledge.ended.items() if treated == "never")
    gone = (rows.role == "suspect") & ended & among(rows.ended_why.fill_null("unknown"), never)
    rows = rows.filter(rows.role.isin(ROLES), ~gone)
    return rows.select("incident_id", "role", person=rows.record_id).distinct()


def _incidents(parts: ir.Table, known: Known) -> ir.Table:
    """Incidents of `parts`: day, registered, told (by a third person), how many people and victims, and
    what its offences say of the relation (says_yes, says_no).
    """
    incident, offence = known["incident"], known["offence"]
    registered = day_of(incident.first_registered_on)
    took_place = ibis.coalesce(
        day_of(incident.occurred_until), day_of(incident.occurred_on), registered
    )
    rows = incident.select(
        "incident_id",
        registered=registered,
        day=ibis.least(took_place, registered),
        told=(incident.reported_by == "third_person").fill_null(False),
    )
    crowd = parts.group_by("incident_id").agg(
        people=parts.person.nunique(),
        victims=parts.person.nunique(where=parts.role == "victim"),
    )
    offence = offence.semi_join(crowd, "incident_id")
    said = offence.group_by("incident_id").agg(
        yes=(offence.close_relation == "yes").fill_null(False).any(),
        no=(offence.close_relation == "no").fill_null(False).any(),
    )
    met = rows.inner_join(crowd, "incident_id").left_join(said, "incident_id", rname="{name}_said")
    return met.select(
        *rows.columns,
        "people",
        "victims",
        says_yes=met.yes.fill_null(False),
        says_no=met.no.fill_null(False),
    )


def _out_of_question(known: Known, knowledge: Knowledge) -> ir.Table:
    """Who is nobody's new partner: children by any of their records, and the dead: other."""
    birth, status = born(known), known["person_status"]
    young = younger_than(knowledge.population.minimum_age, birth.birth, ibis.literal(known.day))
    since = day_of(status.valid_from).fill_null(LONG_AGO)
    dead = status.filter(status.kind == "died", since <= known.number)
    children = birth.filter(young).select(other="person")
    return children.union(dead.select(other="record_id"), distinct=True)


def new_partner_hypotheses(signs: Iterable[Row], as_of: int) -> list[dict[str, Any]]:
    """Rows of the table `hypothesis` from the fetched rows of `new_partner_signs`, by key.

    `as_of`: D as a day number. A pair is there when the first of all its signs lies within
    `NEW_WITHIN_DAYS` and the hypothesis has not lapsed.
    """
    by_pair: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in signs:
        by_pair[row["person"], row["other"]].append(row)
    return [
        _hypothesis(person, other, rows)
        for (person, other), rows in sorted(by_pair.items())
        if min(row["day"] for row in rows) >= as_of - NEW_WITHIN_DAYS
        and max(row["registered"] for row in rows) + LAPSES_AFTER_DAYS > as_of
    ]


def _hypothesis(person: str, other: str, rows: list[Row]) -> dict[str, Any]:
    found = {row["sign"] for row in rows}
    since = max(row["registered"] for row in rows)
    return {
        "person": person,
        "kind": "new_partner",
        "other": other,
        "confidence": confidence(found),
        "since": date_of(since),
        "expires_on": date_of(since + LAPSES_AFTER_DAYS),
        "signs": [sign for sign in POINTS if sign in found],
        "evidence": sorted({row["reference"] for row in rows}),
    }


def confidence(signs: Iterable[str]) -> str:
    """strong, some or weak, by the points of the kinds of sign, each kind once."""
    points = sum(POINTS[sign] for sign in set(signs))
    return "strong" if points >= STRONG else "some" if points >= SOME else "weak"
