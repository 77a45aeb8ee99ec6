"""Day arithmetic. The core never asks what day it is: *as of* and *now* are passed in."""

from __future__ import annotations

import datetime as dt

from hejda.base.errors import InputError

EPOCH = dt.date(1970, 1, 1)


def parsed_date(text: str, what: str) -> dt.date:
    """The date written as YYYY-MM-DD in `text`; `what` names the option in the error sentence."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(
            "date_unreadable", f"{what} is not a date.", "", "Write it as YYYY-MM-DD."
        ) from None


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01; the only form in which engines do day arithmetic."""
    return (day - EPOCH).days


def date_of(number: int) -> dt.date:
    """The date that is `number` days after 1970-01-01."""
    return EPOCH + dt.timedelta(days=number)


def age_on(birth: dt.date, day: dt.date) -> int:
    """Whole years lived on `day`."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
