"""What lies inside the seal: an opening, named parts one after another, and a closing that adds them up.

Each part is a stream of its own whose length need not be known before, so that the database is sealed
while it is read and never lies open on a disk.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from pydantic import BaseModel, ConfigDict, ValidationError

from hejda_web.config.backup.sealed import altered

FRAME = struct.Struct(">cI")
OPENING, NAME, CONTENT, CLOSING = b"O", b"N", b"C", b"Z"
LARGEST = 1 << 24
"""Bytes in one frame; nothing that is written comes near."""
DATABASE, SECRETS, WITNESSES = "database", "secrets", "witnesses"
"""The names of the parts: a dump in PostgreSQL's custom format, and two of JSON."""


class Opening(BaseModel):
    """What a backup is, known before its first byte is restored."""

    model_config = ConfigDict(extra="forbid")

    format: int = 1
    release: str
    at: str
    """When its snapshot was taken: UTC, ISO 8601."""
    server: int
    """The major version of the PostgreSQL it comes from."""
    dumped_by: int
    """The major version of the pg_dump that wrote it."""
    migrations: list[tuple[str, str]]
    tables: dict[str, int]
    """Rows in every table, in the snapshot."""
    left_out: list[str]
    """Tables whose rows are not in the backup: they are there, empty, after a restore."""
    entries: int
    """How many entries the log has in the snapshot."""
    head: str
    """The hash of the last of them, in hexadecimal."""


class Part(BaseModel):
    """One part as it went in."""

    size: int
    sha256: str


class Closing(BaseModel):
    """What the parts were, told after them. Together with the opening it is the backup's manifest."""

    model_config = ConfigDict(extra="forbid")

    parts: dict[str, Part]


@dataclass(frozen=True)
class Manifest:
    """The opening and the closing of a backup that was read to its end."""

    opening: Opening
    closing: Closing


class PartWriter:
    """Writes a backup's inside in order: opening, parts, closing."""

    def __init__(self, write: Callable[[bytes], None], opening: Opening) -> None:
        self._write = write
        self._parts: dict[str, Part] = {}
        self._frame(OPENING, opening.model_dump_json().encode())

    def part(self, name: str, content: Iterable[bytes]) -> None:
        """Writes one part, whatever its length."""
        self._frame(NAME, name.encode())
        told, size = sha256(), 0
        for some in content:
            self._frame(CONTENT, some)
            told.update(some)
            size += len(some)
        self._parts[name] = Part(size=size, sha256=told.hexdigest())

    def close(self) -> Closing:
        """Writes what the parts were."""
        closing = Closing(parts=self._parts)
        self._frame(CLOSING, closing.model_dump_json().encode())
        return closing

    def _frame(self, kind: bytes, content: bytes) -> None:
        self._write(FRAME.pack(kind, len(content)))
        self._write(content)


def frames(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The frames in a stream of pieces: kind and content. Raises InputError (backup_altered)."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= FRAME.size:
            kind, length = FRAME.unpack_from(held)
            if length > LARGEST:
                raise altered()
            end = FRAME.size + length
            if len(held) < end:
                break
            yield kind, bytes(held[FRAME.size : end])
            del held[:end]
    if held:
        raise altered()


def read_parts(
    pieces: Iterable[bytes], take: Callable[[str, bytes], None], begin: Callable[[Opening], None]
) -> Manifest:
    """Reads a backup to its end: `begin` hears the opening, `take` each part's content as it comes.

    Raises InputError (backup_altered) where parts are not what the closing says of them.
    """
    opening: Opening | None = None
    closing: Closing | None = None
    name, told, sizes = "", {}, {}
    try:
        for kind, content in frames(pieces):
            if closing is not None or (kind == OPENING) != (opening is None):
                raise altered()
            if kind == OPENING:
                opening = Opening.model_validate_json(content)
                begin(opening)
            elif kind == NAME:
                name = content.decode()
                told[name], sizes[name] = sha256(), 0
            elif kind == CONTENT:
                told[name].update(content)
                sizes[name] += len(content)
                take(name, content)
            else:
                closing = Closing.model_validate_json(content)
    except (ValidationError, UnicodeDecodeError, KeyError):
        raise altered() from None
    read = {each: Part(size=sizes[each], sha256=told[each].hexdigest()) for each in told}
    if opening is None or closing is None or closing.parts != read:
        raise altered()
    return Manifest(opening, closing)
