"""The contracts between stages: every register and result table, column by column."""

from hejda.tables.columns import EARLIEST_DATE, Column, Sensitivity, Table, Type
from hejda.tables.registers import REGISTERS
from hejda.tables.results import LISTS, RESULTS

TABLES: dict[str, Table] = {**REGISTERS, **RESULTS}
"""Every contract table by name."""

__all__ = [
    "EARLIEST_DATE",
    "LISTS",
    "REGISTERS",
    "RESULTS",
    "TABLES",
    "Column",
    "Sensitivity",
    "Table",
    "Type",
]
