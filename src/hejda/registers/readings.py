"""From delivered values to typed values: text, dates, whole numbers, yes and no.

A *reading* is a value and whether it could not be read. Nothing is guessed: what does not fit
becomes missing and is marked unreadable, and the rules of `checks.py` decide what that means.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import ibis
import ibis.expr.types as ir

from hejda.tables import Type

ISO = r"^\d{4}-\d{1,2}-\d{1,2}$"
TRUE_WORDS = ("true", "yes", "1")
FALSE_WORDS = ("false", "no", "0")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTS = {
    "Y": r"(\d{4})",
    "y": r"(\d{2})",
    "m": r"(\d{1,2})",
    "b": r"([A-Za-z]{3})[A-Za-z]*\.?",
    "d": r"(\d{1,2})",
    "H": r"\d{1,2}",
    "M": r"\d{1,2}",
    "S": r"\d{1,2}",
    "f": r"\d{1,9}",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A value of any type, and a yes/no column: true where there was a value nobody could read."""

    value: ir.Value
    unreadable: ir.BooleanValue


def never() -> ir.BooleanValue:
    """False in every row."""
    return cast(ir.BooleanValue, ibis.literal(False))


def any_of(parts: Sequence[ir.BooleanValue]) -> ir.BooleanValue:
    """True where one of `parts` is true; false where there are none."""
    return functools.reduce(operator.or_, parts) if parts else never()


def missing(type_: str = "string") -> ir.Value:
    """The missing value of a type."""
    return ibis.null(type_)


def _text(value: ir.Value) -> ir.StringValue:
    kind = value.type()
    if kind.is_string():
        return cast(ir.StringValue, value)
    if kind.is_floating():
        number = cast(ir.FloatingValue, value)
        whole = number.try_cast("int64")
        same = (whole.cast("float64") == number).fill_null(False)
        return cast(ir.StringValue, ibis.ifelse(same, whole.cast("string"), number.cast("string")))
    return cast(ir.StringValue, value.cast("string"))


def as_text(reading: Reading) -> Reading:
    """The value as text; dates as YYYY-MM-DD, whole numbers without decimals."""
    return Reading(_text(reading.value), reading.unreadable)


def _date_by_format(text: ir.StringValue, pattern: str) -> ir.Value:
    order = [sign for sign in re.findall(r"%(.)", pattern) if sign in "Yymbd"]
    pieces = re.split(r"(%.)", pattern)
    known = "".join(_PARTS.get(p[1:], "%") if p[:1] == "%" else re.escape(p) for p in pieces)
    whole = f"^{known}$"

    def part(signs: str) -> ir.StringValue:
        place = next(n for n, sign in enumerate(order, 1) if sign in signs)
        return cast(ir.StringValue, text.re_extract(whole, place))

    year, month = part("Yy"), part("mb")
    if "y" in order:
        year = cast(ir.StringValue, ibis.ifelse(year >= "69", "19", "20") + year)
    if "b" in order:
        numbers = ((name, str(n)) for n, name in enumerate(MONTHS, 1))
        month = cast(ir.StringValue, month.lower().cases(*numbers, else_="0"))
    iso = year + "-" + month + "-" + part("d")
    return ibis.ifelse(text.re_search(whole), iso, missing()).try_cast("date")


def as_date(reading: Reading, formats: Sequence[str] = ("%Y-%m-%d",)) -> Reading:
    """The value as a date: dates and times as they are, text by the first format that fits."""
    value, kind = reading.value, reading.value.type()
    if kind.is_date():
        return reading
    if kind.is_timestamp():
        return Reading(cast(ir.TimestampValue, value).date(), reading.unreadable)
    if not kind.is_string():
        return Reading(missing("date"), reading.unreadable | value.notnull())
    text = cast(ir.StringValue, value)
    dates = [
        ibis.ifelse(text.re_search(ISO), text, missing()).try_cast("date")
        if pattern == "%Y-%m-%d"
        else _date_by_format(text, pattern)
        for pattern in formats
    ]
    found = ibis.coalesce(*dates) if len(dates) > 1 else dates[0]
    return Reading(found, reading.unreadable | (text.notnull() & found.isnull()))


def _as_integer(reading: Reading) -> Reading:
    value, kind = reading.value, reading.value.type()
    if kind.is_integer():
        return Reading(value.cast("int64"), reading.unreadable)
    if kind.is_string():
        text = cast(ir.StringValue, value)
        fits = text.re_search(r"^[+-]?\d{1,18}$")
        found = ibis.ifelse(fits, text, missing()).try_cast("int64")
    elif kind.is_floating() or kind.is_decimal():
        whole = value.try_cast("int64")
        same = (whole.cast("float64") == value.cast("float64")).fill_null(False)
        found = ibis.ifelse(same, whole, missing("int64"))
    else:
        found = missing("int64")
    return Reading(found, reading.unreadable | (value.notnull() & found.isnull()))


def _as_yes_no(reading: Reading) -> Reading:
    value, kind = reading.value, reading.value.type()
    if kind.is_boolean():
        return reading
    word = _text(value).lower()
    found = ibis.cases(
        (word.isin(TRUE_WORDS), True), (word.isin(FALSE_WORDS), False), else_=missing("boolean")
    )
    return Reading(found, reading.unreadable | (value.notnull() & found.isnull()))


def as_type(reading: Reading, type_: Type) -> Reading:
    """The reading as a contract type; what does not fit is missing and unreadable."""
    if type_ is Type.DATE:
        return as_date(reading)
    if type_ is Type.INTEGER:
        return _as_integer(reading)
    if type_ is Type.BOOLEAN:
        return _as_yes_no(reading)
    return as_text(reading)


def unified(readings: Sequence[Reading]) -> list[Reading]:
    """The readings in one type: dates if all are dates, else text."""
    if all(reading.value.type().is_date() for reading in readings):
        return list(readings)
    return [as_text(reading) for reading in readings]
