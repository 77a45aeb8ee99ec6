"""Whether the ids of large, clean tables are unique and their references lead somewhere.

Runs in the reading child. A 64-bit hash of each id is taken and sorted in memory. All hashes
different proves that all ids are different. A reference is taken to lead somewhere when its hash is
among those of the ids; with a hundred million ids, that is wrong by chance for one reference in a
hundred thousand million.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]


def _found(references: Hashes, ids: Hashes) -> int:
    """How many of the sorted `references` are among the sorted, different `ids`."""
    first = np.ones(len(references), dtype=np.bool_)
    np.not_equal(references[1:], references[:-1], out=first[1:])
    different = int(first.sum())
    both = np.empty(len(ids) + different, np.uint64)
    both[: len(ids)] = ids
    np.compress(first, references, out=both[len(ids) :])
    both.sort()
    shared = both[1:][both[1:] == both[:-1]]
    if len(shared) == different:
        return len(references)
    place = np.searchsorted(shared, references)
    place[place == len(shared)] = 0
    return int((shared[place] == references).sum()) if len(shared) else 0


def _sorted(found: pa.ChunkedArray) -> Hashes:
    hashes = np.empty(len(found), np.uint64)
    at = 0
    for piece in found.chunks:
        hashes[at : at + len(piece)] = piece.to_numpy()
        at += len(piece)
    hashes.sort()
    return hashes


class KeyScan:
    """Hashes of ids and references, one column at a time; remembers ids that others refer to.

    Hashes are sorted in threads of their own, while the next column is being read.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._beside = ThreadPoolExecutor(2)
        self._ids: dict[str, Hashes] = {}
        self._fit: dict[str, Future[bool]] = {}
        told = connection.execute("SELECT hash(NULL::VARCHAR), hash('')").fetchall()
        self._missing, self._empty = (np.uint64(number) for number in told[0])

    def _hashes(self, sql: str) -> pa.ChunkedArray | None:
        try:
            return self._connection.sql(sql).to_arrow_table().column(0)
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error:
            return None  # a damaged file: the ordinary way finds out which

    def look_at(self, table: str, sql: str, rows: int, keep: bool) -> None:
        """Begin to look whether `sql`, the hashes of a table's ids, gives `rows` different ones.

        `keep`: other tables refer to this one.
        """
        found = self._hashes(sql)
        self._fit[table] = self._beside.submit(self._unique, table, found, rows, keep)

    def _unique(self, table: str, found: pa.ChunkedArray | None, rows: int, keep: bool) -> bool:
        if found is None or len(found) != rows:
            return False
        ids = _sorted(found)
        fit = bool((ids[1:] != ids[:-1]).all())
        fit = fit and not (_count(ids, self._missing) or _count(ids, self._empty))
        if fit and keep:
            self._ids[table] = ids
        return fit

    def unique(self, table: str) -> bool:
        """Whether the ids looked at are all different and none is missing or empty."""
        return self._fit[table].result()

    def broken(self, table: str, sql: str, required: bool) -> int | None:
        """How many references, whose hashes `sql` gives, lead to no id of `table`.

        None where one that is required is missing, or one is an empty text: then rows must be looked
        at one by one.
        """
        found = self._hashes(sql)
        if found is None:
            return None
        references = _sorted(found)
        missing = _count(references, self._missing)
        if _count(references, self._empty) or (required and missing):
            return None
        at = int(np.searchsorted(references, self._missing))
        given = np.delete(references, slice(at, at + missing)) if missing else references
        return len(given) - _found(given, self._ids[table])


def _count(hashes: Hashes, one: np.uint64) -> int:
    return int(np.searchsorted(hashes, one, "right") - np.searchsorted(hashes, one, "left"))
