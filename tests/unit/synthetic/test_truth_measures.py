"""What the truth lets a study measure about a map, without the product ever reading it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from hejda.flow.run import Order, map_registers
from hejda.synthetic.course import Programme
from hejda.synthetic.simulate import Country, simulate

COUNTRY = Country(persons=100_000, years=8, seed=11)
AS_OF = dt.date(2025, 1, 1)


def quiet(step: str) -> None:
    """Tells nobody."""


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A country and a map of it a year before its end."""
    folder = tmp_path_factory.mktemp("study")
    country, out = folder / "country", folder / "map"
    country.mkdir()
    simulate(COUNTRY, country, quiet)
    order = Order(country / "source.yaml", country, AS_OF, AS_OF, out, lists=100)
    map_registers(replace(order, rankers=("expected_harm",)), quiet)
    return country, out


def person_of_record(country: Path) -> dict[str, int]:
    table = pq.read_table(country / "truth" / "record.parquet").to_pydict()
    return dict(zip(table["record_id"], table["person"], strict=True))


def listed(out: Path, *names: str) -> list[list[str]]:
    """The records of everybody on the lists `names`."""
    people = pq.read_table(out / "person.parquet").to_pylist()
    records = {row["person"]: row["record_ids"] for row in people}
    rows = pq.read_table(out / "candidate.parquet").to_pylist()
    return [records[row["person"]] for row in rows if row["list"] in names]


def test_share_of_true_serial_offenders_found(mapped: tuple[Path, Path]) -> None:
    country, out = mapped
    acts = pq.read_table(country / "truth" / "act.parquet").to_pylist()
    victims: dict[int, set[int]] = {}
    for act in acts:
        if act["happened"] and act["day"] <= AS_OF:
            victims.setdefault(act["actor"], set()).add(act["victim"])
    serial = {person for person, harmed in victims.items() if len(harmed) >= 2}
    person = person_of_record(country)
    people = listed(out, "serial")
    found = {person[record] for records in people for record in records}
    assert serial
    share = len(found & serial) / len(serial)
    assert 0 < share < 0.2, "most serial violence is never reported"
    # One victim under two records would look like two: stage 2 has seen that they are one.
    parts = pq.read_table(country / "involvement.parquet").to_pylist()
    incidents: dict[str, set[str]] = {}
    for row in parts:
        if row["role"] == "suspect":
            incidents.setdefault(row["record_id"], set()).add(row["incident_id"])
    harmed: dict[str, set[str]] = {}
    for row in parts:
        if row["role"] == "victim":
            harmed.setdefault(row["incident_id"], set()).add(row["record_id"])
    several = 0
    for records in people:
        own = set().union(*(incidents.get(record, set()) for record in records))
        names = set().union(*(harmed.get(incident, set()) for incident in own))
        several += len({person[name] for name in names}) >= 2
    assert people
    assert several >= 0.98 * len(people)


def test_identity_errors(mapped: tuple[Path, Path]) -> None:
    """Without linking, records never join two people, and many people have several records."""
    country, _ = mapped
    records = person_of_record(country)
    split = len(records) - len(set(records.values()))
    assert 0.1 < split / len(records) < 0.4
    numbers = pq.read_table(country / "person_record.parquet").to_pylist()
    by_number: dict[str, set[int]] = {}
    for row in numbers:
        if row["personal_number"]:
            by_number.setdefault(row["personal_number"], set()).add(records[row["record_id"]])
    assert all(len(people) == 1 for people in by_number.values()), "a number is one person's"


def test_share_of_later_acts_against_life_by_listed_people(mapped: tuple[Path, Path]) -> None:
    country, out = mapped
    acts = pq.read_table(country / "truth" / "act.parquet").to_pylist()
    lethal = [
        a["actor"] for a in acts if a["happened"] and a["kind"] == "livet" and a["day"] > AS_OF
    ]
    people = listed(out, "harm", "serial")
    on_list = {person_of_record(country)[r] for records in people for r in records}
    share = sum(who in on_list for who in lethal) / len(lethal)
    assert 0 <= share < 0.5, "no list holds most of those who will kill"


def test_true_effect_under_each_policy(tmp_path: Path) -> None:
    happened = {}
    small = replace(COUNTRY, persons=30_000, years=5)
    parameters = replace(small.parameters, changed=(("policy.list_per_million", 2000),))
    for policy in ("none", "list", "measures"):
        effect = 0.5 if policy == "measures" else 0.0
        out = tmp_path / policy
        out.mkdir()
        programme = Programme(policy, effect)
        simulate(replace(small, parameters=parameters, programme=programme), out, quiet)
        acts = pq.read_table(out / "truth" / "act.parquet")
        happened[policy] = acts["happened"].to_pylist()
        assert any(acts["prevented"].to_pylist()) == (policy == "measures")
    assert happened["none"] == happened["list"], "a list without measures changes nothing"
    assert sum(happened["measures"]) < sum(happened["none"])
