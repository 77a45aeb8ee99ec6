"""Who is ranked: alive, in the country, of age or of unknown age, recently suspected."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.tables.known import Known, day_of


def ages(known: Known) -> ir.Table:
    """Whole years of age on D per person, missing where no birth date is recorded: person, age."""
    record = known["person_record"]
    day = known.day
    had_birthday = (record.birth_date.month() * 100 + record.birth_date.day()) <= (
        day.month * 100 + day.day
    )
    years = day.year - record.birth_date.year() - ibis.ifelse(had_birthday, 0, 1)
    aged = record.select(person=record.record_id, age=years.cast("int64"))
    return aged.group_by("person").agg(age=aged.age.max())


def excluded(known: Known, knowledge: Knowledge) -> ir.Table:
    """People whose latest status on D is one that excludes (died, emigrated …): person."""
    status = known["person_status"]
    begun = status.filter(status.valid_from.isnull() | (day_of(status.valid_from) <= known.number))
    began = day_of(begun.valid_from).fill_null(-1_000_000)
    latest = begun.mutate(
        latest=ibis.row_number().over(
            ibis.window(group_by="record_id", order_by=[began.desc(), begun.status_id.desc()])
        )
    )
    latest = latest.filter(latest.latest == 0)
    barred = [exclusion.status for exclusion in knowledge.exclusions]
    return latest.filter(latest.kind.isin(barred)).select(person=latest.record_id)


def ranked_people(facts: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    """The people of `facts` (with partner_fresh) who are ranked, with age: person, age."""
    people = facts.filter(facts.partner_fresh).select("person")
    if "person_record" in known:
        people = people.left_join(ages(known), "person", rname="{name}_age").select("person", "age")
        people = people.filter(
            people.age.isnull() | (people.age >= knowledge.population.minimum_age)
        )
    else:
        people = people.mutate(age=ibis.null("int64"))
    if "person_status" in known:
        people = people.anti_join(excluded(known, knowledge), "person")
    return people


def minors(known: Known, knowledge: Knowledge) -> ir.Table:
    """People recorded as younger than the pack's minimum age on D: person."""
    aged = ages(known)
    return aged.filter(aged.age < knowledge.population.minimum_age).select("person")
