"""A source mapping the other way round: contract rows as lines of an authority's text files.

Only columns, look-ups and dates can be turned round; the mapping of the invented authority
(`se/delivery.yaml`) uses nothing else. Everything works on Arrow columns, never row by row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hejda.registers.mapping import SourceMapping, TextEntry
from hejda.registers.terms import DateTerm, Expression, LookupTerm
from hejda.tables import REGISTERS, Table

SEPARATOR = ";"
LINE_END = "\r\n"
TO_QUOTE = (SEPARATOR, '"', "\r", "\n")
"""Signs for which a value stands between quotation marks."""
ENDING = "_*.csv"
"""How the pattern of every file ends: the name before it is the register's."""
SPELT = {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "n", "œ": "oe"}
SPELT |= {"Œ": "OE", "ə": "e", "€": "EUR", "–": "-", "—": "-", "‘": "'", "’": "'", "“": "'"}
SPELT |= {"”": "'", "„": "'"}
"""Signs outside Latin-1 that Unicode does not take apart, and how they are spelt."""
CONTROLS = bytes({*range(32), *range(0x7F, 0xA0)} - set(b"\t\r\n"))
"""Bytes that are no text in Latin-1, or another text in Windows-1252."""


@dataclass(frozen=True)
class Delivered:
    """One contract column as delivered: its header, the form of its days or the words for its words."""

    column: str
    header: str
    form: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    def texts(self, values: pa.Array) -> pa.Array:
        """The column's values as they stand in the file."""
        if self.form:
            days = values.cast(pa.date32()).dictionary_encode()
            told = [day.strftime(self.form) for day in days.dictionary.to_pylist()]
            return pa.array(told, pa.string()).take(days.indices)
        texts = values.cast(pa.string())
        if not self.words:
            return _quoted(texts)
        found = texts.dictionary_encode()
        told = [self.words.get(word, word) for word in found.dictionary.to_pylist()]
        return _quoted(pa.array(told, pa.string())).take(found.indices)


@dataclass(frozen=True)
class Sheet:
    """One register as delivered: the name its files begin with, and its columns in order."""

    table: Table
    stem: str
    encoding: str
    columns: tuple[Delivered, ...]

    @property
    def header(self) -> str:
        """The first line of every file."""
        return SEPARATOR.join(column.header for column in self.columns) + LINE_END

    def lines(self, rows: pa.RecordBatch) -> pa.Array:
        """One text for each row, with its end of line; a column that is not there is empty."""
        every = [
            part.texts(rows.column(part.column)) if part.column in rows.schema.names else ""
            for part in self.columns
        ]
        joined = _joined(*every, between=SEPARATOR)
        return _joined(joined, "", between=LINE_END)


def column_of(rows: pa.RecordBatch, name: str) -> pa.Array:
    """A column of a batch; all missing where the batch has none of that name."""
    if name in rows.schema.names:
        return rows.column(name)
    return pa.nulls(rows.num_rows, pa.string())


def sheets_of(mapping: SourceMapping) -> Iterator[Sheet]:
    """The files that a mapping reads, in its order; TypeError where it cannot be turned round."""
    for entry in mapping.files:
        if not isinstance(entry, TextEntry) or entry.separator != SEPARATOR:
            raise TypeError(f"Only text files with {SEPARATOR} between are written.")
        for table, template in entry.templates():
            told = {**template.columns, "operation": template.operation}
            yield Sheet(
                table=REGISTERS[table],
                stem=entry.pattern.removesuffix(ENDING),
                encoding=entry.encoding,
                columns=tuple(_delivered(name, term) for name, term in told.items()),
            )


def _delivered(column: str, term: Expression | None) -> Delivered:
    match term:
        case str():
            return Delivered(column, term)
        case DateTerm(date=str(header), format=str(form)):
            return Delivered(column, header, form=form)
        case LookupTerm(lookup=dict(words), of=str(header)):
            back = {gives: word for word, gives in reversed(words.items()) if gives is not None}
            return Delivered(column, header, words=back)
    raise TypeError(f"What the mapping says of {column} cannot be turned round.")


def _joined(*parts: Any, between: str) -> pa.Array:
    return pc.binary_join_element_wise(
        *parts, between, null_handling="replace", null_replacement=""
    )


def _quoted(texts: pa.Array) -> pa.Array:
    """`texts`, with quotation marks around those that hold a separator, a mark or an end of line."""
    octets = texts.buffers()[2]
    content = b"" if octets is None else bytes(octets)
    if not any(sign.encode() in content for sign in TO_QUOTE):
        return texts
    marked = pc.match_substring_regex(texts, f"[{''.join(TO_QUOTE)}]")
    doubled = pc.replace_substring(texts, '"', '""')
    return pc.if_else(marked, pc.binary_join_element_wise('"', doubled, '"', ""), texts)


class Outside:
    """What the encoder does with signs outside Latin-1: spells them another way, and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, fault: UnicodeError) -> tuple[str, int]:
        """The spelling of the signs that could not be written, and where to go on."""
        if not isinstance(fault, UnicodeEncodeError):
            raise fault
        signs = fault.object[fault.start : fault.end]
        self.count += len(signs)
        return "".join(map(spelt, signs)), fault.end

    def encoded(self, text: str, encoding: str, errors: str) -> bytes:
        """`text` in the file's encoding, without control signs."""
        octets = text.encode(encoding, errors)
        clean = octets.translate(None, CONTROLS)
        self.count += len(octets) - len(clean)
        return clean


@cache
def spelt(sign: str) -> str:
    """A sign outside Latin-1 as it is spelt in it; a question mark where there is no way."""
    if sign in SPELT:
        return SPELT[sign]
    if unicodedata.combining(sign):
        return ""
    apart = unicodedata.normalize("NFKD", sign)
    kept = "".join(part for part in apart if not unicodedata.combining(part))
    return kept if re.fullmatch(r"[\w .,:'()/+-]+", kept, re.ASCII) else "?"


def octets_of(texts: pa.Array) -> tuple[NDArray[np.int64], pa.Buffer]:
    """(where each text begins and the last one ends, the UTF-8 of all of them)."""
    texts = texts.cast(pa.string())
    if not len(texts):
        return np.zeros(1, np.int64), pa.py_buffer(b"")
    starts = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset :][: len(texts) + 1]
    first, last = int(starts[0]), int(starts[-1])
    content = texts.buffers()[2]
    whole = pa.py_buffer(b"") if content is None else content.slice(first, last - first)
    return starts.astype(np.int64) - first, whole


STEP = np.uint64(0x9E3779B97F4A7C15)


def drawn(ids: pa.Array) -> NDArray[np.uint64]:
    """A number for each id: the same id gives the same number, in every run and on every machine."""
    starts, content = octets_of(ids.fill_null(""))
    octets = np.frombuffer(content, np.uint8).astype(np.uint64) + np.uint64(1)
    sizes = np.diff(starts)
    powers = np.multiply.accumulate(np.full(max(1, int(sizes.max(initial=1))), STEP))
    places = np.arange(len(octets)) - np.repeat(starts[:-1], sizes)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(octets * powers[places])])
    mixed = sums[starts[1:]] - sums[starts[:-1]]
    for shift in (33, 29, 32):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * STEP
    numbers: NDArray[np.uint64] = mixed ^ (mixed >> np.uint64(31))
    return numbers
