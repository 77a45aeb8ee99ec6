"""Numbers: python-stdnum's own reader for Swedish ones, the simulator's for invented ones."""

from __future__ import annotations

import datetime as dt

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from stdnum.se import personnummer

from hejda.persons.numbers import COORDINATION_DAYS, digits_of, valid_number
from hejda.synthetic.numbers import invented_numbers, number_texts
from hejda.synthetic.simulate import Country
from tests.support.referee_persons import check_digit, invented_number

dates = st.dates(dt.date(1900, 1, 1), dt.date(2025, 12, 31))


@st.composite
def swedish(draw: st.DrawFn, coordination: bool = False) -> str:
    """Twelve digits, whose last is right three times in four."""
    born = draw(dates)
    day = born.day + COORDINATION_DAYS * coordination
    eleven = f"{born:%Y%m}{day:02d}{draw(st.integers(0, 999)):03d}"
    off = draw(st.sampled_from((0, 0, 0, 5)))
    return eleven + str((check_digit(eleven[2:]) + off) % 10)


def stdnum_says(twelve: str) -> bool:
    """Whether python-stdnum takes a personal number for valid."""
    return bool(personnummer.is_valid(f"{twelve[:8]}-{twelve[8:]}"))


@given(text=swedish())
def test_a_swedish_number_is_valid_where_stdnum_says_so(text: str) -> None:
    found = valid_number(text, "se")
    assert (found is not None) == stdnum_says(text)
    if found is not None:
        assert (found.digits, found.coordination) == (text, False)
        written = f"{text[:8]}-{text[8:]}"
        assert found.born == personnummer.get_birth_date(written)
        assert found.sex == {"M": "male", "F": "female"}[personnummer.get_gender(written)]


@given(text=swedish(coordination=True))
def test_a_coordination_number_is_the_personal_number_of_another_day(text: str) -> None:
    """The date is 60 days up; all else is as of a personal number."""
    found = valid_number(text, "se")
    right = int(text[11]) == check_digit(text[2:11])
    assert (found is not None) == right
    if found is not None:
        assert found.coordination
        assert f"{found.born:%Y%m%d}" == text[:6] + f"{int(text[6:8]) - 60:02d}"


@given(digits=st.text("0123456789", min_size=12, max_size=12))
def test_twelve_digits_are_read_as_the_referee_reads_them(digits: str) -> None:
    found = valid_number(digits, "se_invented")
    told = invented_number(digits)
    assert (found is None) == (told is None)
    if found is not None:
        assert told == ("coordination" if found.coordination else "personal", digits)


@given(text=swedish())
def test_a_number_is_valid_in_one_form_at_most(text: str) -> None:
    """No number of an invented country can be anybody's."""
    assert None in (valid_number(text, "se"), valid_number(text, "se_invented"))


@pytest.mark.parametrize("coordination", [False, True])
def test_the_numbers_of_the_invented_country_are_valid(coordination: bool) -> None:
    days = ("1931-02-28", "1980-01-01", "2004-02-29")
    born = np.array(days, "datetime64[D]").astype(np.int32)
    female = np.array([False, True, False])
    numbers = invented_numbers(
        born, female, np.full(len(days), coordination), Country(1, 1, seed=1).rng(0)
    )
    for text, day, is_female in zip(
        number_texts(numbers).to_pylist(), days, female.tolist(), strict=True
    ):
        found = valid_number(text, "se_invented")
        assert found is not None
        assert (found.born.isoformat(), found.sex) == (day, "female" if is_female else "male")
        assert found.coordination == coordination
        assert valid_number(text, "se") is None


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("19800101-0118", True),
        ("19800101 0118", True),
        ("198001010118", True),
        ("800101-0118", False),
        ("19800101+0118", True),
        ("19800101-011", False),
        ("19801301-0116", False),
        ("19800230-0112", False),
        ("19800101-0119", False),
        ("", False),
        ("none", False),
    ],
)
def test_signs_do_not_matter_but_digits_do(text: str, valid: bool) -> None:
    assert (valid_number(text, "se") is not None) == valid


@pytest.mark.parametrize(
    ("text", "digits"),
    [("070-174 06 05", "0701740605"), ("none", None), ("", None), (None, None), ("A1b2", "12")],
)
def test_the_digits_of_any_text(text: str | None, digits: str | None) -> None:
    assert digits_of(text) == digits
