"""Numbers, dates and enumerations are written in one way everywhere."""

from __future__ import annotations

import datetime as dt

from hejda.base.wording import (
    counted,
    date_in_words,
    degree,
    inside_sentence,
    joined,
    number,
    offences_named,
)


def test_thousands_stand_apart_by_a_narrow_space_that_does_not_break() -> None:
    assert number(1_234_567) == "1\u202f234\u202f567"
    assert number(-4200) == "\u22124\u202f200"
    assert number(0) == "0"


def test_dates_are_written_out_in_each_language() -> None:
    day = dt.date(2025, 3, 3)
    assert date_in_words(day, "sv") == "3 mars 2025"
    assert date_in_words(day, "en") == "3 March 2025"


def test_only_one_is_singular() -> None:
    assert [counted(n, "dag", "dagar") for n in (0, 1, 2)] == ["0 dagar", "1 dag", "2 dagar"]


def test_enumerations_end_with_and() -> None:
    assert joined([], "sv") == ""
    assert joined(["a"], "sv") == "a"
    assert joined(["a", "b", "c"], "sv") == "a, b och c"
    assert joined(["a", "b"], "en") == "a and b"


def test_a_title_begins_small_within_a_sentence_unless_it_is_an_abbreviation() -> None:
    assert inside_sentence("Grov misshandel") == "grov misshandel"
    assert inside_sentence("DV assault") == "DV assault"
    assert inside_sentence("") == ""


def test_four_offences_are_named_and_more_are_counted() -> None:
    assert offences_named(["A1", "B1", "C1", "D1"], "sv") == "a1, b1, c1 och d1"
    assert offences_named(["A1", "B1", "C1", "D1", "E1"], "en") == "a1, b1, c1 and 2 other offences"


def test_degrees_of_suspicion_have_their_terms() -> None:
    assert degree("probable_cause", "sv") == "på sannolika skäl misstänkt"
    assert degree(None, "sv") == "misstankegrad okänd"
