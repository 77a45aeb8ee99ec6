"""Stage 2 on an engine: from person records to weighed pairs, with a model learnt or given.

The weight of a pair depends on the two records and the model alone. So a new delivery needs only the
pairs of its new records weighed, and the answer is the same as if all were weighed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import log2
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr import types as ir

from hejda.engine.base import Engine
from hejda.engine.link import Linkage
from hejda.persons.blocking import (
    KEYS,
    PAIRS_PER_RECORD,
    columns_of,
    keys,
    keys_met,
    pairs_by_kind,
    pairs_to_compare,
    too_large,
)
from hejda.persons.features import FEATURES
from hejda.persons.frequencies import RARE, frequencies, shares
from hejda.persons.guards import guard_of
from hejda.persons.model import SPLIT, TRAINING, comparisons_of
from hejda.persons.prior import chance_beforehand

Progress = Callable[[str], None]

PAIR_SCHEMA = pa.schema(
    [
        ("unit_l", pa.int64()),
        ("unit_r", pa.int64()),
        ("weight", pa.int64()),
        ("guard", pa.string()),
        ("signs", pa.list_(pa.string())),
    ]
)


@dataclass(frozen=True)
class Model:
    """What was learnt: Splink's model, the kinds of blocking key in use (indices into KEYS), the
    chance beforehand (thousandths of a bit), records learnt from, and how common values were:
    `common` (column, value, records), `totals` (records with a value, by column)."""

    splink: dict[str, Any]
    kinds: tuple[int, ...]
    beforehand: int
    learnt_from: int
    common: pa.Table
    totals: dict[str, int]


@dataclass(frozen=True)
class Weighed:
    """`pairs` by PAIR_SCHEMA: those heavy enough to matter. `large`: keys that too many records share,
    which are not used. `everything`: all records were compared, not only the new ones."""

    pairs: pa.Table
    large: frozenset[str]
    everything: bool


def feature_schema() -> pa.Schema:
    """The columns of a feature row as Arrow types."""
    kinds = {"int64": pa.int64(), "string": pa.string(), "boolean": pa.bool_()}
    return pa.schema([(name, kinds[kind]) for name, kind in FEATURES.items()])


@dataclass(frozen=True)
class Weights:
    """Every pair compared (unit_l, unit_r, weight), the chance beforehand not counted; the linkage
    that weighed them; the keys that too many records share."""

    table: ir.Table
    linkage: Linkage
    large: frozenset[str]


def learnt(engine: Engine, features: ir.Table, progress: Progress) -> tuple[Model, Weights]:
    """A model learnt from `features` without labels, and the weights of all pairs by it."""
    progress("learning from the records")
    count = engine.count(features)
    totals = _filled(engine, features)
    common = engine.keep("link_common", frequencies(features))
    described = comparisons_of(frozenset(name for name, n in totals.items() if n > count // 50))
    linkage = Linkage(engine, features, _rarity(engine, features, common, totals))
    splink = linkage.trained(described, TRAINING)
    kinds = _kinds_in_use(engine, features, count)
    model = Model(splink, kinds, 0, count, engine.arrow(common), totals)
    progress("comparing records")
    weights = _weights(engine, features, linkage, model)
    return replace(model, beforehand=_beforehand(engine, weights.table, totals, count)), weights


def _filled(engine: Engine, features: ir.Table) -> dict[str, int]:
    """Records with a value, by feature column."""
    counts = features.agg(**{name: features[name].count() for name in FEATURES})
    return {name: int(n) for name, n in engine.arrow(counts).to_pylist()[0].items()}


def _kinds_in_use(engine: Engine, features: ir.Table, records: int) -> tuple[int, ...]:
    found = engine.arrow(pairs_by_kind(keys(features, range(len(KEYS))))).to_pylist()
    sizes = {row["kind"]: row["pairs"] // 2 for row in found}
    limit = PAIRS_PER_RECORD * records
    return tuple(kind for kind in range(len(KEYS)) if 0 < sizes.get(kind, 0) <= limit)


def _beforehand(engine: Engine, weights: ir.Table, filled: dict[str, int], records: int) -> int:
    """The chance that two records not decided by number are one person's, from all weights."""
    tenths = (weights.weight / 100).round().cast("int64")
    rows = engine.arrow(weights.group_by(tenth=tenths).agg(n=weights.count())).to_pylist()
    decided = sum(filled[name] * (filled[name] - 1) // 2 for name in ("number", "coordination"))
    possible = max(records * (records - 1) // 2 - decided, 1)
    chance = chance_beforehand({row["tenth"] * 100: row["n"] for row in rows}, possible)
    return round(1000 * log2(chance / (1 - chance)))


def _weights(engine: Engine, features: ir.Table, linkage: Linkage, model: Model) -> Weights:
    rows = engine.keep("link_key", keys(features, model.kinds))
    large = engine.keep("link_large", too_large(rows))
    pairs = engine.keep("link_pair", pairs_to_compare(rows, large, features))
    weights = engine.keep("link_weight", linkage.weights(pairs, model.splink))
    return Weights(weights, linkage, _keys_in(engine, large))


def _keys_in(engine: Engine, rows: ir.Table) -> frozenset[str]:
    return frozenset(engine.arrow(rows.select("key"))["key"].to_pylist())


def _rarity(
    engine: Engine, features: ir.Table, common: ir.Table, totals: dict[str, int]
) -> dict[str, ir.Table]:
    """Column → how rare each of its values is, each computed once."""
    return {
        column: engine.keep(f"link_tf_{column}", shares(features, common, totals, column))
        for column in RARE
    }


def weighed(
    engine: Engine,
    features: ir.Table,
    model: Model,
    progress: Progress,
    ready: Weights | None = None,
) -> Weighed:
    """All pairs of `features` that weigh at least SPLIT. `ready`: the weights, where they are there."""
    if ready is None:
        progress("comparing records")
        ready = _weights(engine, features, _linkage(engine, features, model), model)
    pairs = _heavy(engine, features, model, ready.linkage, ready.table)
    return Weighed(pairs, ready.large, True)


def weighed_new(
    engine: Engine,
    features: pa.Table,
    new: pa.Table,
    gone: pa.Table,
    model: Model,
    large_before: frozenset[str],
    progress: Progress,
) -> Weighed:
    """Pairs of `features` that touch one of `new` (rows of it) and weigh at least SPLIT.

    `gone`: rows of an earlier run that are gone or changed. `large_before`: keys that were too large
    then. Only the keys of new and gone records are made and counted: the others are as they were.
    Where other keys are too large than before, all is compared anew: a pair may have been met, or
    missed, by such a key alone.
    """
    if not new.num_rows and not (gone.num_rows and large_before):
        return Weighed(PAIR_SCHEMA.empty_table(), large_before, False)
    progress("comparing records")
    columns = ["unit", "number", "coordination", *columns_of(model.kinds)]
    every = engine.keep("link_feature", ibis.memtable(features.select(columns)))
    differ = pa.concat_tables([new.select(columns), gone.select(columns)])
    moved = engine.keep("link_moved", ibis.memtable(differ))
    rows = engine.keep("link_key", keys_met(every, moved, model.kinds))
    large = engine.keep("link_large", too_large(rows))
    found = _keys_in(engine, large)
    if large_before:
        found |= large_before - _keys_in(engine, keys(moved, model.kinds).distinct())
    if found != large_before:
        whole = engine.keep("link_feature", ibis.memtable(features))
        return weighed(engine, whole, model, progress)
    units = engine.keep("link_new", ibis.memtable(new.select(["unit"])))
    pairs = engine.keep("link_pair", pairs_to_compare(rows, large, every, units))
    sides = pairs.select(unit="unit_l").union(pairs.select(unit="unit_r"), distinct=True)
    asked = engine.arrow(sides)["unit"]
    if not len(asked):
        return Weighed(PAIR_SCHEMA.empty_table(), found, False)
    own = features.filter(pc.is_in(features["unit"], value_set=asked))
    compared = engine.keep("link_compared", ibis.memtable(own))
    linkage = _linkage(engine, compared, model)
    weights = engine.keep("link_weight", linkage.weights(pairs, model.splink))
    return Weighed(_heavy(engine, compared, model, linkage, weights), found, False)


def _linkage(engine: Engine, features: ir.Table, model: Model) -> Linkage:
    common = engine.keep("link_common", ibis.memtable(model.common))
    return Linkage(engine, features, _rarity(engine, features, common, model.totals))


def _heavy(
    engine: Engine, features: ir.Table, model: Model, linkage: Linkage, weights: ir.Table
) -> pa.Table:
    """Those of the weighed pairs that weigh at least SPLIT, with guard and signs: by PAIR_SCHEMA."""
    heavy = weights.mutate(weight=weights.weight + model.beforehand)
    heavy = engine.keep("link_heavy", heavy.filter(heavy.weight >= SPLIT))
    if not engine.count(heavy):
        return PAIR_SCHEMA.empty_table()
    steps = linkage.agreements(heavy.select("unit_l", "unit_r"), model.splink)
    about = features.select("unit", "given", "born_certain")
    left = about.rename(unit_l="unit", given_l="given", certain_l="born_certain")
    right = about.rename(unit_r="unit", given_r="given", certain_r="born_certain")
    met = heavy.inner_join(steps, ["unit_l", "unit_r"]).inner_join(left, "unit_l")
    rows = engine.arrow(met.inner_join(right, "unit_r")).to_pylist()
    names = [each["output_column_name"] for each in model.splink["comparisons"]]
    return pa.Table.from_pylist(list(_guarded(rows, names)), PAIR_SCHEMA)


def _guarded(rows: Iterable[dict[str, Any]], names: list[str]) -> Iterable[dict[str, Any]]:
    for row in sorted(rows, key=lambda row: (row["unit_l"], row["unit_r"])):
        steps = {name: row[name] for name in names}
        both = bool(row["given_l"] and row["given_r"])
        guard = guard_of(steps, both, bool(row["certain_l"] or row["certain_r"]))
        yield {
            "unit_l": row["unit_l"],
            "unit_r": row["unit_r"],
            "weight": row["weight"],
            "guard": guard.value,
            "signs": [f"{name}:{step}" for name, step in steps.items() if step >= 0],
        }
