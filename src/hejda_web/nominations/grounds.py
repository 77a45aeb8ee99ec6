"""The grounds on which a person may be listed, as the pages ask for them."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from typing import Any

from hejda.knowledge import load
from hejda.knowledge.grounds import Ground as Rule
from hejda.knowledge.grounds import Grounds
from hejda.knowledge.reading import read_pack
from hejda.knowledge.written import WrittenPack
from hejda.review.listing import Answer
from hejda.review.thresholds import unmet
from hejda_web.ui.words import Words

PACK = "se"


UNMET = {
    "missing": Words("Det här måste besvaras.", "This must be answered."),
    "is_no": Words(
        "Grunden gäller bara om svaret är ja.", "The ground holds only if the answer is yes."
    ),
    "not_its_kind": Words("Svaret går inte att läsa.", "The answer cannot be read."),
    "not_asked": Words("Grunden frågar inte efter det.", "The ground does not ask for it."),
}
"""What a form says of a threshold that is not met, by the code of stage 9."""


@dataclass(frozen=True)
class Threshold:
    """One thing a ground demands. kind: text, yes_no, date or choice."""

    name: str
    kind: str
    label: Words
    must_be_yes: bool
    choices: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True)
class Ground:
    """A ground in force: what it demands, who may see, and what is doubtful about it."""

    name: str
    title: Words
    text: Words
    paragraph: Words
    thresholds: tuple[Threshold, ...]
    says_access: Words
    doubt: Words | None
    rule: Rule

    def faults(self, answers: dict[str, Any]) -> dict[str, Words]:
        """What keeps the answers of a form from meeting the ground, by threshold; empty when met."""
        kinds = {each.name: each.kind for each in self.thresholds}
        given: dict[str, Answer] = {
            name: {"yes": True, "no": False}.get(answer) if kinds[name] == "yes_no" else answer
            for name, answer in answers.items()
        }
        return {each.field: UNMET[each.why] for each in unmet(self.rule, given)}


def grounds_on(day: dt.date) -> list[Ground]:
    """Every ground for a listing in force on the day."""
    return [_of(ground) for ground in in_force(day).of_kind("listing")]


@dataclass(frozen=True)
class Answered:
    """The ground of a listing as it was answered: (what is asked, the answer) in the ground's order."""

    ground: Ground | None
    answers: list[tuple[Words, Words]]


def answered(name: str, names: list[str], answers: list[str], day: dt.date) -> Answered:
    """What a listing answered, in words, by the grounds of the day it was decided."""
    ground = next((each for each in grounds_on(day) if each.name == name), None)
    asked = {each.name: each for each in ground.thresholds} if ground else {}
    return Answered(
        ground,
        [
            (asked[key].label if key in asked else Words(key, key), _answer(asked.get(key), answer))
            for key, answer in zip(names, answers, strict=False)
        ],
    )


def _answer(threshold: Threshold | None, answer: str) -> Words:
    if threshold is not None and threshold.kind == "yes_no":
        return {"yes": Words("Ja", "Yes"), "no": Words("Nej", "No")}.get(
            answer, Words(answer, answer)
        )
    return dict(threshold.choices if threshold else ()).get(answer, Words(answer, answer))


def fingerprint(day: dt.date) -> str:
    """Of the grounds' files, so that a listing names what it was decided under."""
    return in_force(day).fingerprint


@functools.lru_cache(maxsize=256)
def in_force(day: dt.date) -> Grounds:
    """The rules in force on the day. Listings are of many days, and a page asks for the day of each."""
    return load.grounds_on(_written(), day)


@functools.lru_cache(maxsize=1)
def _written() -> WrittenPack:
    # Reading and checking the files takes most of a second; they change only with a new start.
    return read_pack(PACK)


def _of(ground: Rule) -> Ground:
    return Ground(
        name=ground.id,
        title=_words(ground.title),
        text=_words(ground.plain),
        paragraph=_words(ground.paragraph),
        thresholds=tuple(
            Threshold(
                field.id, field.kind, _words(field.label), field.must_be_yes,
                tuple((choice.id, _words(choice.label)) for choice in field.choices),
            )
            for field in ground.fields
        ),
        says_access=_words(ground.access.says) if ground.access else Words("", ""),
        doubt=_words(ground.doubt) if ground.doubt else None,
        rule=ground,
    )  # fmt: skip


def _words(text: Any) -> Words:
    return Words(text.sv, text.en)
