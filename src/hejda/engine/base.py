"""What an engine must be able to do for the flow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr import types as ir

from hejda.tables.columns import Table, Type

# Fusing sub-queries takes a fifth of the time of planning, and the engines fuse them again themselves.
ibis.options.sql.fuse_selects = False

ROWS_PER_GROUP = 200_000

ARROW_TYPES = {
    Type.STRING: pa.string(),
    Type.DATE: pa.date32(),
    Type.INTEGER: pa.int64(),
    Type.BOOLEAN: pa.bool_(),
    Type.NUMBER: pa.float64(),
    Type.STRINGS: pa.list_(pa.string()),
}


class Engine(Protocol):
    """An engine on which the stages' expressions run."""

    name: str

    @property
    def raw(self) -> Any:
        """The connection or session itself, for libraries that bring their own SQL."""

    def named(self, name: str) -> ir.Table:
        """The table of that name."""

    def parquet(self, paths: Sequence[Path]) -> ir.Table:
        """The rows of Parquet files as one table."""

    def view(self, name: str, expression: ir.Table) -> ir.Table:
        """Gives `expression` a name, so that each use of it is planned by itself."""

    def keep(self, name: str, expression: ir.Table) -> ir.Table:
        """Computes `expression` once; the table that holds its rows."""

    def arrow(self, expression: ir.Table) -> pa.Table:
        """The rows of `expression` in memory."""

    def count(self, expression: ir.Table) -> int:
        """How many rows `expression` has."""

    def write(self, expression: ir.Table, path: Path, contract: Table) -> int:
        """Writes rows in the order of the contract's key, the same bytes each time; their number."""

    def close(self) -> None:
        """Gives back everything held."""


def arrow_schema(contract: Table) -> pa.Schema:
    """The contract's columns as an Arrow schema."""
    return pa.schema([(column.name, ARROW_TYPES[column.type]) for column in contract.columns])


def write_rows(rows: pa.Table, path: Path, contract: Table) -> int:
    """Writes a small table by the contract: its columns, its types, in the order of its key."""
    rows = rows.select(list(contract.names)).cast(arrow_schema(contract))
    order = [(name, "ascending") for name in contract.key]
    rows = rows.sort_by(order).combine_chunks()
    pq.write_table(rows, path, row_group_size=ROWS_PER_GROUP, compression="zstd")
    return int(rows.num_rows)


def ordered(expression: ir.Table, contract: Table) -> ir.Table:
    """`expression` with the contract's columns, in the order of its key."""
    columns = expression.select(*contract.names).cast(ibis.schema(contract.schema))
    return columns.order_by([columns[name].asc() for name in contract.key])
