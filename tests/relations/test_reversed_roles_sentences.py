"""Reversed roles in words: every sign has its sentence, and each says what it must and no more."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hejda.base.wording import Both
from hejda.relations import reversed_roles_sentences as words
from hejda.relations.reversed_roles_marks import JUDGED, SAME_DAY
from hejda.relations.reversed_roles_rule import SIGNS
from tests.support.sentence_checks import english_words, unfit

EVERY: list[Both] = [
    *words.SIGNS.values(),
    *words.STRENGTH.values(),
    words.OPENING,
    words.OPENING_JUDGED,
    words.WHAT_IT_DOES,
    words.THIN,
]


def row(**more: Any) -> dict[str, Any]:
    """A mark as the table `hypothesis` has it."""
    mark = {
        "person": "xx:1", "kind": "may_be_the_victim", "other": "xx:2", "confidence": "weak",
        "since": dt.date(2025, 3, 4), "expires_on": dt.date(2030, 3, 4),
        "signs": ["reported_first", "answered_soon"], "evidence": ["incident:i1"],
    }  # fmt: skip
    return mark | more


def test_every_sign_has_a_sentence_and_every_sentence_a_sign() -> None:
    assert set(words.SIGNS) == {*SIGNS, JUDGED, SAME_DAY}


@pytest.mark.parametrize("both", EVERY, ids=lambda both: both[1][:40])
def test_both_languages_are_there_and_call_nobody_anything(both: Both) -> None:
    sv, en = both
    assert sv != en
    assert english_words(sv) == []
    for text in both:
        assert unfit(text) == []
        assert text.endswith(".")
        assert "xx:" not in text


def test_a_mark_says_what_it_is_what_it_rests_on_what_it_does_and_until_when() -> None:
    told = words.told(row())
    assert told[0] == words.OPENING
    assert told[1] == words.STRENGTH["weak"]
    assert told[2:4] == [words.SIGNS["reported_first"], words.SIGNS["answered_soon"]]
    assert told[4] == words.WHAT_IT_DOES
    assert told[5] == (
        "Markeringen upphör den 4 mars 2030 om ingen har tittat.",
        "The mark lapses on 4 March 2030 unless somebody has looked.",
    )


def test_a_decided_mark_says_that_somebody_decided_and_does_not_lapse() -> None:
    told = words.told(row(confidence="strong", signs=["judgement"], expires_on=None))
    assert told == [words.OPENING_JUDGED, words.SIGNS["judgement"], words.WHAT_IT_DOES]


def test_every_mark_says_that_it_changes_nothing_and_that_a_person_must_look() -> None:
    sv, en = words.WHAT_IT_DOES
    assert "ingen poäng och ingen plats" in sv
    assert "no score and no place" in en
    assert "handläggare ska titta innan något görs" in sv
    assert "must look before anything is done" in en
    for code in words.SIGNS:
        assert words.WHAT_IT_DOES in words.told(row(signs=[code]))


def test_too_little_is_never_told_as_that_the_roles_are_right() -> None:
    assert "betyder inte att rollerna är rätt" in words.THIN[0]
    assert "does not mean that the roles are right" in words.THIN[1]
