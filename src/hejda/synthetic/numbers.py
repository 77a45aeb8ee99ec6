"""Personal numbers of Swedish form that nobody has: the check digit is off by exactly 5.

A number is YYYYMMDD-NNNC. NNN is even for women and odd for men, C the check digit by Luhn's rule
over the ten digits YYMMDDNNNC; here 5 is added to C (modulo 10), so every true check refuses it. A
coordination number has the day plus 60. While made they are integers, YYYYMMDDNNNC; 0 is no number.
"""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hejda.base.errors import InputError

OFF_BY = 5
"""What is added to the true check digit, modulo 10."""
COORDINATION = 60
"""What is added to the day of birth in a coordination number."""
SERIALS = (500, 499)
"""How many NNN there are in a day for men (001, 003 … 999) and women (002, 004 … 998)."""
STRIDE = 137
"""Step between one person's NNN and the next; it divides into neither 500 nor 499."""
_FORM = re.compile(r"(\d{4})(\d\d)(\d\d)-(\d{4})", re.ASCII)
_ZERO = ord("0")


def calendar(
    day: NDArray[np.int32],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Year, month (1–12) and day (1–31) of days since 1970-01-01; each of the shape of `day`."""
    date = day.astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    months = month.astype(np.int64)
    return months // 12 + 1970, months % 12 + 1, (date - month).astype(np.int64) + 1


def invented_numbers(
    born: NDArray[np.int32],
    female: NDArray[np.bool_],
    coordination: NDArray[np.bool_],
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """A number YYYYMMDDNNNC for each person, all different; (N,).

    `born`: days since 1970-01-01. `coordination`: True for a coordination number. Raises InputError
    where more people of one sex were born on one day than there are numbers for (500).
    """
    group = (born.astype(np.int64) * 2 + female) * 2 + coordination
    order = np.lexsort((rng.random(len(born)), group))
    first = np.ones(len(born), bool)
    first[1:] = group[order][1:] != group[order][:-1]
    place = np.arange(len(born))
    rank = np.empty(len(born), np.int64)
    rank[order] = place - np.maximum.accumulate(np.where(first, place, 0))
    room = np.where(female, SERIALS[1], SERIALS[0])
    if np.any(rank >= room):
        raise InputError(
            "too_many_people",
            "More people are born on one day than there are personal numbers for.",
            "No two people may share a number.",
            "Make several smaller countries.",
        )
    start = (group * 7919) % room
    serial = 2 * ((start + rank * STRIDE) % room) + np.where(female, 2, 1)
    year, month, day = calendar(born)
    nine = ((year * 100 + month) * 100 + day + COORDINATION * coordination) * 1000 + serial
    return np.asarray(nine * 10 + (check_digits(nine) + OFF_BY) % 10, np.int64)


def check_digits(nine: NDArray[np.int64]) -> NDArray[np.int64]:
    """The true check digit (Luhn) to the last nine digits of each number, YYMMDDNNN; (N,)."""
    total = np.zeros(len(nine), np.int64)
    rest = nine.copy()
    for position in range(9):
        digit = rest % 10
        rest //= 10
        doubled = digit * 2 if position % 2 == 0 else digit
        total += doubled // 10 + doubled % 10
    return -total % 10


def number_texts(numbers: NDArray[np.int64]) -> pa.Array:
    """Numbers as text, YYYYMMDD-NNNC; null for 0. One text for each of `numbers`; (N,)."""
    signs = np.full((len(numbers), 13), ord("-"), np.uint8)
    signs[:, :8] = digits_of(numbers // 10_000, 8)
    signs[:, 9:] = digits_of(numbers % 10_000, 4)
    return texts_of(signs, numbers > 0)


def digits_of(numbers: NDArray[np.int64], width: int) -> NDArray[np.uint8]:
    """The last `width` decimal digits of each number as ASCII signs, zeros in front; (N, width)."""
    signs = np.empty((len(numbers), width), np.uint8)
    rest = numbers.copy()
    for position in range(width - 1, -1, -1):
        signs[:, position] = rest % 10 + _ZERO
        rest //= 10
    return signs


def texts_of(signs: NDArray[np.uint8], there: NDArray[np.bool_] | None = None) -> pa.Array:
    """Rows of ASCII signs, (N, width), as N texts of that width; null where `there` is False."""
    count, width = signs.shape
    ends = np.arange(0, (count + 1) * width, width, dtype=np.int64)
    content = pa.py_buffer(np.ascontiguousarray(signs))
    texts = pa.LargeStringArray.from_buffers(count, pa.py_buffer(ends), content)
    if there is None:
        return texts.cast(pa.string())
    return pc.if_else(pa.array(there), texts, None).cast(pa.string())


def looks_invented(text: str) -> bool:
    """True for a number of the right form whose check digit is off by exactly 5."""
    match = _FORM.fullmatch(text)
    if match is None:
        return False
    year, month, day = (int(match[part]) for part in (1, 2, 3))
    try:
        dt.date(year, month, day - COORDINATION if day > COORDINATION else day)
    except ValueError:
        return False
    nine = text[2:8] + text[9:12]
    total = sum(sum(divmod(int(digit) * (2 - at % 2), 10)) for at, digit in enumerate(nine))
    return int(text[12]) == (OFF_BY - total) % 10
