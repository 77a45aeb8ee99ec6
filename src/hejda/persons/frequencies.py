"""How common each value is: what is rare says more when two records share it."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from hejda.persons.model import COMPARISONS

RARE = tuple(
    dict.fromkeys(step.rare for each in COMPARISONS for step in each.steps if step.rare is not None)
)
"""Columns whose rarer values weigh more."""


def frequencies(features: ir.Table) -> ir.Table:
    """How many records have each value of each column of RARE: column, value, records."""
    parts = []
    for column in RARE:
        there = features.filter(features[column].notnull())
        named = there.select(column=ibis.literal(column), value=there[column])
        parts.append(named.group_by("column", "value").agg(records=named.count()))
    return ibis.union(*parts)


def with_shares(features: ir.Table, known: ir.Table, totals: dict[str, int]) -> ir.Table:
    """`features` with a column tf_… for each of RARE: the share of records with that value.

    `known`: output of `frequencies`, as it was when the model was learnt; `totals`: records with a
    value, by column. A value that was not there is taken to be as rare as one of two records. Where
    a column has no total nothing is said of rarity (null).
    """
    table = features
    for column in RARE:
        total = totals.get(column, 0)
        name = f"tf_{column}"
        if total < 2:
            table = table.mutate(**{name: ibis.null("float64")})
            continue
        mine = known.filter(known.column == column)
        shares = mine.select(**{f"{column}_known": "value", name: mine.records / float(total)})
        met = table.left_join(shares, table[column] == shares[f"{column}_known"])
        least = 2.0 / total
        filled = ibis.ifelse(
            met[column].notnull(), met[name].fill_null(least), ibis.null("float64")
        )
        table = met.mutate(**{name: filled}).drop(f"{column}_known")
    return table
