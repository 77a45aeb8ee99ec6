"""Whether the ids of large, clean tables are unique and their references lead somewhere.

Runs in the reading child. One scan gives a 64-bit hash of each id and the number of faulty rows; the
hashes are sorted in memory. All hashes different proves that all ids are different. A reference is
taken to lead somewhere when its hash is among those of the ids; that this is wrong by chance has, for
a hundred million ids, a likelihood of less than one in a hundred thousand million per reference.
"""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]


def _found(references: Hashes, ids: Hashes) -> int:
    """How many of the sorted `references` are among the sorted, different `ids`."""
    first = np.ones(len(references), dtype=np.bool_)
    np.not_equal(references[1:], references[:-1], out=first[1:])
    different = references[first]
    both = np.concatenate([ids, different])
    both.sort()
    shared = both[1:][both[1:] == both[:-1]]
    if len(shared) == len(different):
        return len(references)
    place = np.searchsorted(shared, references)
    place[place == len(shared)] = 0
    return int((shared[place] == references).sum()) if len(shared) else 0


class KeyScan:
    """The sorted id hashes of the tables scanned so far."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._ids: dict[str, Hashes] = {}
        nothing = connection.execute("SELECT hash(NULL::VARCHAR)").fetchall()
        self._nothing = np.uint64(nothing[0][0])

    def scan(
        self, table: str, sql: str, rows: int, references: list[str], keep: bool
    ) -> dict[str, Any]:
        """Answers the faulty rows, whether ids are unique, and per reference how many lead nowhere.

        `sql` gives faulty, the hash of the id, then one hash per table in `references`. `keep`: other
        tables refer to this one.
        """
        hashes = [np.empty(rows, np.uint64) for _ in range(len(references) + 1)]
        at = faulty = 0
        for batch in self._connection.sql(sql).to_arrow_reader(1_000_000):
            if at + len(batch) > rows:
                return {"faulty": rows, "unique": False, "broken": []}
            faulty += batch.column(0).true_count
            for number, column in enumerate(hashes, 1):
                column[at : at + len(batch)] = batch.column(number).to_numpy()
            at += len(batch)
        if at != rows or faulty:
            return {"faulty": max(faulty, 1), "unique": False, "broken": []}
        for column in hashes:
            column.sort()
        ids = hashes[0]
        unique = bool((ids[1:] != ids[:-1]).all())
        if unique and keep:
            self._ids[table] = ids
        broken = [self._broken(c, t) for c, t in zip(hashes[1:], references, strict=True)]
        return {"faulty": 0, "unique": unique, "broken": broken}

    def _broken(self, references: Hashes, table: str) -> int | None:
        ids = self._ids.get(table)
        if ids is None:
            return None
        start, end = np.searchsorted(references, [self._nothing, self._nothing + np.uint64(1)])
        given = np.delete(references, slice(start, end)) if end > start else references
        return len(given) - _found(given, ids)
