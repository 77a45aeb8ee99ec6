"""Reads the list the police already follow: a text file of any usual encoding and separator.

Lines that cannot be used are set aside, each with a code, and told together. Names and notes are
not even kept: what is compared is a number or a record id.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from hejda.base.errors import InputError
from hejda.engine import read_list
from hejda.persons.numbers import digits_of

COLUMNS = {
    "personal_number": ("personal_number", "personnummer", "pnr"),
    "other_number": ("other_number", "annat_nummer", "samordningsnummer"),
    "record_id": ("record_id", "post_id"),
    "since": ("since", "sedan", "listed_on"),
}
"""What is read → the headings it may stand under. Other columns are not read."""
IDENTIFIERS = ("record_id", "personal_number", "other_number")
WHOLE, WITHOUT_CENTURY = 12, 10
ASIDE = read_list.ASIDE | {
    "no_identifier": ("inget nummer och inget post-id", "no number and no record id"),
    "number_unreadable": ("ett nummer utan tio eller tolv siffror", "a number without 10 or 12 digits"),
    "date_unreadable": ("ett datum som inte är ÅÅÅÅ-MM-DD", "a date that is not YYYY-MM-DD"),
}  # fmt: skip
"""Why a line was set aside."""


@dataclass(frozen=True, slots=True)
class Line:
    """One usable line: physical line in the file, and by what the person is known. Digits only."""

    number: int
    record_id: str | None = None
    personal_number: str | None = None
    other_number: str | None = None


@dataclass(frozen=True, slots=True)
class TheirList:
    """The usable lines, and those set aside with their code, both by line in the file."""

    lines: tuple[Line, ...]
    aside: tuple[tuple[int, str], ...]


def their_list(path: Path) -> TheirList:
    """The list in `path`. Raises InputError where no line of it can be used."""
    if not path.is_file():
        raise InputError("no_file", "The list is not a file.", "", "Check the path.")
    try:
        with path.open("rb") as file:
            content = file.read(read_list.FILE_BYTES + 1)
        if len(content) > read_list.FILE_BYTES:
            raise _unusable(f"It is larger than {read_list.FILE_BYTES >> 20} MiB.")
        read = read_list.read_list(content, COLUMNS)
    except read_list.NotAListError:
        raise _unusable("It is empty, or no text file.") from None
    except OSError:
        raise _unusable("The file cannot be read.") from None
    if len(read.rows) + len(read.aside) > read_list.MOST_ROWS:
        raise _unusable(f"It has more than {read_list.MOST_ROWS:,} rows.")
    if not read.columns & set(IDENTIFIERS):
        raise _unusable("Its first line names no column that says who is meant.")
    told = [(at, _line(at, cells)) for at, cells in read.rows]
    usable = tuple(line for _, line in told if isinstance(line, Line))
    aside = (*read.aside, *((at, line) for at, line in told if isinstance(line, str)))
    if not usable:
        some = ", ".join(f"line {at} ({code})" for at, code in sorted(aside)[:10])
        raise _unusable(f"No line of it can be used: {some or 'there is none'}.")
    return TheirList(usable, tuple(sorted(aside)))


def _unusable(what: str) -> InputError:
    return InputError(
        "their_list",
        f"The list cannot be used. {what}",
        "Nothing can be compared with it.",
        f"Save it as CSV with a column {', '.join(IDENTIFIERS[:-1])} or {IDENTIFIERS[-1]}.",
    )


def _line(at: int, cells: dict[str, str]) -> Line | str:
    """The line, or the code of what keeps it from being used."""
    if (since := cells.get("since")) and not _is_date(since):
        return "date_unreadable"
    record, personal = cells.get("record_id") or None, digits_of(cells.get("personal_number"))
    other = "".join((cells.get("other_number") or "").split()) or None
    if cells.get("personal_number") and len(personal or "") not in (WHOLE, WITHOUT_CENTURY):
        return "number_unreadable"
    if not (record or personal or other):
        return "no_identifier"
    return Line(at, record, personal, other)


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
