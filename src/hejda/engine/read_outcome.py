"""What reading a delivery gives: where each table lies, and what became of every row."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from hejda.base.errors import DeliveryError
from hejda.registers.mapping import SourceMapping


@dataclass(frozen=True, slots=True)
class Erased:
    """The receipt of erasures: how many versions of which table, asked for on which day. No ids."""

    table: str
    registered_on: dt.date
    count: int


@dataclass(frozen=True, slots=True)
class RegisterFiles:
    """Where one contract table lies. `delivered`: in the delivery's own Parquet files, clean as they
    are; then `hejda.registers.expressions.completed` gives the columns they leave out.
    """

    table: str
    files: tuple[Path, ...]
    rows: int
    delivered: bool = False


@dataclass(frozen=True, slots=True)
class FileCount:
    """What became of the rows of one file. `unused`: of the accepted, those that feed no table."""

    file: str
    rows: int
    accepted: int
    duplicate: int
    quarantined: int
    unused: int = 0
    sha256: str = ""
    bytes: int = 0
    fault: str | None = None

    def facts(self) -> dict[str, Any]:
        """The same for run.json."""
        return asdict(self)


@dataclass(frozen=True)
class Delivery:
    """What a delivery gave.

    `registers`: per contract table that has rows, where it lies. `tables_rows`: rows per table.
    `missing_set`: `table.column` → values set to missing. `broken`: `table.column` → references that
    lead nowhere. `erased`: receipts. `reasons`: code → rows. `quarantine`: the table as Parquet.
    """

    mapping: SourceMapping
    counts: list[FileCount]
    quarantine: Path
    registers: dict[str, RegisterFiles] = field(default_factory=dict)
    tables_rows: dict[str, int] = field(default_factory=dict)
    missing_set: dict[str, int] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)
    erased: list[Erased] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)
    file_reasons: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Rows of all files, as Python's csv reader or the Parquet footer counts them."""
        return sum(count.rows for count in self.counts)

    @property
    def accepted(self) -> int:
        """Rows that every table they feed took."""
        return sum(count.accepted for count in self.counts)

    @property
    def duplicate(self) -> int:
        """Rows equal in every field to an earlier one."""
        return sum(count.duplicate for count in self.counts)

    @property
    def quarantined(self) -> int:
        """Rows set aside."""
        return sum(count.quarantined for count in self.counts)


class NothingUsable(DeliveryError):
    """A delivery that gave nothing, or nothing of a required table; `delivery` says what was found."""

    def __init__(self, delivery: Delivery, what: str) -> None:
        reasons = sorted(delivery.reasons.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
        files = [f"{name}: {sentence}" for name, _, sentence in delivery.file_reasons[:5]]
        told = ", ".join(f"{code} ({count} rows)" for code, count in reasons)
        super().__init__(
            "nothing_usable",
            what,
            " ".join([*files, f"Most frequent: {told}." if told else ""]).strip(),
            "See what `hejda check` says of each file; correct the delivery or the mapping.",
        )
        self.delivery = delivery
