"""A replay says why as the truth of an invented country does, read by other code (issue 5, line 4).

The truth does not hold who took the places: of somebody ranked, an ordinary run of that day tells.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from hejda.flow.persons import key_without_store
from hejda.flow.replay import ReplayOrder, replay
from hejda.flow.run import Order, map_registers
from hejda.knowledge.rules import LIST_RANKER
from hejda.persons.identity import person_id
from hejda.synthetic.simulate import Country, simulate
from tests.support.replay_truth import Truth, agrees
from tests.support.size import SIZE

PERSONS, YEARS, SEED = 50_000 if SIZE == 1 else 100_000, 10, 5
FIRST, LAST = dt.date(2024, 10, 1) if SIZE == 1 else None, dt.date(2025, 6, 30)
PLACES = PERSONS // 2_500
NOW = dt.date(2026, 1, 1)
LEAST = 0.95

Row = dict[str, Any]


def quiet(step: str) -> None:
    """Tells nobody."""


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country") / "country"
    folder.mkdir()
    simulate(Country(persons=PERSONS, years=YEARS, seed=SEED), folder, quiet)
    return folder


@pytest.fixture(scope="module")
def rows(country: Path) -> list[Row]:
    out = country.parent / "replay"
    order = ReplayOrder(
        source=country / "source.yaml", data=country, out=out, now=NOW,
        lists=PLACES, first=FIRST, last=LAST, draws=40,
    )  # fmt: skip
    replay(order, quiet)
    found: list[Row] = pq.read_table(out / "replay.parquet").to_pylist()
    return found


@pytest.fixture(scope="module")
def truth(country: Path) -> Truth:
    return Truth(country)


def true_person(truth: Truth, source: str = f"lat{SEED}") -> dict[str, int]:
    """Person id as written → the person it truly is."""
    key = key_without_store(source)
    return {person_id(key, record): person for record, person in truth.person_of.items()}


def test_the_reason_is_that_of_the_truth_in_nineteen_cases_of_twenty(
    rows: list[Row], truth: Truth
) -> None:
    who = true_person(truth)
    told = Counter((row["why"], truth.why(who[row["person"]], row["looked_on"])) for row in rows)
    right = sum(n for (said, true), n in told.items() if agrees(said, true))
    assert len(rows) >= 100
    assert right >= LEAST * len(rows), told
    reported = {pair: n for pair, n in told.items() if pair[1] != "never_reported"}
    right = sum(n for (said, true), n in reported.items() if agrees(said, true))
    assert right >= LEAST * sum(reported.values()), told


def test_several_reasons_are_met_so_that_agreeing_says_something(rows: list[Row]) -> None:
    assert {"never_reported", "ended", "below_capacity", "listed"} <= {row["why"] for row in rows}


def test_the_places_are_those_of_an_ordinary_run_on_that_day(
    country: Path, rows: list[Row], truth: Truth, tmp_path: Path
) -> None:
    who = true_person(truth)
    day = max(row["looked_on"] for row in rows if row["why"] == "listed")
    out = tmp_path / "mapped"
    map_registers(
        Order(
            country / "source.yaml", country, day, day, out, lists=PLACES, rankers=(LIST_RANKER,),
            references=False,
        ),
        quiet,
    )  # fmt: skip
    places: dict[str, dict[int, int]] = {"harm": {}, "serial": {}}
    for row in pq.read_table(out / "candidate.parquet").to_pylist():
        if row["list"] in places:
            person = who[row["person"]]
            places[row["list"]][person] = min(row["place"], places[row["list"]].get(person, 10**6))
    looked = [row for row in rows if row["looked_on"] == day]
    told = [(row["listed_harm"], row["listed_serial"]) for row in looked]
    assert told == [
        tuple(places[name].get(who[row["person"]]) for name in ("harm", "serial")) for row in looked
    ]


def test_nobody_is_looked_at_after_the_act_or_less_than_four_weeks_before(rows: list[Row]) -> None:
    assert min((row["on"] - row["looked_on"]).days for row in rows) >= 28
    assert all(row["days_before"] - 2 <= (row["on"] - row["looked_on"]).days for row in rows)
    assert all((row["on"] - row["looked_on"]).days <= row["days_before"] + 34 for row in rows)
