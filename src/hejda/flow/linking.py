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
from ibis.expr import types as ir

from hejda.engine.base import Engine
from hejda.engine.link import Linkage
from hejda.persons.blocking import (
    KEYS,
    PAIRS_PER_RECORD,
    keys,
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
    that weighed them; the keys that too many records share; whether all records were compared."""

    table: ir.Table
    linkage: Linkage
    large: frozenset[str]
    everything: bool


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
    weights = _weights(engine, features, linkage, model, None, frozenset())
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


def _weights(
    engine: Engine,
    features: ir.Table,
    linkage: Linkage,
    model: Model,
    new: ir.Table | None,
    large_before: frozenset[str],
) -> Weights:
    """Where other keys are too large than before, all is compared anew: a pair may have been met, or
    missed, by such a key alone."""
    rows = engine.keep("link_key", keys(features, model.kinds))
    large = engine.keep("link_large", too_large(rows))
    found = frozenset(engine.arrow(large.select("key"))["key"].to_pylist())
    if found != large_before:
        new = None
    pairs = engine.keep("link_pair", pairs_to_compare(rows, large, features, new))
    weights = engine.keep("link_weight", linkage.weights(pairs, model.splink))
    return Weights(weights, linkage, found, new is None)


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
    new: ir.Table | None,
    progress: Progress,
    ready: Weights | None = None,
    large_before: frozenset[str] = frozenset(),
) -> Weighed:
    """Pairs of `features` (those that touch `new` (unit), or all) that weigh at least SPLIT.

    `ready`: the weights, where they are there already. `large_before`: keys that were too large when
    the other pairs were compared.
    """
    if ready is None:
        progress("comparing records")
        common = engine.keep("link_common", ibis.memtable(model.common))
        linkage = Linkage(engine, features, _rarity(engine, features, common, model.totals))
        ready = _weights(engine, features, linkage, model, new, large_before)
    heavy = ready.table.mutate(weight=ready.table.weight + model.beforehand)
    heavy = engine.keep("link_heavy", heavy.filter(heavy.weight >= SPLIT))
    if not engine.count(heavy):
        return Weighed(PAIR_SCHEMA.empty_table(), ready.large, ready.everything)
    steps = ready.linkage.agreements(heavy.select("unit_l", "unit_r"), model.splink)
    about = features.select("unit", "given", "born_certain")
    left = about.rename(unit_l="unit", given_l="given", certain_l="born_certain")
    right = about.rename(unit_r="unit", given_r="given", certain_r="born_certain")
    met = heavy.inner_join(steps, ["unit_l", "unit_r"]).inner_join(left, "unit_l")
    rows = engine.arrow(met.inner_join(right, "unit_r")).to_pylist()
    names = [each["output_column_name"] for each in model.splink["comparisons"]]
    pairs = pa.Table.from_pylist(list(_guarded(rows, names)), PAIR_SCHEMA)
    return Weighed(pairs, ready.large, ready.everything)


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
