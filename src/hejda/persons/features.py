"""What linkage compares of a record: one row of features per person record, made of values only.

Contact columns of a protected person are never read. A birth date and sex in a valid number are
believed before those written beside it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from hejda.persons.names import NameParts, folded, name_parts
from hejda.persons.numbers import Number, digits_of, valid_number

FEATURES = {
    "unit": "int64",
    "record_id": "string",
    "number": "string",
    "coordination": "string",
    "other_number": "string",
    "given": "string",
    "family": "string",
    "middle": "string",
    "whole": "string",
    "given_letters": "string",
    "family_letters": "string",
    "given_sound": "string",
    "family_sound": "string",
    "whole_sound": "string",
    "given_short": "string",
    "born": "string",
    "born_certain": "boolean",
    "born_year": "int64",
    "born_month": "int64",
    "born_day": "int64",
    "sex": "string",
    "street": "string",
    "postcode": "string",
    "place": "string",
    "phone": "string",
    "e_mail": "string",
    "e_mail_name": "string",
    "e_mail_digits": "string",
    "protected": "boolean",
    "registered": "int64",
}
"""Columns of a feature row. unit: number of the row in order of record_id. number, coordination:
valid ones, twelve digits. other_number: digits of any number that is not validated. born: YYYYMMDD.
born_certain: the date is that of a valid number.
registered: day number of the record's first version."""

_SPACES = re.compile(r"\s+")
_EPOCH = dt.date(1970, 1, 1)

_parts = lru_cache(maxsize=1 << 18)(name_parts)


def feature_rows(records: Iterable[dict[str, Any]], form: str | None) -> Iterator[dict[str, Any]]:
    """A feature row for each row of `person_record`, in the order given; unit counts from 0.

    `form`: the form of personal numbers, as the source mapping names it.
    """
    for unit, record in enumerate(records):
        yield feature_row(record, form, unit)


def feature_row(record: dict[str, Any], form: str | None, unit: int = 0) -> dict[str, Any]:
    """The features of one row of `person_record`."""
    number, coordination, other = _numbers(record, form)
    parts = _parts(record["names"])
    best = number or coordination
    born = best.born if best else record["birth_date"]
    sex = best.sex if best else record["sex"]
    return {
        "unit": unit,
        "record_id": record["record_id"],
        "number": number.digits if number else None,
        "coordination": coordination.digits if coordination else None,
        "other_number": other,
        **_name_columns(parts),
        "born": f"{born:%Y%m%d}" if born else None,
        "born_certain": best is not None,
        "born_year": born.year if born else None,
        "born_month": born.month if born else None,
        "born_day": born.day if born else None,
        "sex": None if sex == "unknown" else sex,
        **_contact(record),
        "protected": bool(record["protected"]),
        "registered": (record["first_registered_on"] - _EPOCH).days,
    }


def _numbers(
    record: dict[str, Any], form: str | None
) -> tuple[Number | None, Number | None, str | None]:
    number = coordination = None
    other = None
    for text in (record["personal_number"], record["other_number"]):
        found = valid_number(text, form) if text and form else None
        if found is None:
            other = other or digits_of(text)
        elif found.coordination:
            coordination = found
        else:
            number = found
    return number, coordination, other


def _name_columns(parts: NameParts) -> dict[str, str | None]:
    return {name: getattr(parts, name) for name in NameParts.__slots__}


def _contact(record: dict[str, Any]) -> dict[str, str | None]:
    """Where and how to reach somebody; all empty where identity or address is protected."""
    if record["protected"]:
        return dict.fromkeys(
            ("street", "postcode", "place", "phone", "e_mail", "e_mail_name", "e_mail_digits")
        )
    mail = _plain(record["e_mail"])
    return {
        "street": _plain(record["street"]),
        "postcode": _without_spaces(record["postcode"]),
        "place": _plain(record["municipality"]),
        "phone": digits_of(record["phone"]),
        "e_mail": mail,
        "e_mail_name": mail.split("@", 1)[0] if mail else None,
        "e_mail_digits": digits_of(mail) or "" if mail else None,
    }


@lru_cache(maxsize=1 << 18)
def _plain(text: str | None) -> str | None:
    return _SPACES.sub(" ", folded(text)).strip() or None if text else None


def _without_spaces(text: str | None) -> str | None:
    return _SPACES.sub("", text).upper() or None if text else None
