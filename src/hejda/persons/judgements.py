"""What people decided about identity, as it holds on a day: it goes before every number and weight."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

Pair = tuple[str, str]


def pair_of(a: str, b: str) -> Pair:
    """The two ids in order, so that a pair has one name."""
    return (a, b) if a <= b else (b, a)


@dataclass(frozen=True, slots=True)
class Decided:
    """Identity as people decided it. same: pairs of records, oldest decision first. apart: pairs
    that are two people. alone: records that are wrong and belong to nobody else."""

    same: tuple[Pair, ...] = ()
    apart: frozenset[Pair] = frozenset()
    alone: frozenset[str] = frozenset()


def in_force(judgements: Iterable[dict[str, Any]], day: dt.date) -> list[dict[str, Any]]:
    """Rows of the table `judgement` decided by `day` and not taken back by then, in order of time."""
    held = [
        row
        for row in judgements
        if row["decided_on"] <= day and (row["withdrawn_on"] is None or row["withdrawn_on"] > day)
    ]
    return sorted(held, key=lambda row: (row["decided_on"], row["judgement_id"]))


def decided(judgements: Iterable[dict[str, Any]], day: dt.date) -> Decided:
    """What is decided about identity on `day`.

    Of two judgements about one pair the later holds; of the same day, the one that keeps apart.
    """
    last: dict[Pair, dict[str, Any]] = {}
    alone: set[str] = set()
    for row in in_force(judgements, day):
        if row["kind"] == "wrong_record":
            alone.add(row["a"])
        if row["kind"] not in ("same", "not_same") or row["b"] in (None, row["a"]):
            continue
        pair = pair_of(row["a"], row["b"])
        before = last.get(pair)
        tied = before is not None and before["decided_on"] == row["decided_on"]
        if not (tied and before is not None and before["kind"] == "not_same"):
            last[pair] = row
    same = sorted(
        (pair for pair, row in last.items() if row["kind"] == "same"),
        key=lambda pair: (last[pair]["decided_on"], pair),
    )
    apart = frozenset(pair for pair, row in last.items() if row["kind"] == "not_same")
    return Decided(tuple(same), apart, frozenset(alone))


def among(said: Decided, records: Collection[str]) -> Decided:
    """What is decided of `records` alone: a judgement about a record that is gone waits for it."""
    return Decided(
        tuple(pair for pair in said.same if pair[0] in records and pair[1] in records),
        frozenset(pair for pair in said.apart if pair[0] in records and pair[1] in records),
        frozenset(record for record in said.alone if record in records),
    )
