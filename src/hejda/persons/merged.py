"""One row of `person_record` for a person with several, as the later stages read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

FROM_LATEST = ("birth_date", "sex", "municipality")
"""What is taken from the latest record that has it."""


def merged_record(
    rows: Sequence[Mapping[str, Any]], certain: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """The rows of one person as one.

    It bears the id of the oldest record. Birth date and sex are those of a valid number, where
    `certain` (record id → birth_date, sex) has them, else of the latest record that says. The
    strictest secrecy of any record holds for all: where one is protected, nothing that leads to
    where the person lives is kept. Names, numbers and contact data are left out: linkage alone
    reads them.
    """
    order = sorted(rows, key=lambda row: (row["registered_on"], row["record_id"]), reverse=True)
    first = min(rows, key=lambda row: (row["first_registered_on"], row["record_id"]))
    merged = dict.fromkeys(rows[0])
    merged |= {
        name: first[name]
        for name in ("record_id", "source", "first_registered_on", "superseded_on", "source_law")
        if name in first
    }
    merged["registered_on"] = order[0]["registered_on"]
    for name in FROM_LATEST:
        merged[name] = next((row[name] for row in order if _says(row[name])), None)
    for row in order:
        merged |= {k: v for k, v in certain.get(row["record_id"], {}).items() if v is not None}
    merged["protected"] = any(row["protected"] for row in rows)
    if merged["protected"]:
        merged["municipality"] = _strict(order)
    return merged


def _says(value: Any) -> bool:
    return value is not None and value != "unknown"


def _strict(order: Iterable[Mapping[str, Any]]) -> Any:
    """The municipality as the protected records themselves tell it: others must not betray it."""
    return next((row["municipality"] for row in order if row["protected"]), None)
