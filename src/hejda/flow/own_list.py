"""The police's own present list, read from a file: whom they follow on the test day.

It stands among the rankers as they are measured, at its own size, and is never fitted on. The file
holds person records or personal numbers; nothing of it is repeated in a message.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from ibis.expr import types as ir

from hejda.base.errors import InputError
from hejda.engine.base import Engine
from hejda.engine.read_list import ASIDE, FILE_BYTES, NotAListError, read_list
from hejda.evaluate.discrimination import Ordered, captured_at, precision_at
from hejda.evaluate.intervals import Measure, Share, clustered, no_narrower, paired
from hejda.flow.landmarks import Landmark
from hejda.flow.naming import Naming
from hejda.flow.seen import OWN_LIST, Seen, ValidateOrder, ends_of
from hejda.persons.numbers import digits_of
from hejda.tables.known import known_on

IDS = ("record_id", "personal_number")
DAYS = ("listed_on", "left_on")
MOST_ROWS = 100_000
Row = dict[str, Any]


@dataclass(frozen=True)
class OwnList:
    """Who stands on it on the test day. given: rows that hold that day. found: of them, rows whose
    record the delivery has. people: oldest records of the people found."""

    given: int
    found: int
    people: frozenset[str]


def read_own_list(path: Path) -> list[dict[str, str]]:
    """The rows of the file: record_id or personal_number, and listed_on and left_on where they are.

    Errors: `own_list`, with the lines at fault by number, never by what stands in them.
    """
    try:
        with path.open("rb") as file:
            content = file.read(FILE_BYTES)
        read = read_list(content, {name: (name,) for name in (*IDS, *DAYS)}, MOST_ROWS)
    except (OSError, NotAListError):
        raise _unusable("it cannot be read", "Name a CSV file.") from None
    if not read.columns & set(IDS):
        raise _unusable("it has neither of the columns it needs", f"Columns: {' or '.join(IDS)}.")
    rows = [dict.fromkeys((*IDS, *DAYS), "") | cells for _, cells in read.rows]
    if len(read.rows) + len(read.aside) > MOST_ROWS or len(content) == FILE_BYTES:
        raise _unusable(f"it has more than {MOST_ROWS:,} rows", "Give those followed, no others.")
    found = [(at, ASIDE[code][1]) for at, code in read.aside]
    found += [
        (at, fault) for (at, _), row in zip(read.rows, rows, strict=True) if (fault := _fault(row))
    ]
    faults = [f"line {at}: {fault}" for at, fault in sorted(found)]
    if faults or not rows:
        told = "; ".join(faults[:10]) or "it has no rows"
        more = f" and {len(faults) - 10} more" if len(faults) > 10 else ""
        raise _unusable(told + more, f"One row for each person; {' and '.join(DAYS)} YYYY-MM-DD.")
    return rows


def _unusable(what: str, todo: str) -> InputError:
    why = "A list read wrongly would be measured as another list."
    return InputError("own_list", f"The police's own list cannot be used: {what}.", why, todo)


def _fault(row: dict[str, str]) -> str | None:
    if not any(row[name] for name in IDS):
        return "no id"
    for name in DAYS:
        try:
            dt.date.fromisoformat(row[name] or "2000-01-01")
        except ValueError:
            return f"{name} is not YYYY-MM-DD"
    return None


def own_list(
    engine: Engine,
    delivered: dict[str, ir.Table],
    naming: Naming,
    day: dt.date,
    rows: list[dict[str, str]],
) -> OwnList:
    """Whom the `rows` are about, as the delivery is known on `day`.

    `delivered`: register tables with records, before people stand for them. Rows listed later, or
    that left by then, are left aside. A record that the delivery does not know yet is nobody's.
    """
    holding = [row for row in rows if _holds(row, day)]
    told = [row["record_id"].removeprefix(f"{naming.source}:") for row in holding]
    digits = [digits_of(row["personal_number"]) or "" for row in holding]
    records = _records(engine, delivered, day, {record for record in told if record})
    numbers = _numbers(engine, delivered, day, {number for number in digits if number})
    matched = [
        {record} if record in records else numbers.get(number, set())
        for record, number in zip(told, digits, strict=True)
    ]
    people = naming.compared({record for found in matched for record in found})
    return OwnList(len(holding), sum(bool(found) for found in matched), frozenset(people))


def _holds(row: dict[str, str], day: dt.date) -> bool:
    left = row["left_on"]
    return row["listed_on"] <= day.isoformat() and (not left or left > day.isoformat())


def _asked(engine: Engine, name: str, ids: set[str]) -> ir.Table:
    table = pa.table({"asked": sorted(ids)}, pa.schema([("asked", pa.string())]))
    return engine.keep(name, ibis.memtable(table))


def _records(
    engine: Engine, delivered: dict[str, ir.Table], day: dt.date, ids: set[str]
) -> set[str]:
    """Which of the ids are records known on the day."""
    asked = _asked(engine, "own_record", ids)
    found: set[str] = set()
    for name in ("involvement", "person_record"):
        if name in delivered:
            known = known_on(delivered[name], day)
            met = asked.semi_join(known, asked.asked == known.record_id)
            found |= {row["asked"] for row in engine.arrow(met).to_pylist()}
    return found


def _numbers(
    engine: Engine, delivered: dict[str, ir.Table], day: dt.date, numbers: set[str]
) -> dict[str, set[str]]:
    """Which records known on the day bear each of the personal numbers, read as digits."""
    found: dict[str, set[str]] = {}
    if "person_record" not in delivered or not numbers:
        return found
    asked = _asked(engine, "own_number", numbers)
    known = known_on(delivered["person_record"], day)
    known = known.select("record_id", digits=known.personal_number.re_replace(r"\D", ""))
    for row in engine.arrow(known.inner_join(asked, known.digits == asked.asked)).to_pylist():
        found.setdefault(row["digits"], set()).add(row["record_id"])
    return found


def marked(own: OwnList, test: Landmark) -> None:
    """Puts the list among the rankers of the test day: 1 for those on it, 0 for others."""
    test.scores[OWN_LIST] = np.array([int(person in own.people) for person in test.people])


def own_size(now: Seen) -> int:
    """How many of those ranked, as a setting looks at them, stand on the police's own list."""
    return int(now.scores[OWN_LIST].sum()) if OWN_LIST in now.scores else 0


