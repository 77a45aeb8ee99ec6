"""Records that share a valid number: joined, unless their names have nothing at all in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from hejda.persons.judgements import Pair, pair_of

LOOKED_BACK = 20
"""How many earlier records of one number a record is held against."""
COLUMNS = ("record_id", "number", "coordination", "registered", "given_sound", "family_sound",
           "whole_sound", "given_letters", "family_letters")  # fmt: skip
"""What is read of a feature row."""


def joined_by_number(rows: Iterable[Mapping[str, Any]]) -> tuple[list[Pair], list[Pair]]:
    """(pairs that one number joins, pairs that share a number but no word of their names).

    `rows`: feature rows of records with a valid number. Each record is tied to an earlier one that
    agrees with it; a number written for somebody else is left for a person to look at.
    """
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        for kind in ("number", "coordination"):
            if row[kind]:
                groups[(kind, row[kind])].append(row)
    joined: list[Pair] = []
    doubtful: list[Pair] = []
    for members in groups.values():
        if len(members) > 1:
            _within(
                sorted(members, key=lambda r: (r["registered"], r["record_id"])), joined, doubtful
            )
    return sorted(set(joined)), sorted(set(doubtful) - set(joined))


def _within(members: list[Mapping[str, Any]], joined: list[Pair], doubtful: list[Pair]) -> None:
    for at, row in enumerate(members[1:], start=1):
        earlier = members[max(0, at - LOOKED_BACK) : at]
        agreeing = [each for each in earlier if names_agree(each, row)]
        if agreeing:
            joined += [pair_of(each["record_id"], row["record_id"]) for each in agreeing]
        else:
            doubtful.append(pair_of(members[0]["record_id"], row["record_id"]))


def names_agree(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    """True unless both have names and no word of one sounds, or has the letters, of the other's."""
    mine, theirs = one["whole_sound"], two["whole_sound"]
    if not mine or not theirs:
        return True
    if set(mine.split()) & set(theirs.split()):
        return True
    letters = ("given_letters", "family_letters")
    return bool({one[c] for c in letters if one[c]} & {two[c] for c in letters if two[c]})
