"""A list that somebody keeps in a spreadsheet and saved as text: any usual encoding and separator.

What lists are read from by commands and pages alike. A line that cannot be told apart into its fields
is set aside with a code and never guessed at.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hejda.engine.read_records import STOPS, Lines, TextSpec, encoding_in, records, text_of
from hejda.engine.read_text import NOT_TEXT

SEPARATORS = (";", ",", "\t", "|")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
FIELD_BYTES, FILE_BYTES = 1 << 16, 64 << 20
MOST_ROWS = 1_000_000
ASIDE = {
    "ragged_row": ("fel antal fält", "the wrong number of fields"),
    "undecodable": ("tecken som inte går att läsa", "characters that cannot be read"),
    "broken_quotes": ("citattecken som inte går ihop", "quotation marks that do not match"),
    "unreadable_tail": ("resten av filen går inte att läsa", "the rest of the file cannot be read"),
}
"""Why a line was set aside."""


class NotAListError(Exception):
    """The bytes are empty, or no text."""


@dataclass(frozen=True, slots=True)
class ReadList:
    """columns: those asked for that the heading has. rows: (line in the file, value of each column,
    stripped). aside: (line, code of ASIDE). Lines without anything are left out."""

    columns: frozenset[str]
    rows: tuple[tuple[int, dict[str, str]], ...]
    aside: tuple[tuple[int, str], ...]


def read_list(
    content: bytes, columns: Mapping[str, Sequence[str]], most_rows: int = MOST_ROWS
) -> ReadList:
    """The list in `content`; `columns`: what is read → the headings it may stand under.

    Other columns are not kept. One row more than `most_rows` is read, for the caller to refuse, and no
    further: packed, a small file can hold millions. Raises NotAListError.
    """
    if not content or any(content.startswith(sign) for sign in NOT_TEXT):
        raise NotAListError
    spec = _spec(",", "utf-16" if content[:2] in UTF_16 else "auto")
    encoding = encoding_in(_opened(content), len(content), spec)
    spec = _spec(_separator(content, encoding, spec, columns), encoding)
    return _read(content, spec, columns, most_rows)


def _opened(content: bytes) -> io.BufferedReader:
    return io.BufferedReader(io.BytesIO(content))


def _spec(separator: str, encoding: str) -> TextSpec:
    return TextSpec(encoding, separator, '"', None, True, (), FIELD_BYTES, FILE_BYTES, 100)


def _separator(
    content: bytes, encoding: str, spec: TextSpec, columns: Mapping[str, Sequence[str]]
) -> str:
    """The separator that parts the heading into most columns we know."""
    text = text_of(_opened(content), len(content), encoding, spec)
    try:
        heading = text.readline(FIELD_BYTES)
    except STOPS:
        return spec.separator
    return max(SEPARATORS, key=lambda sign: len(_places(heading.split(sign), columns)))


def _places(heading: Sequence[str], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """What is read → its position, by the names of a heading."""
    names = [name.strip().strip('"\ufeff').strip().lower().replace(" ", "_") for name in heading]
    return {
        what: names.index(known)
        for what, headings in columns.items()
        for known in reversed(headings)
        if known in names
    }


def _read(
    content: bytes, spec: TextSpec, columns: Mapping[str, Sequence[str]], most_rows: int
) -> ReadList:
    rows: list[tuple[int, dict[str, str]]] = []
    aside: list[tuple[int, str]] = []
    places: dict[str, int] = {}
    lines = Lines(text_of(_opened(content), len(content), spec.encoding, spec), spec.field_bytes)
    source = records(lines, spec)
    try:
        heading, _ = next(source, ([], False))
        places = _places(heading, columns)
        lines.next_record()
        for record, broken in source:
            if len(rows) + len(aside) > most_rows:
                break
            at, fault = lines.first, lines.fault
            lines.next_record()
            if not any(cell.strip() for cell in record):
                continue
            if fault:
                aside.append((at, "undecodable"))
            elif broken:
                aside.append((at, "broken_quotes"))
            elif len(record) != len(heading):
                aside.append((at, "ragged_row"))
            else:
                rows.append((at, {name: record[i].strip() for name, i in places.items()}))
    except STOPS:
        aside.append((lines.first, "unreadable_tail"))
    return ReadList(frozenset(places), tuple(rows), tuple(aside))
