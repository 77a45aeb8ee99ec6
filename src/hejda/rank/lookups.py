"""The integer tables of `decay` as tables an engine can join."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge


def by_position(key: str, **columns: Sequence[int]) -> ir.Table:
    """A table with `key` counting from 0 beside the named columns of equal length."""
    length = len(next(iter(columns.values())))
    return ibis.memtable(
        {key: list(range(length)), **{name: list(values) for name, values in columns.items()}},
        schema=ibis.schema({key: "int64", **dict.fromkeys(columns, "int64")}),
    )


def offence_table(knowledge: Knowledge) -> ir.Table:
    """Offence id → harm in days (completed, attempt) and the classes rankers ask for."""
    rows = [
        {
            "code": offence.id,
            "harm_completed": offence.harm_days,
            "harm_attempt": offence.harm_days_attempt,
            "against_person": offence.against_person,
            "sexual": "sexual" in offence.classes,
            "grave": bool({"violence", "lethal", "sexual"} & set(offence.classes)),
            "threat": "threat" in offence.classes,
            "confinement": "confinement" in offence.classes,
        }
        for offence in knowledge.offences
    ]
    flags = ("against_person", "sexual", "grave", "threat", "confinement")
    schema = {"code": "string", "harm_completed": "int64", "harm_attempt": "int64"}
    return ibis.memtable(rows, schema=ibis.schema({**schema, **dict.fromkeys(flags, "boolean")}))
