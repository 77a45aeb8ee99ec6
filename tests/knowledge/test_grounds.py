"""Legal grounds: dated, sourced, reviewed; what is not verified says so from its day on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import get_args

import pytest

from hejda.base.errors import KnowledgeError
from hejda.knowledge.grounds import Audience, FieldKind, GroundKind, Moment
from hejda.knowledge.load import load_grounds
from hejda.knowledge.periods import gaps, overlaps
from hejda.knowledge.reading import read_pack
from hejda.knowledge.schemas import schema_named
from hejda.knowledge.version import fingerprint
from hejda.knowledge.words import AUDIENCES, FIELD_KINDS, GROUND_KINDS, MOMENTS
from hejda.tables import registers
from tests.knowledge.packs_to_edit import change, copy_of

TODAY = dt.date(2026, 11, 23)
LISTING = (
    "criminal_investigation",
    "monitoring",
    "not_commonly_available",
    "protection_matter",
    "suspected_activity",
)
PROPOSED = dt.date(2025, 12, 1)


@pytest.mark.parametrize("name", ["xx", "se"])
def test_every_ground_has_periods_without_overlap_sources_and_a_review_date(name: str) -> None:
    pack = read_pack(name)
    assert pack.grounds
    for ground in pack.grounds.values():
        assert overlaps(ground.periods) == [], ground.id
        assert gaps(ground.periods, ground.in_force) == [], ground.id
        assert ground.reviewed.on <= TODAY < ground.reviewed.again_by, ground.id
        for period in ground.periods:
            assert period.source.ref in pack.sources, ground.id
            assert period.source.at, ground.id
            assert period.source.read <= TODAY, ground.id
            assert all(clock.paragraph.sv and clock.paragraph.en for clock in period.clocks)
            for words in (period.paragraph, *(f.label for f in period.fields)):
                assert words.sv != words.en, ground.id


def test_sweden_has_the_grounds_of_the_police_data_act_and_the_acts_beside_it() -> None:
    grounds = load_grounds("se", TODAY)
    assert tuple(ground.id for ground in grounds.of_kind("listing")) == LISTING
    beside = tuple(ground.id for ground in grounds.of_kind("source_law"))
    assert beside == ("criminal_record", "suspicion_register", "weapons_register")
    assert all("2018:1693" not in g.act.en for g in grounds.of_kind("source_law"))


def test_the_clocks_of_sweden_are_those_of_the_fact_page() -> None:
    grounds = load_grounds("se", TODAY)

    def told(ground_id: str) -> list[tuple[object, ...]]:
        ground = grounds.known(ground_id)
        assert ground is not None
        return [(c.event, c.years, c.year_end, c.not_counted) for c in ground.clocks]

    inside = ("prison", "forensic_care")
    assert told("monitoring") == [("crime_fact", 10, True, inside)]
    assert told("suspected_activity") == [
        ("case_closed", 1, False, ("prison",)),
        ("crime_fact", 3, False, ("prison",)),
        ("crime_fact", 5, False, ("prison",)),
    ]
    assert told("criminal_investigation") == [("case_closed", 5, True, ())]
    assert told("protection_matter") == [("case_closed", 1, False, ())]
    assert told("not_commonly_available") == [
        ("case_closed", 1, False, ()),
        ("first_kept", 1, False, ()),
    ]
    assert told("weapons_register") == [("first_kept", None, False, ())]


def test_monitoring_asks_for_the_offence_the_scale_and_the_burden_or_threat_with_reasons() -> None:
    ground = load_grounds("se", TODAY).known("monitoring")
    assert ground is not None
    kinds = {field.id: (field.kind, field.must_be_yes) for field in ground.fields}
    assert kinds == {
        "expected_offence": ("text", False),
        "two_years_in_scale": ("yes_no", True),
        "why_expected": ("text", False),
        "burden_or_threat": ("choice", False),
        "why_burden_or_threat": ("text", False),
        "necessity": ("text", False),
    }
    assert ground.access is not None
    assert (ground.access.content, ground.access.exists) == ("designated", "need")


@pytest.mark.parametrize("ground_id", LISTING)
def test_what_rests_on_chapter_three_is_unverified_from_the_day_a_change_was_proposed(
    ground_id: str,
) -> None:
    written = read_pack("se").grounds[ground_id]
    assert written.unverified_from == PROPOSED
    assert not written.verified_on(PROPOSED)
    assert written.verified_on(PROPOSED - dt.timedelta(days=1)) == written.verified
    assert ground_id in load_grounds("se", PROPOSED).unverified
    told = load_grounds("se", PROPOSED).known(ground_id)
    assert told is not None
    assert told.doubt is not None
    assert "2024/25:190" in told.doubt.sv


def test_no_swedish_ground_claims_that_a_lawyer_confirmed_it() -> None:
    assert {g.id for g in read_pack("se").grounds.values() if g.confirmed} == set()


@pytest.mark.parametrize(("on", "verified"), [("2026-05-31", False), ("2026-06-01", True)])
def test_only_a_confirmation_from_after_the_doubt_began_lifts_it(
    tmp_path: Path, on: str, verified: bool
) -> None:
    pack = copy_of("xx", tmp_path)
    change(
        pack / "law/retention/matter.yaml",
        "unverified_from: 2026-06-01\n",
        f'unverified_from: 2026-06-01\nconfirmed: {{by: "Invented Lawyer", on: {on}, text: "read"}}\n',
    )
    told = load_grounds(pack, TODAY).known("matter")
    assert told is not None
    assert told.verified == verified
    assert (told.doubt is None) == verified


def test_the_period_of_the_day_is_told() -> None:
    old, new = (load_grounds("xx", dt.date(y, m, d)) for y, m, d in ((2019, 12, 31), (2020, 1, 1)))
    years = [grounds.known("watch") for grounds in (old, new)]
    assert [ground and ground.clocks[0].years for ground in years] == [5, 10]


def test_a_ground_is_not_known_before_its_first_day_and_stays_told_after_its_last() -> None:
    assert load_grounds("xx", dt.date(2009, 12, 31)).known("watch") is None
    after = load_grounds("xx", dt.date(2030, 1, 1)).known("matter")
    assert after is not None
    assert after.until == dt.date(2029, 12, 31)


def test_a_ground_past_its_review_date_goes_on_and_is_named() -> None:
    assert "watch" not in load_grounds("xx", dt.date(2027, 11, 30)).due_for_review
    late = load_grounds("xx", dt.date(2027, 12, 1))
    assert "watch" in late.due_for_review
    assert late.known("watch") is not None


def test_grounds_move_no_ranking_and_have_a_fingerprint_of_their_own(tmp_path: Path) -> None:
    pack = copy_of("xx", tmp_path)
    ranking, grounds = fingerprint(pack), load_grounds(pack, TODAY).fingerprint
    change(pack / "law/retention/need_review.yaml", "years: 1", "years: 2")
    assert fingerprint(pack) == ranking
    assert load_grounds(pack, TODAY).fingerprint != grounds


def test_a_pack_without_grounds_says_that_nobody_may_be_listed(tmp_path: Path) -> None:
    pack = copy_of("xx", tmp_path)
    for file in (pack / "law/retention").iterdir():
        file.unlink()
    with pytest.raises(KnowledgeError, match="has no legal grounds"):
        load_grounds(pack, TODAY)


def test_words_and_schema_and_values_know_the_same_names() -> None:
    schema = schema_named("retention")
    clock = schema["$defs"]["_clock"]["properties"]
    assert set(MOMENTS) == set(get_args(Moment)) == set(clock["event"]["enum"])
    assert set(AUDIENCES) == set(get_args(Audience))
    assert (
        set(GROUND_KINDS) == set(get_args(GroundKind)) == set(schema["properties"]["kind"]["enum"])
    )
    field = schema["$defs"]["_field"]["properties"]["kind"]["enum"]
    assert set(FIELD_KINDS) == set(get_args(FieldKind)) == set(field)
    custody = registers.CUSTODY.column("kind").values
    assert clock["not_counted"]["items"]["enum"] == list(custody)
