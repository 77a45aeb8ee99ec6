"""Copies of shipped packs in a folder of the test's own, to plant a change or a fault in."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKS = {
    "xx": ROOT / "knowledge/xx",
    "se": ROOT / "knowledge/se",
    "suffolk": ROOT / "examples/suffolk/knowledge",
    "stl": ROOT / "examples/stl_crime_network/knowledge",
}


def copy_of(pack: str, folder: Path) -> Path:
    """A copy of a shipped pack in `folder`; what it extends stays where it is."""
    target = folder / f"{pack}_copy"
    shutil.copytree(PACKS[pack], target)
    return target


def change(file: Path, old: str, new: str) -> None:
    """Replace `old`, which must stand in `file` once, by `new`."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def add_row(file: Path, **cells: str) -> None:
    """Add a row to a CSV file by its columns; columns not named stay empty."""
    text = file.read_text(encoding="utf-8")
    columns = text.splitlines()[0].split(",")
    assert set(cells) <= set(columns)
    file.write_text(text + ",".join(cells.get(name, "") for name in columns) + "\n", "utf-8")
