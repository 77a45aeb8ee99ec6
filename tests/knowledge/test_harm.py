"""Harm in days: from the penal scale, for attempts, at one reference date, or from a table."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejda.base.errors import KnowledgeError
from hejda.knowledge.harm import days_of_months, harm_of
from hejda.knowledge.load import load_knowledge
from hejda.knowledge.reading import read_pack
from tests.knowledge.packs_to_edit import add_row, change, copy_of

TODAY = dt.date(2026, 11, 22)


@given(st.integers(0, 1200))
def test_a_month_is_a_twelfth_of_365_days_rounded_half_up(months: int) -> None:
    exact = Fraction(365 * months, 12)
    assert days_of_months(months) == int(exact + Fraction(1, 2))


@pytest.mark.parametrize(
    ("offence", "midpoint", "minimum"),
    [  # (least + most) / 2 in days, half up; then the least
        ("brb-3-1-mord", ((3650 + 6570 + 1) // 2, (14 + 6570 + 1) // 2), (3650, 14)),
        ("brb-3-5-misshandel", ((14 + 730 + 1) // 2, 365), (14, 0)),
        ("brb-3-6-grov-misshandel", ((548 + 2190 + 1) // 2, 1095), (548, 0)),
        ("brb-4-5-olaga-hot", ((1 + 730 + 1) // 2, 365), (1, 0)),
        ("brb-6-1-valdtakt", ((1095 + 2190 + 1) // 2, (14 + 2190 + 1) // 2), (1095, 14)),
        ("kfl-24-ringa-overtradelse-av-kontaktforbud", (1, 1), (1, 0)),
    ],
)
def test_swedish_offences_weigh_by_hand_what_they_weigh_by_the_scales(
    offence: str, midpoint: tuple[int, int], minimum: tuple[int, int]
) -> None:
    sweden = read_pack("se")
    for scale, wanted in (("statutory_midpoint", midpoint), ("statutory_minimum", minimum)):
        harm = harm_of(sweden, offence, scale)
        assert harm is not None
        assert (harm.completed, harm.attempt) == wanted


def test_an_attempt_is_prison_of_14_days_only_from_24_months_on(tmp_path: Path) -> None:
    pack = copy_of("se", tmp_path)
    change(pack / "pack.yaml", "harm_scale: statutory_midpoint", "harm_scale: statutory_minimum")
    attempts = {o.id: o.harm_days_attempt for o in load_knowledge(pack, TODAY).offences}
    assert attempts["brb-6-1-valdtakt"] == 14
    assert attempts["brb-3-6-grov-misshandel"] == 0  # 18 months is below 24


def test_an_attempt_never_weighs_more_than_the_completed_offence() -> None:
    for name in ("xx", "se"):
        for offence in load_knowledge(name, TODAY).offences:
            assert offence.harm_days_attempt <= offence.harm_days, offence.id


def test_all_years_are_weighed_by_the_scale_of_the_reference_date(tmp_path: Path) -> None:
    pack = copy_of("xx", tmp_path)
    change(pack / "pack.yaml", "2026-01-01", "2023-12-31")
    for day in (dt.date(2020, 1, 1), TODAY):
        offence = load_knowledge(pack, day).offence("xx-gross-assault")
        assert offence is not None
        assert offence.harm_days == (365 + 1825 + 1) // 2


def test_an_offence_not_in_force_on_the_reference_date_uses_its_nearest_period_and_says_so(
    tmp_path: Path,
) -> None:
    pack = copy_of("xx", tmp_path)
    change(pack / "pack.yaml", "2026-01-01", "2022-06-30")
    knowledge = load_knowledge(pack, TODAY)
    later = knowledge.offence("xx-coercive-control")
    always = knowledge.offence("xx-murder")
    assert later is not None
    assert always is not None
    assert later.harm_days == (183 + 1825 + 1) // 2
    assert later.harm_note is not None
    assert "2022-06-30" in later.harm_note.en
    assert always.harm_note is None


def test_an_abolished_offence_keeps_the_weight_of_its_last_period(tmp_path: Path) -> None:
    pack = copy_of("xx", tmp_path)
    add_row(
        pack / "offences.csv",
        id="xx-adultery",
        title_sv="Hor",
        title_en="Adultery",
        classes="other",
        max_months="6",
        max_days="183",
        life="no",
        fine_min="yes",
        valid_to="1937-12-31",
        flag_a="no",
        flag_b="no",
        flag_c="no",
        flag_d="no",
        source="XX-LAW",
        at="old",
        review_by="2030-01-01",
        verified="yes",
    )
    offence = load_knowledge(pack, TODAY).offence("xx-adultery")
    assert offence is not None
    assert offence.harm_days == 92
    assert offence.harm_note is not None


def table_of(pack: Path, *, without: str = "", attempt: bool = False) -> str:
    """A table of imposed sentences for every offence of a pack, 100 days each."""
    ids = [offence for offence in read_pack(pack).offences if offence != without]
    head = "id,days,attempt_days,period,source" if attempt else "id,days,period,source"
    row = "{},100,40,2021–2025,HEJDA" if attempt else "{},100,2021–2025,HEJDA"
    return "\n".join([head, *(row.format(offence) for offence in ids)]) + "\n"


def test_whoever_has_the_table_of_imposed_sentences_can_load_it(tmp_path: Path) -> None:
    pack = copy_of("se", tmp_path)
    (pack / "harm/mean_imposed_sentence.csv").write_text(table_of(pack), encoding="utf-8")
    assert load_knowledge(pack, TODAY).harm_scale == "statutory_midpoint"
    change(pack / "pack.yaml", "statutory_midpoint", "mean_imposed_sentence")
    knowledge = load_knowledge(pack, TODAY)
    assert {(o.harm_days, o.harm_days_attempt) for o in knowledge.offences} == {(100, 100)}


def test_the_table_may_weigh_attempts_by_themselves(tmp_path: Path) -> None:
    pack = copy_of("se", tmp_path)
    table = table_of(pack, attempt=True)
    (pack / "harm/mean_imposed_sentence.csv").write_text(table, encoding="utf-8")
    change(pack / "pack.yaml", "statutory_midpoint", "mean_imposed_sentence")
    knowledge = load_knowledge(pack, TODAY)
    assert {(o.harm_days, o.harm_days_attempt) for o in knowledge.offences} == {(100, 40)}


def test_sweden_ships_the_slot_of_imposed_sentences_without_a_table() -> None:
    sweden = read_pack("se")
    assert "mean_imposed_sentence" in sweden.rules
    assert sweden.scales == ("statutory_midpoint", "statutory_minimum")


def test_a_scale_in_use_that_forgets_an_offence_is_refused(tmp_path: Path) -> None:
    pack = copy_of("se", tmp_path)
    table = table_of(pack, without="brb-3-2-drap")
    (pack / "harm/mean_imposed_sentence.csv").write_text(table, encoding="utf-8")
    change(pack / "pack.yaml", "statutory_midpoint", "mean_imposed_sentence")
    with pytest.raises(KnowledgeError, match="says nothing of brb-3-2-drap"):
        load_knowledge(pack, TODAY)


def test_a_scale_without_its_table_is_refused(tmp_path: Path) -> None:
    pack = copy_of("se", tmp_path)
    change(pack / "pack.yaml", "statutory_midpoint", "mean_imposed_sentence")
    with pytest.raises(KnowledgeError, match="no harm scale mean_imposed_sentence"):
        load_knowledge(pack, TODAY)
