"""Who is who, the slow way, from spec/02_persons/README.md alone: the referee of stage 2.

Nothing is imported from hejda.persons; thresholds are written out again. Groups are plain sets, and
every question about two groups is asked of every pair of their members.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Pair = tuple[str, str]
THRESHOLD = {"open": 1_000, "loose": 3_000, "harder": 7_000}
"""Match weight from which a pair joins, by its guard; the others never do."""
KEPT_FROM = -2_500
"""Match weight from which a pair that was together stays so."""


@dataclass(frozen=True)
class Weighed:
    """A compared pair of records."""

    a: str
    b: str
    weight: int
    guard: str


@dataclass
class Asked:
    """What the referee is told. `numbers`: record → (personal, coordination); `shared`: pairs that
    one number joins; `before`: pairs that joined by themselves in the run before."""

    records: list[str] = field(default_factory=list)
    numbers: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    shared: Iterable[Pair] = ()
    weighed: Sequence[Weighed] = ()
    judgements: Sequence[Mapping[str, Any]] = ()
    day: dt.date = dt.date(2026, 1, 1)
    before: Collection[Pair] = frozenset()


def in_order(a: str, b: str) -> Pair:
    """The pair by the one name it has."""
    return (min(a, b), max(a, b))


def holding(judgements: Iterable[Mapping[str, Any]], day: dt.date) -> dict[Pair, Mapping[str, Any]]:
    """The judgement about each pair that holds on `day`."""
    about: dict[Pair, list[Mapping[str, Any]]] = {}
    for row in judgements:
        taken_back = row["withdrawn_on"] is not None and row["withdrawn_on"] <= day
        if row["decided_on"] > day or taken_back or row["kind"] not in ("same", "not_same"):
            continue
        if row["b"] is not None and row["b"] != row["a"]:
            about.setdefault(in_order(row["a"], row["b"]), []).append(row)
    found = {}
    for pair, rows in about.items():
        last = max(row["decided_on"] for row in rows)
        latest = [row for row in rows if row["decided_on"] == last]
        apart = [row for row in latest if row["kind"] == "not_same"]
        found[pair] = (apart or latest)[0]
    return found


def wrong_records(judgements: Iterable[Mapping[str, Any]], day: dt.date) -> set[str]:
    """Records that somebody found to be wrong."""
    return {
        row["a"]
        for row in judgements
        if row["kind"] == "wrong_record"
        and row["decided_on"] <= day
        and (row["withdrawn_on"] is None or row["withdrawn_on"] > day)
    }


def people(asked: Asked) -> list[list[str]]:
    """Every person's records, each in order of id, in order of their first."""
    said = holding(asked.judgements, asked.day)
    alone = wrong_records(asked.judgements, asked.day)
    steps = [*_said_steps(said), *_number_steps(asked), *_weight_steps(asked)]
    groups = [{record} for record in asked.records]
    bars, firm = _bars_and_firm(asked, said)
    for how, a, b in steps:
        if a in alone or b in alone or not {a, b} <= set(asked.records):
            continue
        mine = next(group for group in groups if a in group)
        theirs = next(group for group in groups if b in group)
        if mine is theirs or _apart(mine, theirs, said):
            continue
        if how != "judgement" and (
            _numbers_differ(mine, theirs, asked.numbers) or _barred(mine, theirs, bars, firm)
        ):
            continue
        groups.remove(theirs)
        mine |= theirs
    return sorted(sorted(group) for group in groups)


