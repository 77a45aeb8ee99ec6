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


def shares(features: ir.Table, known: ir.Table, totals: dict[str, int], column: str) -> ir.Table:
    """The share of records with each value that `features` has in `column`: column, tf_column.

    `known`: output of `frequencies`, as it was when the model was learnt; `totals`: records with a
    value, by column. A value that was not there is taken to be as rare as one of two records. Where
    a column has no total nothing is said of rarity (null).
    """
    values = features.filter(features[column].notnull()).select(column).distinct()
    total = totals.get(column, 0)
    if total < 2:
        return values.mutate(**{f"tf_{column}": ibis.null("float64")})
    mine = known.filter(known.column == column).select("value", "records")
    met = values.left_join(mine, values[column] == mine.value)
    share = met.records.fill_null(2) / float(total)
    return met.select(column, **{f"tf_{column}": share.cast("float64")})
