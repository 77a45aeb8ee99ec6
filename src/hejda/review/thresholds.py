"""What a ground demands of a listing and the listing does not answer. Missing is never "no"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hejda.base.wording import Both
from hejda.knowledge.grounds import Ground, ThresholdField
from hejda.review.listing import Answer

Why = Literal["missing", "is_no", "not_its_kind", "not_asked"]


@dataclass(frozen=True, slots=True)
class Unmet:
    """One field of a ground that is not answered as it must be.

    missing: no answer. is_no: it must be yes. not_its_kind: no date, no choice of those there are.
    not_asked: an answer to something the ground does not ask.
    """

    field: str
    why: Why
    says: Both


def unmet(ground: Ground, answers: Mapping[str, Answer]) -> tuple[Unmet, ...]:
    """Everything that keeps `answers` from meeting the ground, in its own order; empty when met."""
    found = [each for field in ground.fields if (each := _of(field, answers.get(field.id)))]
    asked = {field.id for field in ground.fields}
    for name in sorted(set(answers) - asked):
        says = ("Grunden frågar inte efter detta.", "The ground does not ask for this.")
        found.append(Unmet(name, "not_asked", says))
    return tuple(found)


def _of(field: ThresholdField, answer: Answer) -> Unmet | None:
    label = field.label
    if answer is None or (isinstance(answer, str) and not answer.strip()):
        says = (f"Inte besvarat: {label.sv}.", f"Not answered: {label.en}.")
        return Unmet(field.id, "missing", says)
    if not _is_kind(field, answer):
        says = (f"Svaret går inte att läsa: {label.sv}.", f"No such answer: {label.en}.")
        return Unmet(field.id, "not_its_kind", says)
    if field.must_be_yes and answer is not True:
        says = (
            f"Svaret är nej; grunden håller inte: {label.sv}.",
            f"The answer is no; the ground does not hold: {label.en}.",
        )
        return Unmet(field.id, "is_no", says)
    return None


def _is_kind(field: ThresholdField, answer: Answer) -> bool:
    if field.kind == "yes_no":
        return isinstance(answer, bool)
    if field.kind == "date":
        return isinstance(answer, dt.date)
    if field.kind == "choice":
        return answer in {choice.id for choice in field.choices}
    return isinstance(answer, str)
