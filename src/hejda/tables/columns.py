"""The shape of a contract: a table and its columns, each with type, constraint, sentence, sensitivity."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

EARLIEST_DATE = dt.date(1850, 1, 1)
"""No register holds an event or a birth before this day; an earlier date is a typing error."""


class Type(StrEnum):
    """The types a contract column may have; each exists in every engine with the same meaning.

    NUMBER is for measured figures alone: no register and no score holds one.
    """

    STRING = "string"
    DATE = "date"
    INTEGER = "int64"
    BOOLEAN = "boolean"
    NUMBER = "float64"
    STRINGS = "array<string>"


class Sensitivity(StrEnum):
    """How a column's content must be guarded (house rules: declared, never guessed)."""

    NONE = "none"
    PERSONAL = "personal"
    IDENTITY = "identity"
    CONTACT = "contact"
    SUSPICION = "suspicion"
    HEALTH = "health"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a contract.

    `required`: a row without a value is set aside. `values`: the only words allowed.
    `refers_to`: the table whose key it names (reported when it leads nowhere, never guessed).
    `minimum` / `maximum`: limits for integers. `not_after_registered`: a date that cannot lie after
    the day the row was registered. `may_lie_ahead`: a date that may lie in the future (a release).
    `set_by_hejda`: filled by stage 1, never read from a delivery.
    """

    name: str
    type: Type
    sentence: str
    required: bool = False
    values: tuple[str, ...] = ()
    refers_to: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    not_after_registered: bool = False
    may_lie_ahead: bool = False
    sensitivity: Sensitivity = Sensitivity.NONE
    set_by_hejda: bool = False

    @property
    def constraint(self) -> str:
        """The rule a value must obey, in words for the reference page."""
        parts = ["required"] if self.required else []
        if self.values:
            parts.append("one of: " + ", ".join(self.values))
        if self.refers_to:
            parts.append(f"refers to {self.refers_to}")
        if self.minimum is not None:
            parts.append(f"at least {self.minimum}")
        if self.maximum is not None:
            parts.append(f"at most {self.maximum}")
        if self.not_after_registered:
            parts.append("not after registered_on")
        elif self.type is Type.DATE and not self.may_lie_ahead:
            parts.append("not in the future")
        if self.set_by_hejda:
            parts.append("set by stage 1")
        return "; ".join(parts) or "may be missing"


@dataclass(frozen=True, slots=True)
class Table:
    """One contract table. `key` names the columns that make a row unique, in sorting order."""

    name: str
    sentence: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    required: bool = False

    @property
    def id_column(self) -> str:
        """The column that names the record through all its versions."""
        return self.key[0]

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in contract order."""
        return tuple(column.name for column in self.columns)

    @property
    def schema(self) -> dict[str, str]:
        """Column name → type word, as Ibis reads it."""
        return {column.name: column.type.value for column in self.columns}
