"""Where the invented people live: Sweden's 290 municipalities, by real codes and sizes.

Sources of `se/municipalities.csv`: codes and names are SCB's, as in sjbrg/swedish-geodata (CC0). The
inhabitants of each county are SCB's for 31 December 2023; within a county the municipalities are
known only roughly (to a few per cent) and scaled so that they add up to it. `postcode_prefix` is the
beginning, two or three digits, of the postcodes of the main town, from general knowledge.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "se"

REGION_OF_COUNTY: Mapping[str, str] = MappingProxyType(
    {
        county: region
        for region, counties in {
            "nord": "22 23 24 25",
            "mitt": "03 19 21",
            "stockholm": "01 09",
            "ost": "04 05 06",
            "vast": "13 14",
            "syd": "07 08 10 12",
            "bergslagen": "17 18 20",
        }.items()
        for county in counties.split()
    }
)
"""Police region by county code, as in `knowledge/se/regions.csv`; a test holds the two equal."""


@dataclass(frozen=True, eq=False)
class Places:
    """The municipalities in the order of their codes; all fields have one entry for each (290).

    `codes`: four digits. `county`: two digits. `region`: the police region's id. `weight`: share of
    the country's inhabitants, adding up to 1. `postcode_prefix`: two or three digits.
    """

    codes: list[str]
    names: list[str]
    county: NDArray[np.str_]
    region: list[str]
    weight: NDArray[np.float64]
    postcode_prefix: list[str]

    def drawn(self, count: int, rng: np.random.Generator) -> NDArray[np.int16]:
        """Index of a municipality for each of `count` people, by number of inhabitants; (count,)."""
        return drawn_by(self.weight, rng.random(count)).astype(np.int16)


def drawn_by(weights: NDArray[np.float64], chance: NDArray[np.float64]) -> NDArray[np.int64]:
    """Index into `weights` for each number of `chance` (0 ≤ number < 1), by weight; same shape."""
    limits = np.cumsum(weights)
    found = np.searchsorted(limits, chance * limits[-1], side="right")
    return np.asarray(np.minimum(found, len(weights) - 1), np.int64)


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a file in `se/`, each as a mapping from column to text."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def places() -> Places:
    """The municipalities of `se/municipalities.csv`."""
    rows = sorted(rows_of("municipalities.csv"), key=lambda row: row["code"])
    people = np.array([int(row["population"]) for row in rows], np.float64)
    return Places(
        codes=[row["code"] for row in rows],
        names=[row["name"] for row in rows],
        county=np.array([row["county_code"] for row in rows]),
        region=[REGION_OF_COUNTY[row["county_code"]] for row in rows],
        weight=people / people.sum(),
        postcode_prefix=[row["postcode_prefix"] for row in rows],
    )
