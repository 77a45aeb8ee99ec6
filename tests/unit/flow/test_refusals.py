"""What hejda refuses (house.md §9), held to it on real runs of the invented example."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from rich.console import Console

from hejda.base.errors import Refusal
from hejda.cli.erase import erased
from hejda.cli.explanation import Explanation
from hejda.engine.read import load_mapping
from hejda.flow.run import Order, map_registers, refuse_list_by, refuse_unsigned
from hejda.knowledge.rules import LIST_RANKER
from hejda.nominate.places import NATIONAL, Places
from hejda.rank.rankers import RANKERS
from hejda.report.dossiers import dossiers, listings, ranker_of
from hejda.report.facts import run_facts
from hejda.tables.registers import REGISTERS
from tests.support.people import person
from tests.unit.flow.conftest import AS_OF, DATA, NOW, SOURCE, silent

FLOOR = 100_000_000
SIGNED = {
    "ordered_by": "Invented Head of Intelligence",
    "purpose": "to find who should be looked at",
    "legal_ground": "an invented act, chapter 2",
    "erase_after": "2027-01-31",
}
NEVER = ("acquitted", "cleared", "no_crime")
Rows = list[dict[str, Any]]


def rows(out: Path, name: str) -> Rows:
    found: Rows = pq.read_table(out / f"{name}.parquet").to_pylist()
    return found


def mapping_in(folder: Path, **signed: str) -> Path:
    """The example's mapping as if its registers were operational."""
    text = SOURCE.read_text(encoding="utf-8")
    assert "material: invented" in text
    more = "".join(f"{name}: {json.dumps(value)}\n" for name, value in signed.items())
    path = folder / "source.yaml"
    path.write_text(text.replace("material: invented", f"material: operational\n{more}"), "utf-8")
    return path


