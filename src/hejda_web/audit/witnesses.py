"""Those outside the log who keep its checkpoints: a file, a table in another database.

Each is only added to. `hejda_web.audit.checkpoints` decides what they are given; they judge nothing.
"""

from __future__ import annotations

import fcntl
import json
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import LiteralString, Protocol

import psycopg

from hejda.base.errors import HejdaError

TAIL = 1 << 16
"""Bytes read from the end of a file of checkpoints; one line is far shorter."""


class WitnessFault(HejdaError):
    """A witness could not be asked, or did not take a checkpoint."""


class Witness(Protocol):
    """Somebody outside the log who keeps checkpoints and never gives one back changed."""

    @property
    def name(self) -> str:
        """What it is called in messages."""

    def after(self, number: int) -> list[str]:
        """The lines it holds whose number is higher, in order; raises WitnessFault."""

    def last(self) -> str | None:
        """The last line it holds; raises WitnessFault."""

    def take(self, number: int, line: str) -> None:
        """Keeps one more line, on disk before it returns; raises WitnessFault."""


@dataclass(frozen=True)
class FileWitness:
    """A file of one checkpoint a line, mode 0600, only added to. Best on a disk of another machine."""

    name: str
    path: Path

    def last(self) -> str | None:
        """The last whole line; None where the file is empty or not there yet."""
        lines = self._lines(TAIL)
        if not lines and self.path.exists() and self.path.stat().st_size:
            raise self._fault("witness_unreadable", "holds no checkpoint that can be read")
        return lines[-1] if lines else None

    def after(self, number: int) -> list[str]:
        """Every line whose number is higher; reads the whole file."""
        return [line for line in self._lines(None) if number_of(line) > number]

    def take(self, number: int, line: str) -> None:
        """Adds a line and waits until it is on disk. A line torn by a crash is left, and spoilt."""
        try:
            new = not self.path.exists()
            with self._opened(os.O_RDWR | os.O_CREAT | os.O_APPEND) as descriptor:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                size = os.fstat(descriptor).st_size
                torn = size and os.pread(descriptor, 1, size - 1) != b"\n"
                wanted = (b"#\n" if torn else b"") + line.encode() + b"\n"
                if os.write(descriptor, wanted) != len(wanted):
                    raise self._fault("witness_full", f"has no room for checkpoint {number}")
                os.fsync(descriptor)
            if new:
                with _descriptor(self.path.parent, os.O_RDONLY) as folder:
                    os.fsync(folder)
        except OSError as error:
            raise self._fault(
                "witness_unwritable", f"took no checkpoint: {error.strerror}"
            ) from None

    def _lines(self, most: int | None) -> list[str]:
        """Whole lines that are JSON, of the last `most` bytes or of all."""
        try:
            with (
                self._opened(os.O_RDONLY) as descriptor,
                os.fdopen(os.dup(descriptor), "rb") as file,
            ):
                size = os.fstat(descriptor).st_size
                start = max(size - most, 0) if most else 0
                file.seek(start)
                read_ = file.read()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._fault("witness_unreadable", f"cannot be read: {error.strerror}") from None
        whole = read_[: read_.rfind(b"\n") + 1].decode(errors="replace").split("\n")
        return [line for line in whole[1 if start else 0 :] if _is_json(line)]

    @contextmanager
    def _opened(self, flags: int) -> Iterator[int]:
        with _descriptor(self.path, flags | os.O_NOFOLLOW) as descriptor:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or stat.S_IMODE(status.st_mode) & 0o077:
                raise self._fault(
                    "witness_open_to_others", "is not a file that its owner alone may use"
                )
            yield descriptor

    def _fault(self, code: str, what: str) -> WitnessFault:
        return _fault(code, f"The witness {self.name} {what}.")


@dataclass(frozen=True)
class DatabaseWitness:
    """The table witness.checkpoint of another database (sql/witness/), written as role `witness`."""

    name: str
    dsn: str = field(repr=False)  # it may hold a password

    def last(self) -> str | None:
        """The row with the highest number."""
        query = "select body from witness.checkpoint order by number desc limit 1"
        return next(iter(self._asked(query, ())), None)

    def after(self, number: int) -> list[str]:
        """Every row with a higher number, in order."""
        query = "select body from witness.checkpoint where number > %s order by number"
        return self._asked(query, (number,))

    def take(self, number: int, line: str) -> None:
        """Inserts a row and commits."""
        query = "insert into witness.checkpoint (number, body) values (%s, %s) returning body"
        self._asked(query, (number, line))

    def _asked(self, query: LiteralString, values: tuple[object, ...]) -> list[str]:
        try:
            with psycopg.connect(self.dsn, connect_timeout=5) as connection:
                return [str(body) for (body,) in connection.execute(query, values)]
        except psycopg.Error as error:
            name = type(error).__name__  # the driver's own words may hold the address
            raise _fault(
                "witness_unreachable", f"The witness {self.name} failed: {name}."
            ) from None


def named_witnesses(files: Sequence[Path], dsns: Sequence[str]) -> list[Witness]:
    """The witnesses of an installation, by the names they have in every message."""
    return [
        *(FileWitness(f"file {n}", file) for n, file in enumerate(files, 1)),
        *(DatabaseWitness(f"database {n}", dsn) for n, dsn in enumerate(dsns, 1)),
    ]


@contextmanager
def _descriptor(path: Path, flags: int) -> Iterator[int]:
    descriptor = os.open(path, flags | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _is_json(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _fault(code: str, what: str) -> WitnessFault:
    return WitnessFault(
        code,
        what,
        "A log whose witnesses are silent can be written anew without anybody noticing.",
        "Mend the witness; it is given what it missed with the next checkpoint.",
    )


def number_of(line: str | None) -> int:
    """The number of a checkpoint from its line; 0 for no line. Nothing is believed yet."""
    return int(json.loads(line)["number"]) if line else 0
