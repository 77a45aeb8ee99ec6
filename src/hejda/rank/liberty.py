"""Days at liberty: time inside is not time at risk, so it does not age what was recorded before."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.tables.known import Known, day_of


def spells_inside(known: Known, knowledge: Knowledge) -> ir.Table:
    """Merged spells inside per person: person, starts, ends (day numbers, end outside), none after D."""
    custody = known["custody"]
    raw = custody.filter(custody.kind.isin(list(knowledge.population.inside_kinds))).select(
        person=custody.record_id,
        starts=day_of(custody.valid_from),
        ends=ibis.least(day_of(custody.valid_to).fill_null(known.number), known.number),
    )
    raw = raw.filter(raw.starts < raw.ends)
    before = ibis.cumulative_window(group_by="person", order_by=["starts", "ends"])
    reached = raw.mutate(reach=raw.ends.max().over(before))
    ordered = ibis.window(group_by="person", order_by=["starts", "ends"])
    lagged = reached.mutate(before=reached.reach.lag().over(ordered))
    marked = lagged.mutate(
        fresh=(lagged.before.isnull() | (lagged.before < lagged.starts)).cast("int64")
    )
    numbered = marked.mutate(spell=marked.fresh.sum().over(before))
    return (
        numbered.group_by("person", "spell")
        .agg(starts=numbered.starts.min(), ends=numbered.ends.max())
        .drop("spell")
    )


def with_liberty_age(
    table: ir.Table, known: Known, knowledge: Knowledge, day: str, age: str
) -> ir.Table:
    """`table` (with person and the day number `day`) and `age`, the days at liberty from it to D."""
    plain = known.number - table[day]
    if "custody" not in known:
        return table.mutate(**{age: plain})
    spells = spells_inside(known, knowledge)
    pairs = table.select("person", day).distinct()
    joined = pairs.inner_join(spells, "person")
    overlap = joined.ends - ibis.greatest(joined.starts, joined[day])
    inside = (
        joined.filter(joined.ends > joined[day])
        .group_by("person", day)
        .agg(days_inside=overlap.sum())
    )
    met = table.left_join(inside, ["person", day], rname="{name}_inside")
    aged = met.mutate(**{age: known.number - met[day] - met.days_inside.fill_null(0)})
    return aged.select(*table.columns, age)


def inside_on(known: Known, knowledge: Knowledge) -> ir.Table:
    """People inside on D: person, release (day number of the expected release, may be missing)."""
    custody = known["custody"]
    until = day_of(custody.valid_to)
    now_inside = custody.filter(
        custody.kind.isin(list(knowledge.population.inside_kinds)),
        day_of(custody.valid_from) <= known.number,
        custody.valid_to.isnull() | (until > known.number),
    )
    return (
        now_inside.mutate(person=now_inside.record_id)
        .group_by("person")
        .agg(
            release=now_inside.expected_release_on.epoch_days()
            .cast("int64")
            .fill_null(day_of(now_inside.valid_to))
            .max()
        )
    )
