"""The files of the house: what is tracked, or will be with the next commit."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = re.compile(
    r"\.git|\.venv|build|dist|__pycache__|\.hypothesis|.*_cache|.*\.egg-info|OUT.*"
)
"""Folders that are built, fetched or cached; git leaves them out by .gitignore."""
LARGEST = 2_000_000
"""Bytes; a larger file has no place in the repository."""


@cache
def tracked(root: Path = ROOT) -> list[Path]:
    """Files git knows or would add, without those deleted; without git, every file not built."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=root, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return sorted(_walked(root))
    names = {name for name in listed.stdout.decode().split("\0") if name}
    return sorted(path for name in names if (path := root / name).is_file())


def _walked(root: Path) -> Iterator[Path]:
    for path in root.rglob("*"):
        if path.is_file() and not any(map(NOT_OURS.fullmatch, path.relative_to(root).parts)):
            yield path


def shown(path: Path) -> str:
    """`path` as written from the top of the repository."""
    return path.relative_to(ROOT).as_posix()


def python_files(*tops: str) -> list[Path]:
    """Python files below the folders named."""
    return [
        path for path in tracked() if path.suffix == ".py" and shown(path).split("/")[0] in tops
    ]


def text_of(path: Path) -> str | None:
    """The file's text; None where it is no text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
