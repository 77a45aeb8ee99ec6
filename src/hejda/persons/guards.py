"""When two records must not be joined by the machine, however much else agrees.

Twins have one birthday, siblings one family name and home, father and son may share every name:
what sets them apart is a given name or a birth date. So where these clearly differ, a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from hejda.persons.model import (
    BIRTH_DIFFERS,
    BIRTH_DOUBTFUL,
    GIVEN_DIFFERS,
    HARDER,
    JOIN,
    LOOSE,
    SAME_HOME,
    SAME_REACH,
)


class Guard(StrEnum):
    """What stands between two records.

    open: nothing. loose: a given name or birth date is missing that could tell relatives
    apart. harder: the given names differ. birth, relative: a person's decision.
    """

    OPEN = "open"
    LOOSE = "loose"
    HARDER = "harder"
    BIRTH = "birth"
    RELATIVE = "relative"


BARRED = (Guard.BIRTH, Guard.RELATIVE)
"""Guards that no weight overcomes."""


def guard_of(steps: Mapping[str, int], both_given: bool, certain: bool) -> Guard:
    """The guard between two records.

    `steps`: comparison → step reached (0: none, −1: something missing). `both_given`: both records
    have a given name. `certain`: one of the birth dates is that of a valid number.
    """
    if any(steps.get(name, -1) in reach for name, reach in SAME_REACH.items()):
        return Guard.OPEN
    birth = steps.get("birth", -1)
    if birth in BIRTH_DIFFERS or (certain and birth in BIRTH_DOUBTFUL):
        return Guard.BIRTH
    if both_given and steps.get("names", -1) in GIVEN_DIFFERS:
        at_home = any(steps.get(name, -1) == step for name, step in SAME_HOME.items())
        return Guard.RELATIVE if at_home else Guard.HARDER
    return Guard.OPEN if both_given and birth >= 0 else Guard.LOOSE


def joins_from(guard: Guard) -> int | None:
    """The match weight from which two records are joined; None where only a person may join them."""
    if guard in BARRED:
        return None
    return JOIN + {Guard.HARDER: HARDER, Guard.LOOSE: LOOSE}.get(guard, 0)
