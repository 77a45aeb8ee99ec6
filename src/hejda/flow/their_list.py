"""Reads the list the police already follow: a text file of any usual encoding and separator.

Lines that cannot be used are set aside, each with a code, and told together. Names and notes are
not even kept: what is compared is a number or a record id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hejda.base.errors import InputError
from hejda.engine.read_records import (
    STOPS,
    Lines,
    TextSpec,
    encoding_of,
    records,
    text_of,
)
from hejda.engine.read_text import NOT_TEXT
from hejda.persons.numbers import digits_of

COLUMNS = {
    "personal_number": ("personal_number", "personnummer", "pnr"),
    "other_number": ("other_number", "annat_nummer", "samordningsnummer"),
    "record_id": ("record_id", "post_id"),
    "since": ("since", "sedan", "listed_on"),
}
"""What is read → the headings it may stand under. Other columns are not read."""
IDENTIFIERS = ("record_id", "personal_number", "other_number")
SEPARATORS = (";", ",", "\t", "|")
WHOLE, WITHOUT_CENTURY = 12, 10
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
FIELD_BYTES, FILE_BYTES = 1 << 16, 64 << 20
ASIDE = {
    "ragged_row": ("fel antal fält", "the wrong number of fields"),
    "undecodable": ("tecken som inte går att läsa", "characters that cannot be read"),
    "broken_quotes": ("citattecken som inte går ihop", "quotation marks that do not match"),
    "no_identifier": ("inget nummer och inget post-id", "no number and no record id"),
    "number_unreadable": ("ett nummer utan tio eller tolv siffror", "a number without 10 or 12 digits"),
    "date_unreadable": ("ett datum som inte är ÅÅÅÅ-MM-DD", "a date that is not YYYY-MM-DD"),
    "unreadable_tail": ("resten av filen går inte att läsa", "the rest of the file cannot be read"),
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
            start = file.read(16)
        if not start or any(start.startswith(sign) for sign in NOT_TEXT):
            raise _unusable("It is empty, or no text file.")
        encoding = "utf-16" if start[:2] in UTF_16 else "auto"
        found = _read(path, _spec(_separator(path, _spec(",", encoding)), encoding))
    except OSError:
        raise _unusable("The file cannot be read.") from None
    if not found.lines:
        told = ", ".join(f"line {at} ({code})" for at, code in found.aside[:10])
        raise _unusable(f"No line of it can be used: {told or 'there is none'}.")
    return found


def _unusable(what: str) -> InputError:
    return InputError(
        "their_list",
        f"The list cannot be used. {what}",
        "Nothing can be compared with it.",
        f"Save it as CSV with a column {', '.join(IDENTIFIERS[:-1])} or {IDENTIFIERS[-1]}.",
    )


def _spec(separator: str, encoding: str = "auto") -> TextSpec:
    return TextSpec(encoding, separator, '"', None, True, (), FIELD_BYTES, FILE_BYTES, 100)


def _separator(path: Path, spec: TextSpec) -> str:
    """The separator that parts the heading into most columns we know."""
    with path.open("rb") as packed:
        text = text_of(packed, path.stat().st_size, encoding_of(path, spec), spec)
        try:
            heading = text.readline(FIELD_BYTES)
        except STOPS:
            return spec.separator
    return max(SEPARATORS, key=lambda sign: len(_columns(heading.split(sign))))


def _columns(heading: Sequence[str]) -> dict[str, int]:
    """What is read → its position, by the names of a heading."""
    names = [name.strip().strip('"\ufeff').strip().lower().replace(" ", "_") for name in heading]
    return {
        what: names.index(known)
        for what, headings in COLUMNS.items()
        for known in reversed(headings)
        if known in names
    }


def _read(path: Path, spec: TextSpec) -> TheirList:
    usable: list[Line] = []
    aside: list[tuple[int, str]] = []
    with path.open("rb") as packed:
        text = text_of(packed, path.stat().st_size, encoding_of(path, spec), spec)
        lines = Lines(text, spec.field_bytes)
        source = records(lines, spec)
        try:
            heading, _ = next(source, ([], False))
            columns = _columns(heading)
            if not set(columns) & set(IDENTIFIERS):
                raise _unusable("Its first line names no column that says who is meant.")
            lines.next_record()
            for record, broken in source:
                at, fault = lines.first, lines.fault
                lines.next_record()
                if not any(cell.strip() for cell in record):
                    continue
                said = "undecodable" if fault else "broken_quotes" if broken else None
                if said is None and len(record) != len(heading):
                    said = "ragged_row"
                line = said or _line(at, {name: record[i].strip() for name, i in columns.items()})
                if isinstance(line, Line):
                    usable.append(line)
                else:
                    aside.append((at, line))
        except STOPS:
            aside.append((lines.first, "unreadable_tail"))
    return TheirList(tuple(usable), tuple(aside))


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
