"""Personal, coordination and reserve numbers: which are the same, which are not, and what is none."""

from __future__ import annotations

import itertools

import pytest
from django.conf import settings

from hejda_web.accounts.numbers import number_hash
from hejda_web.desk.lookups import DutyForm, LookupForm

SAME = (
    ("19850615-A123", "850615-A123", "19850615a123", " 850615 A123 ", "850615\u2013a123"),
    ("19850615-AB12", "850615AB12"),
    ("19850615-XY12", "850615-XY12"),
    ("19850675-0012", "8506750012", "850675+0012", "850675\u20110012", "198506750012"),
)
"""Each line one number, in forms people write it."""
NONE = (
    "Anna Svensson", "Lena Svensson", "Svensson", "ANNA-SVENSSON", "850615-A12", "85061A-5123",
    "1985-06-15", "850615-A123X", "850615-ÅB12", "\u0661" * 10, "-", "A123850615",
)  # fmt: skip


def test_a_number_is_the_same_in_every_form_and_no_two_are_taken_for_one() -> None:
    hashes = [{number_hash(form) for form in forms} for forms in SAME]
    assert [len(each) for each in hashes] == [1] * len(SAME)
    for one, other in itertools.combinations(hashes, 2):
        assert not one & other
    odd = ("AB 12", "XY 12", "12", "X12850615")  # no shape we know: each equals itself alone
    assert len({number_hash(each) for each in odd}) == len(odd)
    assert number_hash("Anna Svensson") == number_hash("") == ""


@pytest.mark.parametrize("form", [LookupForm, DutyForm])
def test_what_is_no_number_is_an_error_and_never_an_answer(form: type[LookupForm]) -> None:
    for written in NONE:
        asked = form({"number": written})
        assert not asked.is_valid(), written
        assert "number" in asked.errors, written
    for forms in SAME:
        for written in forms:
            asked = form({"number": written})
            # Invented numbers are taken by the demonstration; figures alone have a check digit.
            assert settings.EMBEDDED
            assert asked.is_valid(), (written, asked.errors)
            assert asked.asked() == (number_hash(forms[0]), [], None)
