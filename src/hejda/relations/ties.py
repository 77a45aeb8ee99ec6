"""What the registers say of the tie between two people, whichever of them was suspected.

Definitions: spec/03_relations/README.md, *Evidence of a tie*. Record ids in the registers are
people here: stage 2 has put the person in place of each record.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.tables.known import Known, day_of

Keep = Callable[[str, ir.Table], ir.Table]
"""Computes an expression once and gives back the table that holds its rows."""

CHILD = "child_in_common"
FORMER = ("former_spouse", "former_cohabiting", "former_partner")
PAIR = ("person", "other")
SPELL = ("person", "other", "household", "from_day", "until_day")
LONG_AGO, FAR_AHEAD = -1_000_000, 10_000_000
"""Day numbers for a first and a last day that no register states."""
MOST_AT_HOME = 8
"""More people than this in one household at one time is no home but an institution, a lodging or a
mistake, and says nothing of two of them. An assumption; no register says how large a home may be."""
MOST_SPELLS = 200
"""A household key with more spells than this, ever, is no home whatever the days say: a filler value,
or a whole street under one key. It also keeps such a key from being joined with itself."""


def among(column: ir.Value, words: tuple[str, ...]) -> ir.BooleanValue:
    """Whether `column` is one of `words`; never, where there are none."""
    return column.isin(list(words)) if words else ibis.literal(False)


def both_ways(rows: ir.Table, one: str, other: str) -> ir.Table:
    """`rows` twice, as person and other and the other way round; nobody has a tie to themselves."""
    rows = rows.filter(rows[one] != rows[other])
    rest = [name for name in rows.columns if name not in (one, other)]
    forth = rows.select(*rest, person=rows[one], other=rows[other])
    back = rows.select(*rest, person=rows[other], other=rows[one])
    return forth.union(back)


def stated(known: Known) -> ir.Table:
    """Relations both ways: person, other, relation_id, kind, from_day, until_day, registered.

    Days as day numbers, empty where the register does not say.
    """
    relation = known["relation"]
    rows = relation.select(
        "relation_id",
        "record_a",
        "record_b",
        "kind",
        from_day=day_of(relation.valid_from),
        until_day=day_of(relation.valid_to),
        registered=day_of(relation.first_registered_on),
    )
    return both_ways(rows, "record_a", "record_b")


def orders(known: Known) -> ir.Table:
    """Protection orders both ways, whatever became of them: person, other, order_id, kind (the
    status), day, until_day, registered. `day`: of the decision, else of registration.
    """
    order = known["protection_order"]
    registered = day_of(order.first_registered_on)
    rows = order.select(
        "order_id",
        "restrained",
        "protected",
        kind=order.status,
        day=day_of(order.decided_on).fill_null(registered),
        until_day=day_of(order.valid_to),
        registered=registered,
    )
    return both_ways(rows, "restrained", "protected")


def born(known: Known) -> ir.Table:
    """The latest birth date in each person's records: person, birth (a date).

    The latest, so that one record that makes somebody a child is enough to be careful.
    """
    record = known["person_record"]
    rows = record.filter(record.birth_date.notnull())
    return rows.group_by(person=rows.record_id).agg(birth=rows.birth_date.max())


def younger_than(years: int, birth: ir.Value, on: ir.Value) -> ir.BooleanValue:
    """Whether somebody born on `birth` was younger than `years` on the date `on`; no, if unknown."""
    had_birthday = on.month() * 100 + on.day() >= birth.month() * 100 + birth.day()
    age = on.year() - birth.year() - ibis.ifelse(had_birthday, 0, 1)
    return (age < years).fill_null(False)


def _spells(known: Known) -> ir.Table:
    """Spells in a household begun on or before D: person, household, residence_id, starts (a date:
    the day of registration where the first day is unknown), dated, registered, until_day.
    """
    home = known["residence"]
    home = home.filter(home.household.notnull())
    sizes = home.group_by("household").agg(spells=home.count())
    home = home.anti_join(sizes.filter(sizes.spells > MOST_SPELLS), "household")
    rows = home.select(
        "household",
        "residence_id",
        person=home.record_id,
        starts=ibis.coalesce(home.valid_from, home.first_registered_on),
        dated=home.valid_from.notnull(),
        registered=day_of(home.first_registered_on),
        until_day=day_of(home.valid_to).fill_null(FAR_AHEAD),
    )
    return rows.filter(rows.starts <= ibis.literal(known.day))


def _overlaps(mine: ir.Table, theirs: ir.Table, keys: list[str]) -> ir.Table:
    """Spells of `mine` and `theirs` (with their columns as other_…) that overlap, by `keys`."""
    met = mine.inner_join(theirs, keys)
    met = met.filter(met.person != met.other)
    met = met.select(
        "person",
        "other",
        "household",
        "residence_id",
        "other_residence_id",
        starts=ibis.greatest(met.starts, met.other_starts),
        dated=met.dated & met.other_dated,
        registered=ibis.greatest(met.registered, met.other_registered),
        until_day=ibis.least(met.until_day, met.other_until_day),
    )
    met = met.mutate(from_day=day_of(met.starts))
    return met.filter(met.from_day <= met.until_day)


def _of_others(spells: ir.Table) -> ir.Table:
    """The same spells as those of the other one of two."""
    names = ("residence_id", "starts", "dated", "registered", "until_day")
    return spells.select(
        "household", other="person", **{f"other_{name}": spells[name] for name in names}
    )


def living_together(known: Known, people: ir.Table | None = None) -> ir.Table:
    """Spells of two people in one household that overlap and began on or before D, of `people`
    (person; None: everybody) with anybody: person, other, household, residence_id,
    other_residence_id, starts (a date), dated (whether both first days are known), registered,
    from_day, until_day (later than D while it lasts).
    """
    every = _spells(known)
    mine = every if people is None else every.semi_join(people, "person")
    met = _overlaps(mine, _of_others(every), ["household"])
    return met.anti_join(_crowded(met, known), list(SPELL))


def homes(pairs: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    """Spells in one home that may say something of a tie between `pairs` (person, other), with the
    columns of `living_together`: both were adults on the first day.
    """
    every = _spells(known)
    mine = pairs.select(*PAIR).distinct().inner_join(every, "person")
    met = _overlaps(mine, _of_others(every), ["other", "household"])
    met = met.anti_join(_crowded(met, known), list(SPELL))
    least = knowledge.population.minimum_age
    for side in PAIR:
        birth = born(known).select(**{side: "person", f"{side}_birth": "birth"})
        met = met.left_join(birth, side, rname="{name}_again")
        met = met.filter(~younger_than(least, met[f"{side}_birth"], met.starts))
    return met.drop(*(name for name in met.columns if name.endswith(("_birth", "_again"))))


def _crowded(met: ir.Table, known: Known) -> ir.Table:
    """Spells of `met` on whose first day the household held more people than a home does."""
    spell = met.select(*SPELL).distinct()
    lodgers = _spells(known)
    lodgers = lodgers.select(
        "household", lodger="person", since=day_of(lodgers.starts), left="until_day"
    )
    beside = spell.inner_join(lodgers, "household")
    beside = beside.filter(beside.since <= beside.from_day, beside.left >= beside.from_day)
    counts = beside.group_by(spell.columns).agg(people=beside.lodger.nunique())
    return counts.filter(counts.people > MOST_AT_HOME)


def judged(judgements: ir.Table | None) -> ir.Table | None:
    """What people decided, both ways: person, other, kind, judgement_id, decided (a day number).

    `judgements` has kind, a, b, and may have judgement_id and decided_on; a day it does not give is
    long ago, an id it does not give is empty.
    """
    if judgements is None:
        return None
    rows = judgements.filter(judgements.b.notnull())
    columns = rows.columns
    dated = day_of(rows.decided_on) if "decided_on" in columns else ibis.literal(LONG_AGO)
    named = rows.judgement_id if "judgement_id" in columns else ibis.null("string")
    rows = rows.select("kind", "a", "b", judgement_id=named, decided=dated.cast("int64"))
    return both_ways(rows, "a", "b")
