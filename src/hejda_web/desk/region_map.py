"""The map of the police regions: counties as shapes, each region one shade by a count that may be shown."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from hejda.knowledge.packs import home
from hejda_web.desk.small_numbers import Shown
from hejda_web.runs.words import PACK, regions
from hejda_web.ui.words import Words

SHAPES = Path(__file__).parent / "shapes" / "counties.json"
STEPS = (5, 15, 30)
"""Counts at which the shade grows darker."""


@dataclass(frozen=True)
class Area:
    """A region on the map. shade: 0 (hidden or none) to 3; paths: of its counties."""

    region: str
    words: Words
    shade: int
    shown: Shown | None
    paths: tuple[str, ...]


def areas(counts: Mapping[str, Shown]) -> list[Area]:
    """Every police region with its shade; no count at all leaves it plain."""
    names = regions()
    return [
        Area(
            code,
            names.get(code, Words(code, code)),
            _shade(counts.get(code)),
            counts.get(code),
            paths,
        )
        for code, paths in _paths().items()
    ]


def size() -> tuple[int, int]:
    """Width and height of the map, in its own steps."""
    read = _read()
    return read["width"], read["height"]


def _shade(shown: Shown | None) -> int:
    if shown is None or shown.value is None:
        return 0
    return sum(shown.value >= step for step in STEPS)


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(SHAPES.read_text(encoding="utf-8"))
    return read


@lru_cache(maxsize=1)
def _paths() -> dict[str, tuple[str, ...]]:
    counties = _read()["counties"]
    found: dict[str, list[str]] = {}
    with (home() / PACK / "regions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["police_region"], []).append(counties[row["county_code"]])
    return {code: tuple(paths) for code, paths in found.items()}
