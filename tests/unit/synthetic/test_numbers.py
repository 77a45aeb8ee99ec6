"""Personal numbers that nobody has: recomputed here in plain Python, digit by digit."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from numpy.typing import NDArray
from stdnum.se import personnummer

from hejda.base.errors import InputError
from hejda.synthetic.numbers import (
    calendar,
    invented_numbers,
    looks_invented,
    number_texts,
)

EPOCH = dt.date(1970, 1, 1)


def luhn_remainder(ten: str) -> int:
    """0 for ten digits that pass Luhn's check."""
    total = 0
    for at, digit in enumerate(ten):
        doubled = int(digit) * (2 if at % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10


def people(
    count: int, days: int = 40_000
) -> tuple[NDArray[np.int32], NDArray[np.bool_], NDArray[np.bool_]]:
    """Days of birth, sex and sort of number of invented people."""
    rng = np.random.default_rng(11)  # noqa: TID251  (a fixed seed)
    born = rng.integers(16_000 - days, 16_000, count, dtype=np.int32)
    return born, rng.random(count) < 0.5, rng.random(count) < 0.2


def made(count: int, days: int = 40_000, seed: int = 1) -> NDArray[np.int64]:
    """Numbers for those people."""
    rng = np.random.default_rng(seed)  # noqa: TID251  (a fixed seed)
    born, female, coordination = people(count, days)
    return invented_numbers(born, female, coordination, rng)


def test_no_number_passes_luhn_and_every_one_is_off_by_five() -> None:
    for text in number_texts(made(3000)).to_pylist():
        ten = text[2:8] + text[9:]
        assert luhn_remainder(ten) == 5
        assert looks_invented(text)


def test_a_number_says_the_day_of_birth_and_the_sex() -> None:
    born, female, coordination = people(3000)
    for text, day, woman, other in zip(
        number_texts(made(3000)).to_pylist(), born, female, coordination, strict=True
    ):
        date = EPOCH + dt.timedelta(days=int(day))
        shown = f"{date:%Y%m}{date.day + (60 if other else 0):02}"
        assert text[:9] == f"{shown}-"
        assert int(text[11]) % 2 == (0 if woman else 1)
        assert text[9:12] != "000"


def test_no_two_people_have_the_same_number() -> None:
    numbers = made(60_000, days=300)
    assert len(np.unique(numbers)) == len(numbers)


def test_more_people_in_a_day_than_numbers_are_refused() -> None:
    rng = np.random.default_rng(1)  # noqa: TID251  (a fixed seed)
    full = np.zeros(500, np.int32), np.zeros(500, bool), np.zeros(500, bool)
    assert len(np.unique(invented_numbers(*full, rng))) == 500
    with pytest.raises(InputError, match="than there are personal numbers"):
        invented_numbers(np.zeros(501, np.int32), np.zeros(501, bool), np.zeros(501, bool), rng)


def test_nobody_without_a_number_gets_a_text() -> None:
    assert number_texts(np.array([0, 198304179813], np.int64)).to_pylist() == [
        None,
        "19830417-9813",
    ]


def test_the_same_seed_gives_the_same_numbers() -> None:
    assert made(500).tobytes() == made(500).tobytes()
    assert made(500).tobytes() != made(500, seed=2).tobytes()


@pytest.mark.parametrize(
    "text",
    [
        "19811218-9876",  # a true check digit (the tax authority's example)
        "19811218-9875",
        "19811318-9871",
        "19810230-9871",
        "19819218-9871",
        "811218-9871",
        "198112189871",
        "19811218+9871",
        "١٩٨١١٢١٨-٩٨٧١",
        "",
    ],
)
def test_anything_else_does_not_look_invented(text: str) -> None:
    assert not looks_invented(text)


def test_the_example_of_the_tax_authority_plus_five_looks_invented() -> None:
    assert looks_invented("19811218-9871")


def test_the_calendar_agrees_with_pythons() -> None:
    days = np.arange(-40_000, 30_000, 7, dtype=np.int32)
    for day, *parts in zip(days, *calendar(days), strict=True):
        date = EPOCH + dt.timedelta(days=int(day))
        assert tuple(parts) == (date.year, date.month, date.day)


def test_another_library_refuses_every_invented_number() -> None:
    """The application's embedded mode refuses what python-stdnum accepts; none of these is one."""
    born = np.arange(-12_000, 19_000, dtype=np.int32)
    rng = np.random.default_rng(4)  # noqa: TID251
    numbers = invented_numbers(born, born % 2 == 0, born % 50 == 0, rng)
    texts = number_texts(numbers).to_pylist()
    assert not any(personnummer.is_valid(text) for text in texts)
    accepted = sum(
        personnummer.is_valid(f"{text[:-1]}{(int(text[-1]) + 5) % 10}") for text in texts
    )
    assert accepted >= 0.97 * len(texts), (
        "with the right check digit the others are Swedish numbers"
    )
