"""For how many of the listed people each ground could be used, and which fact is missing for others.

Only what registers can tell is looked at. What a person must judge is named, never counted.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from hejda.knowledge.sharing import SharingGround, SharingRules, Truth
from hejda.knowledge.value import Value
from hejda.share.answer import Came
from hejda.share.grounds import OFFENCE
from hejda.share.offences import offence_came
from hejda.share.question import Question

TOLD = ("named_relative", "suspicion", "under_21", "victim_under_18", "holds_weapon",
        "child_may_fare_ill")  # fmt: skip
"""The conditions that registers can tell something of."""


class RecordedOffence(Value):
    """An offence somebody listed is recorded as suspected of."""

    id: str
    on: dt.date | None
    attempted: bool = False


class ListedPerson(Value):
    """What a run knows of one listed person, without who it is. Not recorded is unknown, never no."""

    facts: dict[str, Truth]
    offences: tuple[RecordedOffence, ...] = ()


class GroundUse(Value):
    """How a ground stands for the people listed. `missing`: condition → for how many it is not known.

    `ruled_out`: for whom something recorded speaks against it. `to_judge`: what people must judge.
    """

    ground: str
    people: int
    could_use: int
    ruled_out: int
    missing: dict[str, int]
    to_judge: tuple[str, ...]


def uses_of(rules: SharingRules, people: Sequence[ListedPerson]) -> tuple[GroundUse, ...]:
    """Each ground that speaks of the police, in order of id."""
    grounds = [
        each
        for each in rules.grounds
        if each.kind in ("ground", "duty")
        and not each.backstop
        and "police" in (*each.scope.holders, *each.scope.receivers)
    ]
    return tuple(_use(ground, rules, people) for ground in grounds)


def _use(ground: SharingGround, rules: SharingRules, people: Sequence[ListedPerson]) -> GroundUse:
    could, ruled_out = 0, 0
    missing: Counter[str] = Counter()
    for person in people:
        came = _came(ground, rules, person)
        could += all(each == "yes" for each in came.values())
        ruled_out += any(each == "no" for each in came.values())
        missing.update(name for name, each in came.items() if each in ("unknown", "unclear"))
    asked = [each.ask for each in ground.conditions]
    return GroundUse(
        ground=ground.id,
        people=len(people),
        could_use=could,
        ruled_out=ruled_out,
        missing=dict(sorted(missing.items())),
        to_judge=tuple(name for name in asked if name not in TOLD),
    )


def _came(ground: SharingGround, rules: SharingRules, person: ListedPerson) -> dict[str, Came]:
    came: dict[str, Came] = {}
    if ground.offences is not None:
        each = [
            offence_came(ground.offences, _question(one, rules), rules)
            for one in person.offences
            if rules.offence(one.id)
        ]
        came[OFFENCE] = next((c for c in ("yes", "unclear", "unknown") if c in each), "unknown")
    for condition in ground.conditions:
        if condition.ask in TOLD:
            said = person.facts.get(condition.ask, "unknown")
            came[condition.ask] = (
                said if said == "unknown" else "yes" if said == condition.must else "no"
            )
    return came


def _question(offence: RecordedOffence, rules: SharingRules) -> Question:
    """What is recorded stands in for what is feared: nobody's fear is in a register."""
    return Question.model_construct(
        on=rules.on, offences=(offence.id,), attempted=offence.attempted, act_on=offence.on
    )
