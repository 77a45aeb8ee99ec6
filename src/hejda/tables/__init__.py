"""The contracts between stages: every register and result table, column by column."""

from hejda.tables.columns import EARLIEST_DATE, Column, Sensitivity, Table, Type
from hejda.tables.evaluation import EVALUATION
from hejda.tables.identity import IDENTITY
from hejda.tables.registers import REGISTERS
from hejda.tables.results import LISTS, RESULTS

TABLES: dict[str, Table] = {**REGISTERS, **IDENTITY, **RESULTS, **EVALUATION}
"""Every contract table by name."""

__all__ = [
    "EARLIEST_DATE",
    "EVALUATION",
    "IDENTITY",
    "LISTS",
    "REGISTERS",
    "RESULTS",
    "TABLES",
    "Column",
    "Sensitivity",
    "Table",
    "Type",
]
