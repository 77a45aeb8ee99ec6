"""The invented country: like what is published, clean by the contract, the same for the same seed."""

from __future__ import annotations

import datetime as dt
import filecmp
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from hejda.engine.read import read_delivery
from hejda.knowledge.load import load_knowledge
from hejda.synthetic.calibration import Fact
from hejda.synthetic.course import Programme
from hejda.synthetic.people import PeopleNumbers
from hejda.synthetic.records import RecordNumbers
from hejda.synthetic.simulate import Country, simulate

SMALL = Country(persons=30_000, years=6, seed=7)
MEASURED = Programme("measures", effect=0.4, staggered=True)


def quiet(step: str) -> None:
    """Tells nobody."""


def made(country: Country, out: Path) -> tuple[Path, list[Fact]]:
    out.mkdir()
    return out, simulate(country, out, quiet)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(SMALL, tmp_path_factory.mktemp("country") / "small")[0]


def truth(folder: Path, name: str) -> pa.Table:
    return pq.read_table(folder / "truth" / f"{name}.parquet")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_published_fact_is_met(seed: int, tmp_path: Path) -> None:
    folder, facts = made(Country(persons=300_000, years=10, seed=seed), tmp_path / "country")
    outside = [f"{f.fact}: {f.simulated} not in {f.low}–{f.high}" for f in facts if not f.inside]
    assert not outside, outside
    assert len(facts) == 13
    written = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))
    assert [set(row) for row in written] == [
        {"fact", "low", "high", "simulated", "inside", "source"} for _ in facts
    ]


def test_the_same_seed_gives_the_same_bytes(small: Path, tmp_path: Path) -> None:
    again, _ = made(SMALL, tmp_path / "again")
    names = sorted(str(p.relative_to(small)) for p in small.rglob("*") if p.is_file())
    assert len(names) > 20
    same, different, odd = filecmp.cmpfiles(small, again, names, shallow=False)
    assert (different, odd) == ([], []), "another run gave other bytes"
    assert len(same) == len(names)


def test_another_seed_gives_another_country(small: Path, tmp_path: Path) -> None:
    other, _ = made(replace(SMALL, seed=8), tmp_path / "other")
    assert not pq.read_table(other / "incident.parquet").equals(
        pq.read_table(small / "incident.parquet")
    )


def test_the_registers_keep_the_contract(small: Path, tmp_path: Path) -> None:
    knowledge = load_knowledge("se", dt.date(2025, 12, 31))
    rules = {
        "offences": frozenset(o.id for o in knowledge.offences),
        "observations": frozenset(k.id for k in knowledge.observations),
        "regions": frozenset(r.id for r in knowledge.regions),
    }
    found = read_delivery(
        small / "source.yaml", small, tmp_path / "work", now=SMALL.last_day, rules=rules
    )
    assert (found.quarantined, found.duplicate, found.broken, found.missing_set) == (0, 0, {}, {})
    assert found.accepted == found.rows
    without = {"measure_taken"}  # no programme, no measures
    assert set(found.registers) | without >= {
        "incident", "offence", "involvement", "person_record", "person_status", "relation",
        "protection_order", "custody", "supervision", "sanction", "observation", "licence",
        "residence",
    }  # fmt: skip


def acts_of(folder: Path) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = truth(folder, "act").to_pydict()
    return found


def test_a_policy_changes_only_what_it_touches(small: Path, tmp_path: Path) -> None:
    treated, _ = made(replace(SMALL, programme=MEASURED), tmp_path / "treated")
    before, after = acts_of(small), acts_of(treated)
    for name in ("act", "day", "actor", "victim", "kind"):
        assert before[name] == after[name], "the same acts were drawn"
    listed = set(truth(treated, "listed")["person"].to_pylist())
    assert listed
    prevented = [n for n, gone in enumerate(after["prevented"]) if gone]
    assert {after["actor"][n] for n in prevented} <= listed
    assert not any(before["prevented"])
    # Who was never listed, nor harmed by or harming somebody listed, lived the same life.
    touched = listed | {
        after["victim"][n] for n in range(len(after["act"])) if after["actor"][n] in listed
    }
    for n in range(len(before["act"])):
        if not {before["actor"][n], before["victim"][n]} & touched:
            assert before["happened"][n] == after["happened"][n]