@pytest.fixture(scope="module")
def operational(mapped_to: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Operational material, signed, with a high floor."""
    source = mapping_in(tmp_path_factory.mktemp("in"), **SIGNED)
    places = tuple(Places(NATIONAL, name, 300, FLOOR) for name in ("harm", "serial"))
    out: Path = mapped_to("operational", source=source, capacity=places)
    return out


@pytest.mark.parametrize("missing", SIGNED)
def test_operational_material_is_refused_without_who_why_ground_and_end(
    missing: str, tmp_path: Path
) -> None:
    source = mapping_in(tmp_path, **{k: v for k, v in SIGNED.items() if k != missing})
    with pytest.raises(Refusal, match=missing):
        refuse_unsigned(load_mapping(source))
    with pytest.raises(Refusal, match=missing):
        map_registers(Order(source, DATA, AS_OF, NOW, tmp_path / "out"), silent)
    assert [path.name for path in tmp_path.iterdir()] == ["source.yaml"]


def test_the_report_of_operational_material_holds_ids_counts_and_curves_only(
    operational: Path,
) -> None:
    report = (operational / "report.html").read_text(encoding="utf-8")
    listed = rows(operational, "candidate")
    assert listed
    said = {
        row[f"sentence_{language}"]
        for name in ("reason", "evidence", "contrary")
        for row in rows(operational, name)
        for language in ("sv", "en")
    }
    assert said
    assert [sentence for sentence in said if sentence in report] == []
    with (DATA / "person_record.csv").open(encoding="utf-8", newline="") as file:
        names = {row["names"] for row in csv.DictReader(file)}
    assert [name for name in names if name and name in report] == []
    assert [row["person"] for row in listed if row["person"] not in report] == []


def test_a_run_is_erased_and_leaves_a_receipt_that_names_nobody(
    operational: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    shutil.copytree(operational, out)
    receipt = erased(out, dt.date(2027, 1, 31))
    assert not out.exists()
    assert receipt.left == 0
    assert not re.search(r"\bp[a-z2-7]{13}\b|\bP\d\d\b", str(receipt))


def test_places_below_the_floor_stay_empty(operational: Path) -> None:
    harm = [row for row in rows(operational, "candidate") if row["list"] == "harm"]
    scores = {r["person"]: r["score"] for r in rows(operational, "ranking")}
    assert 0 < len(harm) < 300
    assert min(row["score"] for row in harm) >= FLOOR
    assert any(score < FLOOR for score in scores.values())


def test_an_acquitted_person_counts_for_nothing_and_is_never_shown(mapped: Path) -> None:
    for path in [*mapped.glob("*.parquet"), *(mapped / "dossier").glob("*.parquet")]:
        text = str(pq.read_table(path).to_pylist())
        assert f"'{person('P29')}'" not in text, path.name
        assert "'P29'" not in text, path.name
    report = (mapped / "report.html").read_text(encoding="utf-8")
    assert person("P29") not in report


def test_nobody_is_a_suspect_in_the_dossier_of_what_ended_so_that_it_never_counts(
    mapped: Path,
) -> None:
    suspects = [r for r in rows(mapped, "dossier/involvement") if r["role"] == "suspect"]
    ended = [r for r in suspects if r["ended_on"] and r["ended_on"] <= AS_OF]
    assert ended
    assert [r["involvement_id"] for r in ended if r["ended_why"] in NEVER] == []
    assert "V1503-1" not in {r["involvement_id"] for r in suspects}
    assert "P60" not in {r["record_id"] for r in suspects}
    references = {e for row in rows(mapped, "reason") for e in row["evidence"]}
    assert "incident:I1503" not in references


def test_no_crime_is_not_told_as_an_acquittal(mapped: Path) -> None:
    kinds = {row["kind"] for row in rows(mapped, "contrary") if row["person"] == person("P38")}
    assert "ended_suspicion" in kinds
    assert "acquittal" not in kinds


def test_everybody_proposed_has_a_dated_sourced_record_of_a_suspicion(mapped: Path) -> None:
    registered = {row["reference"]: row["registered_on"] for row in rows(mapped, "evidence")}
    behind: dict[str, set[str]] = defaultdict(set)
    for row in rows(mapped, "reason"):
        behind[row["person"]] |= set(row["evidence"])
    for row in rows(mapped, "candidate"):
        suspicions = [e for e in behind[row["person"]] if e.startswith("involvement:")]
        assert suspicions, row["person"]
        assert all(registered[e] for e in behind[row["person"]])


def test_every_reference_resolves(mapped: Path) -> None:
    told = {row["reference"] for row in rows(mapped, "evidence")}
    for name in ("reason", "contrary"):
        assert {e for row in rows(mapped, name) for e in row["evidence"] or ()} <= told


def test_serious_harm_is_never_printed_as_low(mapped: Path) -> None:
    low = re.compile(r"\b(low|lower|låg|lågt|låga|lägre|liten risk)\b", re.IGNORECASE)
    page = (mapped / "report.html").read_text(encoding="utf-8")
    text = re.sub(r"<(style|script).*?</\1>|<svg.*?</svg>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert low.findall(text) == []
    facts, listed = run_facts(mapped), listings(mapped)
    for place in listed:
        told = dossiers(mapped, [place.person], ranker_of(place.name), listed, facts.sign_titles)
        for language in ("sv", "en"):
            console = Console(width=100, record=True, file=io.StringIO())
            console.print(Explanation(facts, language, [told[place.person]], [place]))  # type: ignore[arg-type]
            assert low.findall(console.export_text()) == []


def test_no_register_column_can_hold_origin_or_belief() -> None:
    barred = re.compile(
        r"origin|national|citizen|ethnic|religio|belief|race|skin|birth_(place|country)|language|debt"
    )
    names = [column.name for table in REGISTERS.values() for column in table.columns]
    assert [name for name in names if barred.search(name)] == []


def test_adding_and_removing_health_observations_changes_no_score_place_or_flag(
    mapped: Path, mapped_to: Any, tmp_path: Path
) -> None:
    data = tmp_path / "in"
    shutil.copytree(DATA, data)
    path = data / "observation.csv"
    with path.open(encoding="utf-8", newline="") as file:
        observed = list(csv.DictReader(file))
    health = ("misuse", "mental_ill_health", "suicidal_thoughts")
    removed = [row for row in observed if row["kind"] in health]
    assert len(removed) == 3
    added = [{**removed[0], "observation_id": "B99-1", "about": "P58", "kind": "misuse"}]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, observed[0])
        writer.writeheader()
        writer.writerows([row for row in observed if row not in removed] + added)
    out = mapped_to("health", data=data, rankers=Order.rankers)
    for name in ("ranking", "candidate", "reason", "contrary", "dossier/observation"):
        same = (mapped / f"{name}.parquet").read_bytes() == (out / f"{name}.parquet").read_bytes()
        assert same, name


def test_no_list_is_made_by_age_or_by_any_ranker_but_the_lists_own() -> None:
    for ranker in RANKERS:
        if ranker != LIST_RANKER:
            with pytest.raises(Refusal):
                refuse_list_by(ranker)
    with pytest.raises(Refusal, match="age_priors"):
        refuse_list_by("age_priors")
    refuse_list_by(LIST_RANKER)


def test_whoever_is_listed_on_ended_suspicions_alone_is_said_to_be(mapped: Path) -> None:
    ended = {
        f"involvement:{row['involvement_id']}"
        for row in rows(mapped, "dossier/involvement")
        if row["ended_on"] is not None and row["ended_on"] <= AS_OF
    }
    behind: dict[str, set[str]] = defaultdict(set)
    for row in rows(mapped, "reason"):
        if row["ranker"] == LIST_RANKER:
            behind[row["person"]] |= {e for e in row["evidence"] if e.startswith("involvement:")}
    said = {
        row["person"]: row for row in rows(mapped, "contrary") if row["kind"] == "without_ended"
    }
    alone = {each for each, found in behind.items() if found and found <= ended}
    assert alone == {person("P31")}
    assert said[person("P31")]["value"] is None
    facts = json.loads((mapped / "run.json").read_text(encoding="utf-8"))
    assert facts["variants"]["without_ended"] == {"stay": 19, "leave": 1}


def test_what_only_one_person_can_have_told_is_named_nowhere(mapped: Path) -> None:
    flags = {row["person"]: row["flags"] for row in rows(mapped, "candidate")}
    assert flags[person("P58")] == ["overlay:protected_source"]
    assert flags[person("P10")] == [
        "overlay:strangulation",
        "overlay:threat_to_kill",
        "overlay:protected_source",
    ]
    own = [row for row in rows(mapped, "reason") if row["person"] == person("P58")]
    told = [row for row in own if "observation:B24-1" in row["evidence"]]
    assert {row["rule"] for row in told} == {
        "red_flags.protected_source",
        "odara_police.protected_source",
    }
    assert all(row["value"] is None for row in told)
    for table in ("observation",):
        assert not [r for r in rows(mapped, f"dossier/{table}") if r["could_only_come_from"]]
    facts = json.loads((mapped / "run.json").read_text(encoding="utf-8"))
    assert facts["overlay"]["threat_to_kill"] == 1
    assert facts["overlay"]["protected_source"] == 1


def test_an_attempt_is_told_as_one(mapped: Path) -> None:
    own = [r for r in rows(mapped, "reason") if r["person"] in (person("P08"), person("P27"))]
    murder = [r for r in own if "mord" in r["sentence_sv"]]
    assert murder
    assert all("försök till mord" in r["sentence_sv"] for r in murder)
    assert all("attempted murder" in r["sentence_en"] for r in murder)


def test_whoever_is_inside_leaves_counted_from_the_expected_release(mapped: Path) -> None:
    leaving = {
        (r["person"], r["list"]): r for r in rows(mapped, "contrary") if r["kind"] == "leaves_on"
    }
    row = leaving[(person("P25"), "harm")]
    assert row["on"] == dt.date(2026, 8, 9) + dt.timedelta(days=row["value"])
    assert {name for _, name in leaving} == {"harm", "serial"}


def test_only_one_source_is_said_where_it_is_true(mapped: Path) -> None:
    said = {row["person"] for row in rows(mapped, "contrary") if row["kind"] == "only_one_source"}
    assert {person("P25"), person("P33"), person("P40"), person("P51")} <= said
    assert not said & {person("P15"), person("P19"), person("P42"), person("P54")}


def test_the_run_says_what_leads_nowhere_and_what_was_erased(mapped: Path) -> None:
    facts = json.loads((mapped / "run.json").read_text(encoding="utf-8"))
    assert facts["broken"] == {"involvement.record_id": 1}
    assert {row["table"] for row in facts["erased"]} == {"incident", "offence", "involvement"}
    assert set(facts["erased"][0]) == {"table", "registered_on", "count"}
