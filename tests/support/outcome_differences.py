"""Says where two outcomes differ, a line each, for tests that hold two computations together."""

from __future__ import annotations

from dataclasses import fields

from tests.support.outcome import Outcome


def outcome_differences(one: Outcome, other: Outcome) -> list[str]:
    """Every difference, as `what: first answer ≠ second answer`; none when they agree."""
    lines: list[str] = []
    for field in fields(Outcome):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if mine == theirs:
            continue
        if isinstance(mine, dict):
            lines += _of_dicts(field.name, mine, theirs)
        elif field.name == "candidates":
            lines += [f"candidate only in the first: {row}" for row in mine if row not in theirs]
            lines += [f"candidate only in the second: {row}" for row in theirs if row not in mine]
            if sorted(mine) == sorted(theirs):
                lines.append("candidates in another order")
        else:
            lines.append(f"{field.name}: {mine} ≠ {theirs}")
    return lines


def _of_dicts(name: str, mine: dict, theirs: dict) -> list[str]:
    lines = []
    for key in sorted({*mine, *theirs}):
        one, other = mine.get(key), theirs.get(key)
        if one == other:
            continue
        if isinstance(one, dict) and isinstance(other, dict):
            lines += _of_dicts(f"{name} {key}", one, other)
        else:
            lines.append(f"{name} {key}: {one} ≠ {other}")
    return lines