def _said_steps(said: Mapping[Pair, Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    same = [(row["decided_on"], pair) for pair, row in said.items() if row["kind"] == "same"]
    return [("judgement", *pair) for _, pair in sorted(same)]


def _number_steps(asked: Asked) -> list[tuple[str, str, str]]:
    return [("number", *pair) for pair in sorted({in_order(a, b) for a, b in asked.shared})]


def joins(each: Weighed, before: Collection[Pair]) -> bool:
    """Whether a pair by itself joins two records."""
    least = THRESHOLD.get(each.guard)
    if least is None:
        return False
    together = in_order(each.a, each.b) in before
    return each.weight >= least or (together and each.weight >= KEPT_FROM)


def joining(asked: Asked) -> list[Pair]:
    """Pairs heavy enough to join by themselves, or kept from the run before."""
    return sorted(in_order(e.a, e.b) for e in asked.weighed if joins(e, asked.before))


def _weight_steps(asked: Asked) -> list[tuple[str, str, str]]:
    chosen = [each for each in asked.weighed if joins(each, asked.before)]
    by_itself = {each for each in chosen if joins(each, ())}
    chosen.sort(key=lambda each: (each not in by_itself, -each.weight, in_order(each.a, each.b)))
    return [("weight", each.a, each.b) for each in chosen]


def _bars_and_firm(
    asked: Asked, said: Mapping[Pair, Mapping[str, Any]]
) -> tuple[set[Pair], set[Pair]]:
    same = {pair for pair, row in said.items() if row["kind"] == "same"}
    bars = {in_order(each.a, each.b) for each in asked.weighed if each.guard not in THRESHOLD}
    firm = {
        in_order(each.a, each.b)
        for each in asked.weighed
        if each.guard != "loose" and joins(each, ())
    }
    return bars - same, firm | same | {in_order(a, b) for a, b in asked.shared}


def _across(mine: set[str], theirs: set[str]) -> set[Pair]:
    return {in_order(a, b) for a in mine for b in theirs}


def _apart(mine: set[str], theirs: set[str], said: Mapping[Pair, Mapping[str, Any]]) -> bool:
    return any(pair in said and said[pair]["kind"] == "not_same" for pair in _across(mine, theirs))


def _numbers_differ(
    mine: set[str], theirs: set[str], numbers: Mapping[str, tuple[str | None, str | None]]
) -> bool:
    for kind in (0, 1):
        one = {numbers[r][kind] for r in mine if r in numbers} - {None}
        two = {numbers[r][kind] for r in theirs if r in numbers} - {None}
        if one and two and one.isdisjoint(two):
            return True
    return False


def _barred(mine: set[str], theirs: set[str], bars: set[Pair], firm: set[Pair]) -> bool:
    across = _across(mine, theirs)
    return bool(across & bars) and not across & firm


def founders(
    groups: Sequence[Sequence[str]], registered: Mapping[str, int], given: Iterable[str]
) -> list[str]:
    """The record whose id each group bears: of the records that ever founded an id, the oldest in
    the group; where there is none, the oldest record. No record is erased.

    `given`: every record that founded an id so far.
    """
    earlier = set(given)
    found = []
    for group in groups:
        own = [record for record in group if record in earlier] or list(group)
        found.append(sorted(own, key=lambda record: (registered[record], record))[0])
    return found


def strictest(rows: Sequence[Mapping[str, Any]]) -> tuple[bool, set[Any]]:
    """(whether the person is protected, the municipalities that may be told)."""
    protected = [row for row in rows if row["protected"]]
    return bool(protected), {row["municipality"] for row in protected or rows}


def together(groups: Iterable[Iterable[str]]) -> set[Pair]:
    """Every pair of records of one person."""
    return {in_order(a, b) for group in groups for a, b in itertools.combinations(group, 2)}


def check_digit(nine: str) -> int:
    """The right check digit of nine digits (every other doubled, the digits of products added)."""
    total = sum(sum(divmod(int(d) * (2 - at % 2), 10)) for at, d in enumerate(nine))
    return -total % 10


def invented_number(text: str | None) -> tuple[str, str] | None:
    """(personal or coordination, twelve digits) of a valid number of an invented country."""
    digits = "".join(c for c in text or "" if c.isdigit())
    if len(digits) != 12 or int(digits[11]) != (check_digit(digits[2:11]) + 5) % 10:
        return None
    day = int(digits[6:8])
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), day - 60 if day > 60 else day)
    except ValueError:
        return None
    return ("coordination" if day > 60 else "personal"), digits


def shared_numbers(records: Iterable[Mapping[str, Any]]) -> list[Pair]:
    """Pairs of records with one valid number of a kind and a word of their names in common (or no
    name). Words are compared as written: the caller keeps to names of which none sounds like another."""
    rows = list(records)
    found = []
    for one, two in itertools.combinations(rows, 2):
        mine, theirs = numbers_of(one), numbers_of(two)
        same = any(a is not None and a == b for a, b in zip(mine, theirs, strict=True))
        words = [set((row["names"] or "").lower().split()) for row in (one, two)]
        if same and (not words[0] or not words[1] or words[0] & words[1]):
            found.append(in_order(one["record_id"], two["record_id"]))
    return found


def numbers_of(record: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """(personal number, coordination number) of a record, where valid."""
    found: dict[str, str] = {}
    for text in (record["personal_number"], record["other_number"]):
        read = invented_number(text)
        if read:
            found[read[0]] = read[1]
    return found.get("personal"), found.get("coordination")
