"""Flags and gaps of a candidate, as codes in a fixed order (spec/05_nominate/README.md)."""

from __future__ import annotations

from collections.abc import Collection

TABLE_GAPS = {
    "custody": "no_custody",
    "person_status": "no_person_status",
    "observation": "no_observation",
    "victim": "no_victims",
    "relation": "no_relation",
    "person_record": "no_person_record",
    "protection_order": "no_protection_order",
    "sanction": "no_sanction",
}
"""Absent table (or role, for victims) → the gap it leaves, in the order shown."""


def table_gaps(present: Collection[str], victims: bool) -> list[str]:
    """Gaps that concern everybody in the run, because a table was not delivered."""
    held = {*present, "victim"} if victims else set(present)
    return [gap for table, gap in TABLE_GAPS.items() if table not in held]


def flags(mark: str | None, kinds_seen: Collection[str], inside: bool) -> list[str]:
    """Serial mark, lethality kinds seen within the flag window, and whether inside."""
    found = [mark] if mark else []
    found += [f"overlay:{kind}" for kind in sorted(kinds_seen)]
    return [*found, "inside"] if inside else found


def gaps(
    *,
    age_unknown: bool,
    region_unknown: bool,
    relation_unknown: bool,
    less_sure: bool,
    tables: list[str],
) -> list[str]:
    """What is missing about one person, in the order of the definitions."""
    own = {
        "age_unknown": age_unknown,
        "region_unknown": region_unknown,
        "relation_unknown": relation_unknown,
        "less_sure": less_sure,
    }
    return [code for code, missing in own.items() if missing] + tables
