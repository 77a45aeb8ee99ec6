"""Which pairs of records are compared at all: those that share a blocking key.

A key is strong enough that few strangers share it, and there are enough of them that a record with
one or two faults still shares one with its like. Everything here is a table expression.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis.expr import types as ir

LARGEST_BLOCK = 1000
"""Records that may share a key; what more share says too little, and is left out and counted."""
PAIRS_PER_RECORD = 10
"""Pairs per record that one kind of key may lead to. Weak kinds (a birth date alone) serve a small
register and are left out of a large one; which are used is settled when the model is learnt."""

KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("birth and given name", ("born", "given_sound")),
    ("birth and family name", ("born", "family_sound")),
    ("birth and names the other way round", ("born", "family_sound>given_sound")),
    ("birth and place", ("born", "place", "sex")),
    ("birth and postcode", ("born", "postcode")),
    ("names, month and day", ("whole_sound", "born_month", "born_day")),
    ("names and year", ("whole_sound", "born_year", "place")),
    ("whole name and year", ("whole", "born_year")),
    ("names and postcode", ("whole_sound", "postcode")),
    ("names and street", ("whole_sound", "street")),
    ("given name and street", ("given_sound", "street", "place")),
    ("given name and postcode", ("given_sound", "postcode", "born_year")),
    ("family name and postcode", ("family_sound", "postcode", "born_year")),
    ("whole name and place", ("whole", "place")),
    ("e-mail", ("e_mail",)),
    ("name of the e-mail", ("e_mail_name",)),
    ("telephone", ("phone", "given_sound")),
    ("other number", ("other_number",)),
    ("birth", ("born",)),
    ("names", ("whole_sound",)),
    ("family name", ("family_sound",)),
    ("given name and place", ("given_sound", "place")),
    ("family name and place", ("family_sound", "place")),
    ("postcode", ("postcode",)),
)
"""Each key: what it is made of. `a>b`: column b, in the same key as others' column a."""


def keys(features: ir.Table, kinds: Sequence[int]) -> ir.Table:
    """Every blocking key of every record, of the `kinds` (indices into KEYS): kind, key, unit."""
    return ibis.union(*(_key(features, kind) for kind in kinds))


def keys_met(features: ir.Table, others: ir.Table, kinds: Sequence[int]) -> ir.Table:
    """Those rows of `keys(features, kinds)` whose key one of `others` has too.

    Found by the columns that keys are made of: to write every key out first would take far longer
    than the few that are met.
    """
    parts = []
    for kind in kinds:
        alike = [other for other in kinds if _like(other) == _like(kind)]
        values = ibis.union(*(_values(others, other) for other in alike), distinct=True).view()
        same = [features[name] == values[f"part_{at}"] for at, name in enumerate(_names(kind))]
        parts.append(_key(features.semi_join(values, same), kind))
    return ibis.union(*parts)


def _values(features: ir.Table, kind: int) -> ir.Table:
    """What the keys of a kind are made of, where all of it is there."""
    names = _names(kind)
    there = features.filter(*(features[name].notnull() for name in names))
    return there.select(**{f"part_{at}": there[name] for at, name in enumerate(names)})


def columns_of(kinds: Sequence[int]) -> list[str]:
    """The feature columns that keys of these kinds are made of, in order."""
    return sorted({name for kind in kinds for name in _names(kind)} - {"number", "coordination"})


def _names(kind: int) -> list[str]:
    return [column.split(">")[0] for column in KEYS[kind][1]]


def _key(features: ir.Table, kind: int) -> ir.Table:
    names = _names(kind)
    there = features.filter(*(features[name].notnull() for name in names))
    key = ibis.literal(f"{_like(kind)}|")
    for name in names:
        key = key + there[name].cast("string") + "|"
    return there.select(kind=ibis.literal(kind).cast("int64"), key=key, unit=there.unit)


def _like(kind: int) -> int:
    """The kind whose keys these are held against: another's, where a column stands for another."""
    columns = tuple(column.split(">")[-1] for column in KEYS[kind][1])
    return next(at for at, (_, other) in enumerate(KEYS) if other == columns)


def pairs_by_kind(key_rows: ir.Table) -> ir.Table:
    """How many pairs each kind of key leads to: kind, pairs."""
    sizes = key_rows.group_by("kind", "key").agg(n=key_rows.count())
    pairs = (sizes.n * (sizes.n - 1)).sum().cast("int64")
    return sizes.group_by("kind").agg(pairs=pairs)


def too_large(key_rows: ir.Table) -> ir.Table:
    """Keys that more than LARGEST_BLOCK records share: key, records."""
    sizes = key_rows.group_by("key").agg(records=key_rows.count())
    return sizes.filter(sizes.records > LARGEST_BLOCK)


def pairs_to_compare(
    key_rows: ir.Table, large: ir.Table, features: ir.Table, new: ir.Table | None = None
) -> ir.Table:
    """Pairs that share a key and of which a number does not already say it: unit_l < unit_r.

    `key_rows`: output of `keys`; `large`: of `too_large`. `new` (unit): only pairs with at least
    one of these. Left out are pairs of which both have a valid number of one kind.
    """
    kept = key_rows.anti_join(large, "key")
    other = kept.view()
    if new is None:
        met = kept.inner_join(
            other, [kept.key == other.key, kept.unit < other.unit], rname="{name}_r"
        )
        pairs = met.select(unit_l="unit", unit_r="unit_r")
    else:
        fresh = kept.semi_join(new, "unit")
        met = fresh.inner_join(
            other, [fresh.key == other.key, fresh.unit != other.unit], rname="{name}_r"
        )
        pairs = met.select(
            unit_l=ibis.least(met.unit, met.unit_r), unit_r=ibis.greatest(met.unit, met.unit_r)
        )
    pairs = pairs.distinct()
    numbered = features.select("unit", "number", "coordination")
    left = numbered.rename(unit_l="unit", number_l="number", coordination_l="coordination")
    right = numbered.rename(unit_r="unit", number_r="number", coordination_r="coordination")
    both = pairs.inner_join(left, "unit_l").inner_join(right, "unit_r")
    decided = (both.number_l.notnull() & both.number_r.notnull()) | (
        both.coordination_l.notnull() & both.coordination_r.notnull()
    )
    return both.filter(~decided).select("unit_l", "unit_r")
