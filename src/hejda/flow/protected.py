"""What only one person can have told of: shown as such, and never named (house.md §7, §9).

The ranking counts it as it counts any other observation. What is written for people to read says no
more than that there is something: no kind, no figure, no day, neither as a flag nor as a rule's id.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from hejda.base.reasons import Reason
from hejda.flow.people import Explained
from hejda.nominate.labels import PROTECTED_SOURCE

OVERLAY = "overlay:"
NAMED_BY_KIND = ("red_flags", "beta_2022", "odara_police")
"""Rankers whose rule ids tell which kind of observation is meant."""


def protected_references(shown: Explained) -> frozenset[str]:
    """References to observations of the people shown that could only come from one person."""
    return frozenset(
        f"observation:{row['observation_id']}"
        for row in shown.rows.get("observation", ())
        if row["could_only_come_from"]
    )


def protected_kinds(shown: Explained, protected: Collection[str], person: str) -> set[str]:
    """Overlay kinds of which nobody else told: every observation behind the flag is protected."""
    return {
        kind
        for kind, found in shown.signs.get(person, {}).items()
        if all(f"observation:{each}" in protected for each in found)
    }


def written_flags(flags: Sequence[str], kinds: Collection[str]) -> list[str]:
    """Flags as they are written: one `overlay:protected_source` for all of `kinds`, after the others."""
    hidden = {OVERLAY + kind for kind in kinds}
    told = [flag for flag in flags if flag not in hidden]
    if len(told) == len(flags):
        return told
    before = [flag for flag in told if flag != "inside"]
    return [*before, OVERLAY + PROTECTED_SOURCE, *told[len(before) :]]


def written_reasons(
    ranker: str, reasons: Sequence[Reason], protected: Collection[str]
) -> list[tuple[Reason, str, bool]]:
    """(reason, rule id to write, whether its source is protected) in the order to write them.

    Where something else is behind a reason too, it is told by that alone. Reasons whose source is
    protected come last, since their place among the others would tell their kind.
    """
    open_ones: list[tuple[Reason, str, bool]] = []
    silent: list[tuple[Reason, str, bool]] = []
    for reason in reasons:
        rest = tuple(each for each in reason.evidence if each not in protected)
        if rest or not reason.evidence:
            open_ones.append((replace(reason, evidence=rest), reason.rule, False))
            continue
        rule = f"{ranker}.{PROTECTED_SOURCE}" if ranker in NAMED_BY_KIND else reason.rule
        silent.append((replace(reason, value=None, day=None), rule, True))
    return [*open_ones, *silent]
