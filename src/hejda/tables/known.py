"""The registers as they were known on one day: the only way a ranking sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import ibis
from ibis.expr import types as ir

from hejda.base.dates import day_number
from hejda.tables.registers import REGISTERS


def known_on(table: ir.Table, day: dt.date) -> ir.Table:
    """Rows registered on or before `day` and neither corrected nor withdrawn by then."""
    as_of = ibis.literal(day)
    return table.filter(
        table.registered_on <= as_of,
        table.superseded_on.isnull() | (table.superseded_on > as_of),
    )


def day_of(column: ir.Value) -> ir.IntegerValue:
    """A date column as days since 1970-01-01, so that engines only ever add and compare integers."""
    return column.epoch_days().cast("int64")


@dataclass(frozen=True)
class Known:
    """Every register table as known on `day`; `present` names those the delivery really had.

    A table that was not delivered is an empty one here, and a data gap in every result.
    `absorbs`: False where it is known that no offence was absorbed into another.
    """

    day: dt.date
    source: str
    present: frozenset[str]
    tables: dict[str, ir.Table]
    absorbs: bool = True

    @classmethod
    def on(
        cls,
        day: dt.date,
        source: str,
        delivered: dict[str, ir.Table],
        view: Callable[[str, ir.Table], ir.Table],
    ) -> Known:
        """What the `delivered` register tables (name → expression) said on `day`.

        `view` gives an expression a name in the engine, so that each use of it is planned by
        itself instead of being computed whole for all of them.
        """
        tables = {
            name: view(f"known_{name}", known_on(delivered[name], day))
            if name in delivered
            else _empty(name)
            for name in REGISTERS
        }
        return cls(day, source, frozenset(delivered), tables)

    def narrowed(self, tables: dict[str, ir.Table]) -> Known:
        """The same day and source with only some rows: `tables` are already what was known."""
        kept = {name: tables[name] if name in tables else _empty(name) for name in REGISTERS}
        return Known(self.day, self.source, self.present, kept, self.absorbs)

    def __getitem__(self, name: str) -> ir.Table:
        return self.tables[name]

    def __contains__(self, name: str) -> bool:
        return name in self.present

    @property
    def number(self) -> int:
        """The day as days since 1970-01-01."""
        return day_number(self.day)


def _empty(name: str) -> ir.Table:
    schema = ibis.schema(REGISTERS[name].schema)
    return ibis.memtable(schema.to_pyarrow().empty_table())
