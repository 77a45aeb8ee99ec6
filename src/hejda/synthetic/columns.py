"""Contract tables from NumPy arrays: ids, dates and words as Arrow columns, rows in contract order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hejda.engine.base import ARROW_TYPES
from hejda.synthetic.arrays import Bools, Ints
from hejda.synthetic.relations import NEVER
from hejda.tables import REGISTERS


def ids(prefix: str, numbers: Ints, width: int = 8) -> pa.Array:
    """`prefix` and each number, padded with zeros; null below zero."""
    found = pa.array(numbers, pa.int64(), mask=numbers < 0)
    padded = pc.utf8_lpad(found.cast(pa.string()), width, "0")
    return pc.binary_join_element_wise(pa.scalar(prefix), padded, "")


def dates(days: Ints) -> pa.Array:
    """Day numbers as dates; null where it never came."""
    return pa.array(days.astype(np.int32), pa.int32(), mask=days >= NEVER).cast(pa.date32())


def words(numbers: Ints, vocabulary: Sequence[str | None]) -> pa.Array:
    """The word at each index; null below zero."""
    safe = np.where(numbers < 0, len(vocabulary), numbers)
    return pa.array([*vocabulary, None], pa.string()).take(pa.array(safe, pa.int32()))


def flags(values: Bools) -> pa.Array:
    """Truth values."""
    return pa.array(values, pa.bool_())


def contract_table(name: str, columns: Mapping[str, pa.Array], rows: int) -> pa.Table:
    """The delivered columns of a contract table, in its order; missing ones are null."""
    contract = REGISTERS[name]
    found = {
        column.name: columns[column.name].cast(ARROW_TYPES[column.type])
        if column.name in columns
        else pa.nulls(rows, ARROW_TYPES[column.type])
        for column in contract.columns
        if not column.set_by_hejda
    }
    if "operation" in columns:
        found["operation"] = columns["operation"]
    return pa.table(found)


class Versions:
    """Rows of one table gathered as versions: the first of a record is new, later ones correct it."""

    def __init__(self, name: str, last_day: int) -> None:
        self.name, self.last_day = name, last_day
        self.parts: list[tuple[Ints, Ints, dict[str, pa.Array]]] = []

    def add(self, record: Ints, registered: Ints, **columns: pa.Array) -> None:
        """Versions of the records numbered `record`, registered on those days; later ones drop out."""
        kept = registered < self.last_day
        mask = pa.array(kept)
        own = {name: column.filter(mask) for name, column in columns.items()}
        self.parts.append((record[kept], registered[kept], own))

    def table(self, prefix: str) -> pa.Table:
        """Every version in order of record and day; of two on one day the later added stays."""
        record = np.concatenate([part[0] for part in self.parts])
        registered = np.concatenate([part[1] for part in self.parts])
        step = np.concatenate([np.full(len(p[0]), n) for n, p in enumerate(self.parts)])
        order = np.lexsort((step, registered, record))
        record, registered = record[order], registered[order]
        same = (record[1:] == record[:-1]) & (registered[1:] == registered[:-1])
        kept = np.append(~same, True) if len(record) else np.empty(0, bool)
        order, record, registered = order[kept], record[kept], registered[kept]
        first = np.ones(len(record), bool)
        first[1:] = record[1:] != record[:-1]
        names = self.parts[0][2]
        take = pa.array(order)
        columns = {
            name: pa.concat_arrays([_flat(part[2][name]) for part in self.parts]).take(take)
            for name in names
        }
        columns[REGISTERS[self.name].id_column] = ids(prefix, record)
        columns["registered_on"] = dates(registered)
        if not first.all():
            columns["operation"] = words(np.where(first, 0, 1), ("new", "correct"))
        return contract_table(self.name, columns, len(record))


def _flat(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
