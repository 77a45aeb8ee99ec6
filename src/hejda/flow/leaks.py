"""Leaks: whether a feature knows what it may not know. Looked for in every validation.

The features of a landmark are computed again on registers from which what came later was taken
away, and on registers whose ids were exchanged for others. A feature that changes has leaked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import ibis
from ibis.expr import types as ir

from hejda.base.errors import InputError
from hejda.engine.base import Engine
from hejda.flow.answer import Question, ranked_on
from hejda.rank.features import MARKS, Feature, feature_table
from hejda.tables import REGISTERS

KINDS = ("later_record", "later_disposition", "id_order")
WHY = {
    "later_record": "it reads records that were registered after the day",
    "later_disposition": "it reads how a case ended after the day",
    "id_order": "it reads ids, or the order of the file, which tell of the register alone",
}
_SALT = "exchanged:"


@dataclass(frozen=True)
class Leak:
    """A feature that is not what it should be: which, of what kind, for how many people."""

    feature: str
    kind: str
    people: int


def leaks(
    engine: Engine,
    delivered: dict[str, ir.Table],
    question: Question,
    features: tuple[Feature, ...],
) -> list[Leak]:
    """Every feature that leaks on the question's day. `delivered`: register tables by name."""
    question = replace(question, rankers=())
    plain = _values(engine, delivered, question, features)
    found = []
    for kind, tables in (
        ("later_record", _without_later(delivered, question)),
        ("later_disposition", _without_endings(delivered, question)),
        ("id_order", _exchanged(delivered)),
    ):
        other = _values(engine, tables, question, features)
        if kind == "id_order":
            names = _exchanged_names(engine, plain)
            other = {names[person]: row for person, row in other.items()}
        for index, feature in enumerate(features):
            people = sum(
                plain[p][index] != other.get(p, (None,) * len(features))[index] for p in plain
            )
            if people:
                found.append(Leak(feature.name, kind, people))
    return found


def refuse_leaks(found: Iterable[Leak]) -> None:
    """Raises InputError naming every leak."""
    told = [f"{leak.feature}: {WHY[leak.kind]} ({leak.people} people)" for leak in found]
    if told:
        raise InputError(
            "leak_found",
            f"A feature knows what it may not know: {'; '.join(told)}.",
            "A validation with it would promise what no list can keep.",
            "Mend or leave out the feature; nothing was written.",
        )


def _values(
    engine: Engine,
    delivered: dict[str, ir.Table],
    question: Question,
    features: tuple[Feature, ...],
) -> dict[str, tuple[int, ...]]:
    run, _ = ranked_on(engine, delivered, question, MARKS)
    table = engine.arrow(engine.keep("leak_feature", feature_table(run.ranked, features)))
    columns = [table[feature.name].to_pylist() for feature in features]
    rows = zip(*columns, strict=True)
    return dict(zip(table["person"].to_pylist(), rows, strict=True))


def _without_later(delivered: dict[str, ir.Table], question: Question) -> dict[str, ir.Table]:
    """What had been registered by the day, with no trace of later corrections."""
    day = ibis.literal(question.as_of)
    found = {}
    for name, table in delivered.items():
        rows = table.filter(table.registered_on <= day)
        later = (rows.superseded_on > day).fill_null(False)
        found[name] = rows.mutate(
            superseded_on=ibis.ifelse(later, ibis.null("date"), rows.superseded_on)
        )
    return found


def _without_endings(delivered: dict[str, ir.Table], question: Question) -> dict[str, ir.Table]:
    rows = delivered["involvement"]
    later = (rows.ended_on > ibis.literal(question.as_of)).fill_null(False)
    ended = {
        "ended_on": ibis.ifelse(later, ibis.null("date"), rows.ended_on),
        "ended_why": ibis.ifelse(later, ibis.null("string"), rows.ended_why),
    }
    return {**delivered, "involvement": rows.mutate(**ended)}


def _exchanged(delivered: dict[str, ir.Table]) -> dict[str, ir.Table]:
    """The registers with every id another one, in another order."""
    found = {}
    for name, table in delivered.items():
        contract = REGISTERS[name]
        ids = [c.name for c in contract.columns if c.refers_to or c.name == contract.id_column]
        found[name] = table.mutate(
            **{column: _other(table[column]) for column in ids if column in table.columns}
        )
    return found


def _other(column: ir.Value) -> ir.Value:
    other = (ibis.literal(_SALT) + column).hexdigest("md5")
    return ibis.ifelse(column.isnull(), ibis.null("string"), other)


def _exchanged_names(engine: Engine, people: Iterable[str]) -> dict[str, str]:
    """The exchanged name of each person → their own."""
    names = sorted(people)
    table = ibis.memtable({"person": names}, schema=ibis.schema({"person": "string"}))
    told = engine.arrow(table.select("person", other=_other(table.person)))
    return dict(zip(told["other"].to_pylist(), told["person"].to_pylist(), strict=True))
