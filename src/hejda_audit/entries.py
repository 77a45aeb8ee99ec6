"""Reads the entries of a log, one at a time and in order, from its database or from an export.

Memory stays the same however long the log is.
"""

from __future__ import annotations

import json
import struct
from binascii import hexlify
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, NamedTuple

import psycopg

NOTHING = bytes(32)
"""What the first entry names as the hash before it."""


class Entry(NamedTuple):
    """One entry as it is stored. `at` is UTC text with microseconds and Z; hashes are raw bytes."""

    seq: int
    at: bytes
    body: bytes
    previous: bytes
    hash: bytes


class Head(NamedTuple):
    """What the log itself says of its end: how many entries, and the hash of the last."""

    seq: int
    hash: bytes


class Unreadable(Exception):
    """The log, a witness or a key could not be read, so nothing can be said about it."""


@dataclass(frozen=True)
class Log:
    """A log to be read once: its entries in order, and what it says of its end (known afterwards)."""

    entries: Iterator[Entry]
    ends: list[Head]

    @property
    def head(self) -> Head:
        """The end the log claims; to be asked for when the entries have been read."""
        if len(self.ends) != 1:
            raise Unreadable("the log does not say, once, where it ends")
        return self.ends[0]


def bound(previous: bytes, seq: int, at: bytes, body: bytes) -> bytes:
    """The hash an entry should have: SHA-256 of `previous in hex|seq|time|body`."""
    return sha256(b"%b|%d|%b|%b" % (hexlify(previous), seq, at, body)).digest()


# ── From the database ────────────────────────────────────────────────────────────────────────────

ROWS = "COPY (SELECT seq, at, body, previous, hash FROM audit.entry ORDER BY seq) TO STDOUT (FORMAT BINARY)"
SIGNATURE = b"PGCOPY\n\xff\r\n\0"
BEFORE_ROWS = len(SIGNATURE) + 8
USUAL = struct.Struct(
    ">hiqiqi"
)  # five fields; seq and at with their lengths; the length of the body
AFTER_BODY = b"\0\0\0\x20"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # PostgreSQL counts microseconds from here


def database_log(connection: psycopg.Connection[Any]) -> Log:
    """The log of the database, seen in one snapshot if the connection's isolation gives one."""
    found = connection.execute("SELECT seq, hash FROM audit.head").fetchall()
    heads = [Head(seq if seq is not None else -1, bytes(hash_ or b"")) for seq, hash_ in found]
    return Log(_database_entries(connection), heads)


def _database_entries(connection: psycopg.Connection[Any]) -> Iterator[Entry]:
    """Kept bare for its speed, like the walk: every entry goes through here."""
    second, text = -1, b""  # the clock's text is made once a second, not once a row
    unpacked, size, new = USUAL.unpack_from, USUAL.size, tuple.__new__
    with connection.cursor() as cursor, cursor.copy(ROWS) as copied:
        for row in _rows(copied):
            count, of_seq, seq, of_at, at, length = unpacked(row)
            end = size + length
            usual = count == 5 and of_seq == of_at == 8 and len(row) == end + 72
            if usual and row[end : end + 4] == AFTER_BODY == row[end + 36 : end + 40]:
                since, micros = divmod(at, 1_000_000)
                if since != second:
                    second, text = since, _second(since)
                moment = b"%b.%06dZ" % (text, micros)
                body, previous = row[size:end], row[end + 4 : end + 36]
                yield new(Entry, (seq, moment, body, previous, row[end + 40 :]))
            else:
                yield _unusual(row)


def _rows(copied: Iterable[bytes | bytearray | memoryview]) -> Iterator[bytes]:
    """The rows of a binary copy: the first comes with a header before it, the last is a trailer."""
    chunks = map(bytes, copied)
    for first in chunks:
        rest = first[BEFORE_ROWS:] if first.startswith(SIGNATURE) else first
        if len(rest) >= USUAL.size:
            yield rest
            break
    for chunk in chunks:
        if len(chunk) >= USUAL.size:
            yield chunk


def _second(since_epoch: int) -> bytes:
    try:
        return (EPOCH + timedelta(seconds=since_epoch)).strftime("%Y-%m-%dT%H:%M:%S").encode()
    except OverflowError:
        return b"no time"  # infinity, or a year nobody writes: the entry's hash will not agree


def _unusual(row: bytes) -> Entry:
    """A row with an empty field or a hash of another length: somebody has been at the table."""
    fields: list[bytes] = []
    position = 2
    while position < len(row) and len(fields) < 5:
        (length,) = struct.unpack_from(">i", row, position)
        position += 4
        fields.append(row[position : position + max(length, 0)])
        position += max(length, 0)
    seq, at, body, previous, hash_ = fields
    place = int.from_bytes(seq, "big", signed=True) if seq else -1
    micros = int.from_bytes(at, "big", signed=True)
    moment = b"%b.%06dZ" % (_second(micros // 1_000_000), micros % 1_000_000)
    return Entry(place, moment, body, previous, hash_)


# ── From an export ───────────────────────────────────────────────────────────────────────────────


def write_export(log: Log, out: IO[str]) -> int:
    """Writes the log as one JSON object a line, its end last; answers how many entries."""
    written = 0
    for entry in log.entries:
        line = {
            "seq": entry.seq,
            "at": entry.at.decode(),
            "body": entry.body.decode(),
            "previous": entry.previous.hex(),
            "hash": entry.hash.hex(),
        }
        out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
        written += 1
    end = {"end": log.head.seq, "hash": log.head.hash.hex()}
    out.write(json.dumps(end, separators=(",", ":")) + "\n")
    return written


def export_log(path: Path) -> Log:
    """The log of an export, in the order of its lines."""
    ends: list[Head] = []
    return Log(_export_entries(path, ends), ends)


def _export_entries(path: Path, ends: list[Head]) -> Iterator[Entry]:
    number = 0
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, start=1):  # noqa: B007  (named in the error below)
                row = json.loads(line)
                if "end" in row:
                    ends.append(Head(int(row["end"]), bytes.fromhex(row["hash"])))
                else:
                    yield _exported(row)
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unreadable(
            f"{path}: line {number + (number == 0)} is not a line of an export"
        ) from None


def _exported(row: dict[str, Any]) -> Entry:
    previous, hash_ = bytes.fromhex(row["previous"]), bytes.fromhex(row["hash"])
    return Entry(int(row["seq"]), row["at"].encode(), row["body"].encode(), previous, hash_)
