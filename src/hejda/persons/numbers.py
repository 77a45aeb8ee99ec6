"""Personal and coordination numbers: which are valid, and what a valid one says.

A form is named by the source mapping. `se`: Swedish numbers with a right check digit (python-stdnum).
`se_invented`: numbers of invented countries, whose check digit is five off so that they can be
nobody's. Without a form no number is taken as valid: it is then evidence beside other evidence.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from stdnum import luhn

FORMS = ("se", "se_invented")
_DIGITS = re.compile(r"\D")
COORDINATION_DAYS = 60
"""Added to the day of birth in a coordination number (folkbokföringslagen 18 a §)."""
INVENTED_BY = 5
"""How far the check digit of an invented number is off."""


@dataclass(frozen=True, slots=True)
class Number:
    """A valid number: twelve digits, whether it is a coordination number, birth date and sex in it."""

    digits: str
    coordination: bool
    born: dt.date
    sex: str


@lru_cache(maxsize=1 << 16)
def valid_number(text: str, form: str) -> Number | None:
    """The number in `text` by `form`; None where it is not valid. A century is needed."""
    digits = _DIGITS.sub("", text)
    if len(digits) != 12:
        return None
    ten = digits[2:]
    if form == "se_invented":
        ten = ten[:9] + str((int(ten[9]) - INVENTED_BY) % 10)
    if not luhn.is_valid(ten):
        return None
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    coordination = day > COORDINATION_DAYS
    try:
        born = dt.date(year, month, day - COORDINATION_DAYS * coordination)
    except ValueError:
        return None
    return Number(digits, coordination, born, "male" if int(digits[10]) % 2 else "female")


def digits_of(text: str | None) -> str | None:
    """The digits in `text`, None where there are none."""
    return _DIGITS.sub("", text or "") or None
