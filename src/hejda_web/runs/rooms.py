"""Folders a job works in. They hold people's records, so none outlives the job, however it ended."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

HELD = "held"
"""A file in each room, locked while its job lives; the system lets go of the lock when the job ends."""


def rooms() -> Path:
    """Where rooms are, readable by the application only."""
    place: Path = settings.INSTALLATION.home / "work"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


@contextmanager
def room(prefix: str) -> Iterator[Path]:
    """An empty folder for the block, gone after it."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=rooms()))
    try:
        with (folder / HELD).open("w", encoding="utf-8") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_rooms() -> None:
    """Removes every room whose job was killed."""
    for folder in rooms().iterdir():
        if not _held(folder / HELD):
            shutil.rmtree(folder, ignore_errors=True)


def _held(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