def against_own_list(order: ValidateOrder, now: Seen, setting: str) -> Iterator[Row]:
    """The first places of every ranker, as many as stand on the own list, beside that list.

    Rows of metrics, at the ranker: own_precision_difference and own_harm_difference (capped), the
    ranker's minus the list's; own_overlap, the share of those places held by people of the list.
    """
    k = own_size(now)
    if not k:
        return
    times = max(100, order.draws // 2)
    own = _measures(now, OWN_LIST, k)
    for ranker in now.scores:
        if ranker == OWN_LIST:
            continue
        theirs = _measures(now, ranker, k)
        told = {
            f"own_{name}_difference": paired(theirs[name], own[name], now.people, times, order.seed)
            for name in ("precision", "harm")
        }
        overlap = clustered(theirs["overlap"], now.people, times, order.seed)
        told["own_overlap"] = no_narrower(overlap, Share(overlap.value, k))
        for metric, found in told.items():
            yield {
                "setting": setting, "ranker": OWN_LIST, "metric": metric,
                "at": ranker, "group": "all", "n": len(now.people),
                "outcomes": int(now.outcome.sum()), **ends_of(found),
            }  # fmt: skip


def _measures(now: Seen, ranker: str, k: int) -> dict[str, Measure]:
    score, own = Ordered(now.scores[ranker]), now.scores[OWN_LIST]
    return {
        "precision": lambda weight: precision_at(score, now.outcome, k, weight),
        "harm": lambda weight: captured_at(score, now.capped, k, weight),
        "overlap": lambda weight: precision_at(score, own, k, weight),
    }
