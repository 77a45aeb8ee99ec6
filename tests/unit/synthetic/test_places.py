"""The municipalities: all of them, in their regions, by the sizes that SCB published."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from hejda.synthetic.places import REGION_OF_COUNTY, drawn_by, places, rows_of

REGIONS = Path(__file__).parents[3] / "knowledge" / "se" / "regions.csv"
SCB_2023 = {
    "01": 2_454_821,
    "03": 404_589,
    "04": 301_944,
    "05": 472_298,
    "06": 369_113,
    "07": 204_290,
    "08": 247_711,
    "09": 61_173,
    "10": 157_973,
    "12": 1_421_781,
    "13": 343_746,
    "14": 1_767_016,
    "17": 283_976,
    "18": 308_116,
    "19": 280_813,
    "20": 287_806,
    "21": 285_452,
    "22": 242_148,
    "23": 132_572,
    "24": 278_729,
    "25": 248_480,
}


def test_there_are_290_municipalities_each_in_its_county() -> None:
    known = places()
    assert len(set(known.codes)) == len(set(known.names)) == 290
    assert known.codes == sorted(known.codes)
    assert all(
        code[:2] == county for code, county in zip(known.codes, known.county.tolist(), strict=True)
    )
    assert dict(zip(known.names, known.codes, strict=True))["Kiruna"] == "2584"


def test_the_regions_are_those_of_the_rules() -> None:
    with REGIONS.open(encoding="utf-8", newline="") as file:
        written = {row["county_code"]: row["police_region"] for row in csv.DictReader(file)}
    assert dict(REGION_OF_COUNTY) == written
    assert len(set(places().region)) == 7


def test_a_county_has_the_inhabitants_that_were_published() -> None:
    found = dict.fromkeys(SCB_2023, 0)
    for row in rows_of("municipalities.csv"):
        found[row["county_code"]] += int(row["population"])
    assert found == pytest.approx(SCB_2023, rel=0.02)


def test_weights_add_up_and_postcodes_begin_with_digits() -> None:
    known = places()
    assert known.weight.sum() == pytest.approx(1)
    assert known.weight.min() > 0.0001
    assert all(text.isdigit() and len(text) in (2, 3) for text in known.postcode_prefix)


def test_people_are_spread_by_number_of_inhabitants() -> None:
    rng = np.random.default_rng(5)  # noqa: TID251  (a fixed seed)
    drawn = places().drawn(200_000, rng)
    share = np.bincount(drawn, minlength=290) / len(drawn)
    limit = 5 * np.sqrt(places().weight / len(drawn))
    assert np.all(np.abs(share - places().weight) < limit)


def test_the_edges_of_chance_find_the_first_and_the_last() -> None:
    weights = np.array([0.2, 0.0, 0.8])
    chance = np.array([0.0, 0.199, 0.2, 0.999999999])
    assert drawn_by(weights, chance).tolist() == [0, 0, 2, 2]
