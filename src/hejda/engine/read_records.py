"""Delimited text, decoded and split into physical records by Python's own `csv` reader.

Runs in the reading child. What counts as a row is what Python's reader says is a record. A record
that cannot be used keeps its number and gets a fault; where the text ends in the middle of a record,
that record is the *unreadable tail* and holds everything it swallowed.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, cast

MARK = "\ufdd0"
"""Takes the place of undecodable bytes; Unicode promises that no text contains it."""
NUL = "\0"
BOMB_FLOOR = 64 << 20
"""Unpacked bytes below which the ratio of a gzip file is not looked at."""


@dataclass(frozen=True, slots=True)
class TextSpec:
    """How the text is written, and how much of it may be read."""

    encoding: str
    separator: str
    quote: str
    escape: str | None
    header: bool
    columns: tuple[str, ...]
    field_bytes: int
    unpacked_bytes: int
    unpacked_ratio: int

    @property
    def dialect(self) -> dict[str, Any]:
        """The same, as Python's csv reader wants it."""
        told: dict[str, Any] = {"delimiter": self.separator, "escapechar": self.escape}
        if self.quote:
            return {**told, "quotechar": self.quote}
        return {**told, "quoting": csv.QUOTE_NONE}


class EndlessLineError(Exception):
    """A line is longer than a field may be."""


class TooLargeError(Exception):
    """A packed file unpacks to more than allowed."""


class TailError(Exception):
    """From this record on nothing can be told apart; `why` is a code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


STOPPED: dict[type[BaseException], str] = {
    EndlessLineError: "endless_line",
    TooLargeError: "unpacks_too_large",
    EOFError: "truncated_archive",
    zlib.error: "damaged_archive",
    gzip.BadGzipFile: "damaged_archive",
    UnicodeError: "undecodable_bytes",
    OSError: "file_unreadable",
}
"""What can end a reading in the middle, and the code it gets; the first that fits."""


STOPS: tuple[type[BaseException], ...] = (TailError, *STOPPED)
"""Everything that can end a reading in the middle."""


def why_stopped(fault: BaseException) -> str:
    """The code for what ended a reading in the middle."""
    if isinstance(fault, TailError):
        return fault.why
    return next(why for kind, why in STOPPED.items() if isinstance(fault, kind))


def _mark(fault: UnicodeError) -> tuple[str, int]:
    if isinstance(fault, UnicodeDecodeError):
        return MARK, fault.end
    raise fault


codecs.register_error("hejda.mark", _mark)


class _Unpacked(io.RawIOBase):
    """A gzip stream that stops when it has given more than allowed."""

    def __init__(self, packed: gzip.GzipFile, most: int) -> None:
        self._packed, self._most, self._given = packed, most, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self._packed.readinto(buffer)
        self._given += count
        if self._given > self._most:
            raise TooLargeError
        return count


def _bytes_of(packed: io.BufferedReader, size: int, spec: TextSpec) -> io.BufferedIOBase:
    """The bytes of a file, unpacked when it is gzip."""
    if packed.peek(2)[:2] != b"\x1f\x8b":
        return packed
    most = max(BOMB_FLOOR, spec.unpacked_ratio * size)
    stream = _Unpacked(gzip.GzipFile(fileobj=packed), min(most, spec.unpacked_bytes))
    return io.BufferedReader(stream, 1 << 18)


def encoding_of(path: Path, spec: TextSpec) -> str:
    """The encoding to use; `auto` is UTF-8 when the whole file is, else Windows-1252."""
    with path.open("rb") as packed:
        return encoding_in(packed, path.stat().st_size, spec)


def encoding_in(packed: io.BufferedReader, size: int, spec: TextSpec) -> str:
    """The same for an open file."""
    if spec.encoding != "auto":
        return spec.encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    stream = _bytes_of(packed, size, spec)
    try:
        while piece := stream.read(1 << 20):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    except (EOFError, OSError, zlib.error, TooLargeError):
        pass  # said when the same bytes are read for their rows
    return "utf-8-sig"


def text_of(
    packed: io.BufferedReader, size: int, encoding: str, spec: TextSpec
) -> io.TextIOWrapper:
    """The decoded text of an open file; undecodable bytes become MARK, line ends stay."""
    stream = cast(io.BufferedReader, _bytes_of(packed, size, spec))
    return io.TextIOWrapper(stream, encoding=encoding, errors="hejda.mark", newline="")


class Lines:
    """Physical lines of a text, remembering those of the record now being read.

    `first`, `number`: the lines of that record. `fault`: what is wrong with one of them. `ended`: the
    reader has asked for more than there is. `signs`: how much has been read.
    """

    def __init__(self, stream: io.TextIOWrapper, most: int) -> None:
        self._stream, self._most = stream, most
        self.number, self.first, self.signs = 0, 1, 0
        self.held: list[str] = []
        self.fault: str | None = None
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        read, most = self._stream.readline, self._most
        while line := read(most):
            self.number += 1
            self.signs += len(line)
            self.held.append(line)
            if len(line) >= most and line[-1] not in "\r\n":
                raise EndlessLineError
            if NUL in line:
                self.fault = "nul_byte"
            elif MARK in line:
                self.fault = "undecodable_bytes"
            yield line
        self.ended = True

    def next_record(self) -> None:
        """Forget the lines of the record just read."""
        self.first = self.number + 1
        self.fault = None
        self.held.clear()


def records(lines: Lines, spec: TextSpec) -> Iterator[tuple[list[str], bool]]:
    """(record, whether its quotes are broken), one per physical record, as Python's reader counts.

    A strict reader finds broken quotes; such a record is read again by the ordinary reader, so that
    count and extent are the ordinary reader's. Raises TailError when a record runs into the end of
    the text inside quotes, or has a field beyond the limit. The caller says `lines.next_record()`
    after each record.
    """
    source = iter(lines)
    while not lines.ended:
        try:
            for record in csv.reader(source, strict=True, **spec.dialect):
                yield record, False
        except csv.Error:
            replay = csv.reader(chain(tuple(lines.held), source), **spec.dialect)
            try:
                record = next(replay)
            except csv.Error:
                raise TailError("field_too_long") from None
            if lines.ended:
                raise TailError("unclosed_quote") from None
            yield record, True
