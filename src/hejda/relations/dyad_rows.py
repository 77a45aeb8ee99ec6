"""Rows of the table `dyad` for the people asked for: with the kinds, and the records behind them.

Two steps: an expression that fetches the few records behind some pairs, one row per record, and a
plain function that puts them together with what `dyad_facts` says of each pair.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import ibis
from ibis.expr import types as ir

from hejda.base.dates import date_of
from hejda.knowledge.rules import Knowledge
from hejda.relations.dyads import NOT_PARTNER, PARTNER, suspicions_told
from hejda.relations.ties import PAIR, homes, judged, orders, stated
from hejda.tables.identity import HOW_KNOWN
from hejda.tables.known import Known

Row = Mapping[str, Any]

BEHIND = ("judgement", "relation", "offence", "residence", "protection_order", "incident")
"""Tables of the records behind a dyad, in the order in which its evidence names them."""
MARKS = ("judged_yes", "stated", "child", "code", "household", "ordered")
"""The columns of `dyad_facts` for the words of `HOW_KNOWN`, in their order."""


def dyad_records(
    facts: ir.Table,
    paired: ir.Table,
    known: Known,
    knowledge: Knowledge,
    judgements: ir.Table | None,
) -> ir.Table:
    """The records behind some pairs, one row each: person (the suspect), other (the victim), table,
    id, kind (of a relation), day (day number, empty where unknown).

    `facts`: rows of `dyad_facts` of the people asked for; the rest as `dyad_facts` was given.
    """
    pairs = facts.select(person="suspect", other="victim")
    told = suspicions_told(paired)
    told = told.filter(told.says_yes, told.offence_id.notnull())
    relation, order, home = stated(known), orders(known), homes(pairs, known, knowledge)
    parts = [
        _records(paired.mutate(other=paired.victim), "incident", "incident_id", "day"),
        _records(told, "offence", "offence_id", "day"),
        _records(relation, "relation", "relation_id", "from_day", relation.kind),
        _records(home, "residence", "residence_id", "from_day"),
        _records(home, "residence", "other_residence_id", "from_day"),
        _records(order, "protection_order", "order_id", "day"),
    ]
    decided = judged(judgements)
    if decided is not None:
        about = decided.kind.isin([PARTNER, NOT_PARTNER])
        decided = decided.filter(about, decided.judgement_id.notnull())
        parts.append(_records(decided, "judgement", "judgement_id", "decided"))
    return ibis.union(*(part.semi_join(pairs, PAIR) for part in parts), distinct=True)


def _records(
    rows: ir.Table, table: str, name: str, day: str, kind: ir.Value | None = None
) -> ir.Table:
    return rows.select(
        *PAIR,
        table=ibis.literal(table),
        id=rows[name],
        kind=ibis.null("string") if kind is None else kind,
        day=rows[day],
    )


def dyad_rows(facts: Iterable[Row], records: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows of the table `dyad`, in the order of its key, from fetched rows of `dyad_facts` and of
    `dyad_records`.
    """
    behind: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in records:
        behind[row["person"], row["other"]].append(row)
    rows = [_dyad(fact, behind[fact["suspect"], fact["victim"]]) for fact in facts]
    return sorted(rows, key=lambda row: (row["suspect"], row["victim"]))


def _dyad(fact: Row, records: list[Row]) -> dict[str, Any]:
    return {
        "suspect": fact["suspect"],
        "victim": fact["victim"],
        "partner": fact["partner"],
        "confidence": fact["confidence"],
        "kinds": kinds_in_time(row for row in records if row["table"] == "relation"),
        "known_by": known_by(fact),
        "tied_from": _date(fact["tied_from"]),
        "tied_until": _date(fact["tied_until"]),
        "first_on": _date(fact["first_day"]),
        "last_on": _date(fact["last_day"]),
        "incidents": fact["incidents"],
        "harm": fact["harm"],
        "evidence": references(row for row in records if _counts(row, fact)),
    }


def known_by(fact: Row) -> list[str]:
    """How the tie is known, strongest first; where somebody decided that there is none, that alone."""
    if fact["judged_no"]:
        return [HOW_KNOWN[0]]
    return [how for how, mark in zip(HOW_KNOWN, MARKS, strict=True) if fact[mark]]


def kinds_in_time(relations: Iterable[Row]) -> list[str]:
    """Kinds of relation, each once, by first day (unknown first), then id."""
    ordered = sorted(relations, key=lambda row: (row["day"] is not None, row["day"], row["id"]))
    return list(dict.fromkeys(row["kind"] for row in ordered))


def references(records: Iterable[Row]) -> list[str]:
    """References `table:id`, in the order of `BEHIND`, then by id."""
    named = {(BEHIND.index(row["table"]), row["id"]) for row in records}
    return [f"{BEHIND[table]}:{name}" for table, name in sorted(named)]


def _counts(record: Row, fact: Row) -> bool:
    """Whether the record is evidence: a household of relatives says nothing of a tie."""
    return record["table"] != "residence" or bool(fact["household"])


def _date(number: int | None) -> dt.date | None:
    return None if number is None else date_of(number)
