"""Every rule hejda ships: valid, dated, sourced, reviewed, and nothing about health counted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import get_args

import pytest

from hejda.knowledge.load import knowledge_on, load_knowledge
from hejda.knowledge.periods import gaps, overlaps
from hejda.knowledge.reading import read_pack
from hejda.knowledge.rules import OffenceClass, Treatment
from hejda.knowledge.schemas import schema_named
from hejda.knowledge.words import NAMES, SOURCE_READ, UNITS
from hejda.knowledge.written import WrittenPack
from hejda.tables import registers
from tests.knowledge.packs_to_edit import PACKS, copy_of

TODAY = dt.date(2026, 11, 22)
DAYS = (dt.date(1990, 1, 1), dt.date(2015, 12, 13), dt.date(2026, 7, 31), TODAY)
HEALTH = {"mental_ill_health", "misuse", "suicidal_thoughts"}


@pytest.fixture(params=PACKS, scope="module")
def pack(request: pytest.FixtureRequest) -> WrittenPack:
    """Each pack that ships, read whole."""
    return read_pack(PACKS[request.param])


@pytest.mark.parametrize("day", DAYS)
def test_every_pack_answers_for_every_day(pack: WrittenPack, day: dt.date) -> None:
    knowledge = knowledge_on(pack, day)
    assert knowledge.on == day
    assert knowledge.offences
    assert len(knowledge.fingerprint) == 64


@pytest.mark.parametrize("name", ["xx", "se"])
def test_hejdas_own_packs_are_found_by_name(name: str) -> None:
    by_folder = load_knowledge(PACKS[name], TODAY)
    assert load_knowledge(name, TODAY) == by_folder
    assert by_folder.pack == name


def test_a_bare_name_is_hejdas_own_pack_and_a_path_is_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_of("stl", tmp_path).rename(tmp_path / "xx")
    monkeypatch.chdir(tmp_path)
    found = [load_knowledge(pack, TODAY).pack for pack in ("xx", "./xx", Path("xx"))]
    assert found == ["xx", "stl", "stl"]


def test_periods_of_every_rule_neither_overlap_nor_leave_a_gap(pack: WrittenPack) -> None:
    for rule in pack.rules.values():
        assert overlaps(rule.periods) == [], rule.id
        assert gaps(rule.periods, rule.in_force) == [], rule.id


def test_periods_of_no_offence_overlap(pack: WrittenPack) -> None:
    assert {offence for offence, rows in pack.offences.items() if overlaps(rows)} == set()


def test_every_number_has_a_unit_a_name_in_both_languages_and_a_known_source(
    pack: WrittenPack,
) -> None:
    for rule in pack.rules.values():
        for period in rule.periods:
            assert set(period.numbers) == set(rule.unit), rule.id
            assert period.source.ref in pack.sources, rule.id
            assert period.source.at, rule.id
            assert period.source.read <= TODAY, rule.id
        for words in rule.unit.values():
            assert words.unit in UNITS, rule.id
            assert words.sv != words.en or words.unit == "seed", rule.id


def test_every_rule_says_who_reviewed_it_and_by_when_it_is_to_be_reviewed_again(
    pack: WrittenPack,
) -> None:
    for rule in pack.rules.values():
        assert rule.reviewed.by, rule.id
        assert rule.reviewed.on <= TODAY < rule.reviewed.again_by, rule.id


def test_every_offence_and_region_has_a_known_source(pack: WrittenPack) -> None:
    rows = [row for rows in pack.offences.values() for row in rows]
    assert {row.source for row in rows} | {row.source for row in pack.regions} <= set(pack.sources)
    assert all(row.at for row in rows)


def test_kinds_about_health_are_never_marked_for_anything(pack: WrittenPack) -> None:
    kinds = {kind.id: kind for kind in pack.kinds.kinds}
    assert {name for name, kind in kinds.items() if kind.sensitive == "health"} == HEALTH
    for name in HEALTH:
        kind = kinds[name]
        assert (kind.red_flag, kind.lethality, kind.forces_review) == (False, False, False)


def test_knowledge_offers_no_kind_about_health_whatever_is_asked(pack: WrittenPack) -> None:
    knowledge = knowledge_on(pack, TODAY)
    offered = {
        *knowledge.kinds(),
        *knowledge.kinds(red_flag=True),
        *knowledge.kinds(lethality=True),
    }
    assert offered & HEALTH == set()


def test_no_pack_ships_a_switch_for_health(pack: WrittenPack) -> None:
    assert "health_switch" not in pack.rules


def test_a_suicide_threat_to_the_partner_is_an_act_and_not_about_health(pack: WrittenPack) -> None:
    kind = next(kind for kind in pack.kinds.kinds if kind.id == "suicide_threat_to_partner")
    assert kind.sensitive == "none"
    assert kind.red_flag


def test_the_public_risk_factors_of_operation_beta_are_there(pack: WrittenPack) -> None:
    public = {
        "controlling_behaviour",
        "strangulation",
        "victim_fear",
        "suicide_threat_to_partner",
        "serious_or_escalating_violence",
        "separation",
        "earlier_violence",
        "weapon",
        "threat_to_kill",
    }
    assert set(knowledge_on(pack, TODAY).kinds(red_flag=True)) == public


def test_acquitted_cleared_and_no_crime_never_count(pack: WrittenPack) -> None:
    ended = knowledge_on(pack, TODAY).ended
    assert {ended["acquitted"], ended["cleared"], ended["no_crime"]} == {"never"}
    assert set(ended) == set(registers.ENDED_WHY)


def test_sweden_reads_ended_suspicions_strictest_and_says_ask_a_lawyer() -> None:
    knowledge = load_knowledge("se", TODAY)
    assert set(knowledge.ended.values()) == {"never"}
    assert "Ask a lawyer" in knowledge.ended_note.en
    assert "Fråga en jurist" in knowledge.ended_note.sv
    assert "use_of_ended" in knowledge.unverified


def test_the_invented_country_uses_all_three_treatments() -> None:
    assert set(load_knowledge("xx", TODAY).ended.values()) == set(get_args(Treatment))


def test_the_research_file_counts_dismissals_as_recorded() -> None:
    ended = load_knowledge(PACKS["suffolk"], TODAY).ended
    assert ended["dismissed"] == "as_recorded"


def test_merely_named_people_count_in_the_research_files_only() -> None:
    counted = {
        name: "named" in load_knowledge(path, TODAY).population.suspicions_counted
        for name, path in PACKS.items()
    }
    assert counted == {"xx": False, "se": False, "suffolk": True, "stl": True}


def test_look_back_and_serial_window_are_those_each_pack_was_given() -> None:
    packs = {name: load_knowledge(path, TODAY) for name, path in PACKS.items()}
    look_back = {name: pack.population.look_back_days for name, pack in packs.items()}
    windows = {name: pack.serial.window_days for name, pack in packs.items()}
    assert look_back == {"xx": 1826, "se": 1826, "suffolk": 730, "stl": 1826}
    assert windows == {"xx": 1826, "se": 1826, "suffolk": 1826, "stl": None}


def test_rule_pages_have_words_for_every_unit_treatment_class_and_source() -> None:
    words = schema_named("rule")["$defs"]["number_words"]["properties"]["unit"]["enum"]
    assert set(UNITS) == set(words)
    read = schema_named("sources")["additionalProperties"]["properties"]["how"]["enum"]
    assert set(SOURCE_READ) == set(read)
    assert {*get_args(Treatment), *get_args(OffenceClass)} <= set(NAMES)


def test_the_schemas_know_the_words_of_the_register_tables() -> None:
    population = schema_named("ranking")["$defs"]["population"]["properties"]
    statuses = schema_named("ranking")["$defs"]["exclusions"]["properties"]["statuses"]
    relations = registers.RELATION.column("kind").values
    assert population["suspicions_counted"]["items"]["enum"] == list(registers.SUSPICIONS)
    assert set(population["partner_relations"]["items"]["enum"]) <= set(relations)
    assert population["inside_kinds"]["items"]["enum"] == list(
        registers.CUSTODY.column("kind").values
    )
    assert set(statuses["propertyNames"]["enum"]) < set(
        registers.PERSON_STATUS.column("kind").values
    )
    ended = schema_named("law")["$defs"]["use_of_ended"]
    assert ended["required"] == list(registers.ENDED_WHY)
    classes = schema_named("offences")["properties"]["classes"]["pattern"]
    assert all(name in classes for name in get_args(OffenceClass))


def test_sweden_has_seven_police_regions_and_twenty_one_counties() -> None:
    regions = {region.id: region.county_codes for region in load_knowledge("se", TODAY).regions}
    assert regions == {
        "nord": ("22", "23", "24", "25"),
        "mitt": ("03", "19", "21"),
        "stockholm": ("01", "09"),
        "ost": ("04", "05", "06"),
        "vast": ("13", "14"),
        "syd": ("07", "08", "10", "12"),
        "bergslagen": ("17", "18", "20"),
    }
    assert sum(len(codes) for codes in regions.values()) == 21


def test_the_invented_country_has_three_regions_with_counties_01_to_06() -> None:
    regions = load_knowledge("xx", TODAY).regions
    codes = [code for region in regions for code in region.county_codes]
    assert len(regions) == 3
    assert codes == ["01", "02", "03", "04", "05", "06"]


def test_the_research_files_have_no_police_regions() -> None:
    assert load_knowledge(PACKS["suffolk"], TODAY).regions == ()
    assert load_knowledge(PACKS["stl"], TODAY).regions == ()


def test_a_small_pack_takes_the_rest_from_the_pack_it_extends() -> None:
    stl, xx = read_pack(PACKS["stl"]), read_pack("xx")
    assert stl.offences == xx.offences
    assert stl.rule("population") != xx.rule("population")
    layer = stl.folders.layer_of("offences.csv")
    assert layer is not None
    assert layer.shown == "knowledge/xx"


def test_the_research_pack_weighs_every_charge_by_its_own_table() -> None:
    knowledge = load_knowledge(PACKS["suffolk"], TODAY)
    days = {offence.id: offence.harm_days for offence in knowledge.offences}
    assert len(days) == 28
    assert knowledge.harm_scale == "suffolk_days"
    assert days["sx-murder"] > days["sx-rape"] > days["sx-strangulation"] > days["sx-assault"] > 0
    assert not any(offence.verified for offence in knowledge.offences)