def test_the_true_effect_is_what_was_asked_for(tmp_path: Path) -> None:
    many = replace(SMALL, persons=60_000, programme=replace(MEASURED, effect=0.5, staggered=False))
    crowded = replace(many.parameters, changed=(("policy.list_per_million", 3000),))
    folder, _ = made(replace(many, parameters=crowded), tmp_path / "country")
    acts, said = acts_of(folder), json.loads((folder / "truth" / "policy.json").read_text())
    prevented = sum(acts["prevented"])
    assert said["prevented"] == prevented > 50
    measures = pq.read_table(folder / "measure_taken.parquet")
    assert measures.num_rows > 20
    # In the year after a measure, acts that happened and acts prevented stand as 1 − effect to effect.
    record = dict(zip(*truth(folder, "record").to_pydict().values(), strict=True))
    first: dict[int, dt.date] = {}
    for row in measures.sort_by("done_on").to_pylist():
        first.setdefault(record[row["record_id"]], row["done_on"])
    within = happened = 0
    for n, person in enumerate(acts["actor"]):
        begun = first.get(person)
        if begun and begun <= acts["day"][n] < begun + dt.timedelta(days=91):
            within += acts["prevented"][n]
            happened += acts["happened"][n]
    share = within / (within + happened)
    assert abs(share - 0.5) < 4 * (0.25 / (within + happened)) ** 0.5


def test_starts_are_staggered_by_region(tmp_path: Path) -> None:
    folder, _ = made(replace(SMALL, programme=MEASURED), tmp_path / "country")
    starts = json.loads((folder / "truth" / "policy.json").read_text())["starts"]
    assert len(set(starts.values())) == len(starts) == 7
    acts, first = acts_of(folder), dt.date(1970, 1, 1) + dt.timedelta(days=min(starts.values()))
    assert not any(
        gone and day < first for gone, day in zip(acts["prevented"], acts["day"], strict=True)
    )


def test_noise_floors(tmp_path: Path) -> None:
    folder, _ = made(Country(persons=100_000, years=8, seed=5), tmp_path / "country")
    record = pq.read_table(folder / "person_record.parquet").to_pylist()
    by_id = {row["record_id"]: row for row in record}
    rows = pq.read_table(folder / "involvement.parquet").to_pylist()
    for role, floor in (("suspect", 0.15), ("victim", 0.25)):
        first = {r["involvement_id"]: r["record_id"] for r in rows if r["role"] == role}
        without = [
            by_id[who]["personal_number"] is None and by_id[who]["other_number"] is None
            for who in first.values()
        ]
        assert sum(without) / len(without) >= floor - 0.005, role
    people = truth(folder, "record")
    assert people.num_rows == len(record)
    report = truth(folder, "report").to_pydict()
    offence = pq.read_table(folder / "offence.parquet")
    said = dict(
        zip(offence["incident_id"].to_pylist(), offence["close_relation"].to_pylist(), strict=True)
    )
    partner = [n for n, couple in enumerate(report["couple"]) if couple >= 0]
    wrong = sum(said[report["incident_id"][n]] != "yes" for n in partner) / len(partner)
    assert wrong >= 0.15
    pairs = {report["couple"][n] for n in partner}
    countered = {report["couple"][n] for n in partner if report["counter_report"][n]}
    assert len(countered) / len(pairs) >= 0.05
    swapped = {
        report["couple"][n]
        for n in partner
        if not report["counter_report"][n]
        and report["recorded_suspect"][n] != report["true_suspect"][n]
    }
    assert swapped <= countered
    assert len(swapped) / len(countered) >= 0.15, "about a fifth"


def test_the_truth_holds_what_a_study_needs(small: Path) -> None:
    acts = truth(small, "act")
    killed = acts.filter(acts["kills"])
    assert killed.num_rows > 0
    assert pc.all(killed["happened"]).as_py()
    reported = acts.filter(acts["reported"])
    assert reported["incident_id"].null_count < reported.num_rows
    incidents = set(pq.read_table(small / "incident.parquet")["incident_id"].to_pylist())
    assert set(reported["incident_id"].drop_null().to_pylist()) <= incidents
    records = set(pq.read_table(small / "person_record.parquet")["record_id"].to_pylist())
    assert records == set(truth(small, "record")["record_id"].to_pylist())
    assert truth(small, "contact").num_rows > 100


def test_no_health_contact_is_in_the_police_tables(small: Path) -> None:
    for path in small.glob("*.parquet"):
        table = pq.read_table(path)
        for name in table.column_names:
            if pa.types.is_string(table.schema.field(name).type):
                assert not pc.any(pc.match_substring(table[name], "psychiatry")).as_py()


def test_the_numbers_are_those_that_were_decided_on() -> None:
    record = Path(__file__).resolve().parents[3] / "docs" / "decisions" / "0009-invented-country.md"
    checksum = SMALL.parameters.checksum
    assert checksum in record.read_text(encoding="utf-8"), "a changed number needs a new record"


def test_numbers_taken_by_default_are_those_of_the_file() -> None:
    parameters = SMALL.parameters
    assert PeopleNumbers(**parameters.group("people")) == PeopleNumbers()
    assert RecordNumbers(**parameters.group("records")) == RecordNumbers()
