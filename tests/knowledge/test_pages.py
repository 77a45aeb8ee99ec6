"""`hejda rules`: a rule, an offence or a kind as a person would want to read it."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from hejda.base.errors import InputError, KnowledgeError
from hejda.cli.rules import rules
from hejda.knowledge.pages import ids_of, pack_page, rule_page
from hejda.knowledge.reading import read_pack
from hejda.knowledge.words import Language
from tests.knowledge.packs_to_edit import PACKS, change, copy_of

TODAY = dt.date(2026, 11, 22)
APP = typer.Typer()
APP.command()(rules)


def shown(pack: Path | str, rule_id: str, on: dt.date = TODAY, lang: Language = "en") -> str:
    """The page as text, each run of spaces one space."""
    console = Console(file=io.StringIO(), width=150, color_system=None)
    console.print(rule_page(read_pack(pack), rule_id, on, lang))
    assert isinstance(console.file, io.StringIO)
    return " ".join(console.file.getvalue().split())


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_id_of_every_pack_has_a_page_on_every_day(pack: str, lang: Language) -> None:
    written = read_pack(PACKS[pack])
    console = Console(file=io.StringIO(), width=100, color_system=None)
    for rule_id in ids_of(written):
        for day in (dt.date(1990, 1, 1), TODAY, dt.date(2040, 1, 1)):
            console.print(rule_page(written, rule_id, day, lang))
    console.print(pack_page(written, TODAY, lang))


def test_a_rule_opens_with_plain_words_then_numbers_with_units_source_and_review() -> None:
    page = shown("xx", "repeat_risk")
    assert page.startswith("The chance of a new recorded incident repeat_risk")
    assert "Each earlier incident raises it" in page
    assert "fast half-life │ 90 │ days at liberty" in page
    assert "spec/04_rank, repeat_risk" in page
    assert "Review by: 2027-11-30" in page
    assert "Verified: yes" in page
    assert "knowledge/xx/ranking/repeat_risk.yaml" in page


def test_the_same_rule_can_be_read_in_swedish() -> None:
    page = shown("xx", "repeat_risk", lang="sv")
    assert "snabb halveringstid │ 90 │ dagar i frihet" in page
    assert "Granskas senast: 2027-11-30" in page


def test_an_unverified_rule_says_that_nobody_has_signed_for_it() -> None:
    assert "NO, nobody has signed for it" in shown("se", "use_of_ended")
    assert "NEJ, ingen har intygat den" in shown("se", "use_of_ended", lang="sv")


def test_a_rule_past_its_review_date_says_so(tmp_path: Path) -> None:
    pack = copy_of("xx", tmp_path)
    change(pack / "ranking/serial.yaml", "again_by: 2027-11-30", "again_by: 2026-11-30")
    assert "PAST" not in shown(pack, "serial", dt.date(2026, 11, 30))
    assert "PAST: review the rule" in shown(pack, "serial", dt.date(2026, 12, 1))


def test_an_offence_shows_scale_marks_spelled_out_and_days_by_every_scale() -> None:
    page = shown("se", "brb-3-6-grov-misshandel", dt.date(2026, 2, 1))
    assert "BrB 3 kap. 6 §" in page
    assert "prison of at least 1 year 6 months, at most 6 years" in page
    assert "OSL 10:18 c" in page
    assert "monitored" in page
    assert "statutory_midpoint (in use) │ 1369 │ 1095" in page
    assert "statutory_minimum │ 548 │ 0" in page
    assert "2026-08-01 – still: prison of at least 1 year 6 months, at most 7 years" in page


def test_an_offence_without_marks_says_none() -> None:
    assert "Marks: none" in shown("se", "brb-3-5-ringa-misshandel")


@pytest.mark.parametrize(
    ("offence", "scale"),
    [
        ("brb-3-1-mord", "fängelse lägst 10 år, högst 18 år, eller på livstid"),
        ("brb-3-5-misshandel", "fängelse lägst 14 dagar, högst 2 år"),
        ("brb-3-5-ringa-misshandel", "böter eller fängelse högst 6 månader"),
        ("kfl-24-ringa-overtradelse-av-kontaktforbud", "böter"),
    ],
)
def test_penal_scales_are_said_in_words(offence: str, scale: str) -> None:
    assert f"Straffskala: {scale} (" in shown("se", offence, lang="sv")


def test_an_offence_on_a_day_before_it_existed_says_that_the_nearest_period_is_shown() -> None:
    page = shown("xx", "xx-coercive-control", dt.date(2022, 6, 30))
    assert "Not in force on 2022-06-30; the nearest period is shown." in page
    assert "Not in force" not in shown("xx", "xx-coercive-control", dt.date(2022, 7, 1))


def test_a_rule_before_its_first_day_shows_no_numbers_as_if_they_held() -> None:
    page = shown("se", "offence_flags", dt.date(2025, 3, 31))
    assert "Not in force on 2025-03-31 Other periods" in page
    assert "In force on 2025-04-01" in shown("se", "offence_flags", dt.date(2025, 4, 1))


def test_a_legal_ground_shows_what_it_demands_who_may_see_and_its_clock() -> None:
    page = shown("se", "monitoring", dt.date(2025, 11, 30))
    assert "ch. 3, s. 2, item 2, Act (2018:1693)" in page
    assert "yes or no, must be yes" in page
    assert "content: specially named officers; that it exists: whoever needs it" in page
    assert "Not counted: time in prison, forensic care" in page
    assert "Verified: yes (unverified from 2025-12-01)" in page
    assert "Verified: NO (unverified from 2025-12-01)" in shown("se", "monitoring")
    assert "NEJ, ingen har bekräftat den" in shown("se", "monitoring", lang="sv")
    assert "How long is not known: ask a lawyer" in shown("se", "weapons_register")


def test_a_kind_about_health_says_that_nothing_reads_it() -> None:
    page = shown("se", "misuse")
    assert "About health: never read by any ranking, filter or search." in page
    assert "Used as: shown, not counted" in page


def test_a_kind_says_what_it_is_used_as() -> None:
    page = shown("se", "strangulation")
    assert "risk factor (counted by red_flags), warning act, brings the person" in page


def test_a_police_region_shows_its_counties() -> None:
    assert "Uppsala län (03), Västmanlands län (19)" in shown("se", "mitt", lang="sv")


def test_an_unknown_id_is_answered_with_near_ones() -> None:
    with pytest.raises(KnowledgeError) as unknown:
        shown("se", "grov-misshandel")
    assert "brb-3-6-grov-misshandel" in unknown.value.todo
    with pytest.raises(KnowledgeError) as misspelt:
        shown("se", "reapet_risk")
    assert "repeat_risk" in misspelt.value.todo
    with pytest.raises(KnowledgeError) as strange:
        shown("se", "qqqqqqqqqqqq")
    assert "lists what there is" in strange.value.todo


def test_the_command_lists_all_rules_with_the_folder_each_comes_from() -> None:
    told = CliRunner().invoke(APP, ["--rules", str(PACKS["stl"])], env={"COLUMNS": "200"})
    assert told.exit_code == 0
    lines = {line.split("│")[0].strip(): line for line in told.output.splitlines() if "│" in line}
    assert f"{PACKS['stl']}/ranking" in lines["serial"]
    assert "knowledge/xx/ranking" in lines["repeat_risk"]
    assert "Offences (17)" in lines["offences"]
    assert "ground for a listing" in lines["watch"]


def test_the_command_shows_one_rule_on_the_day_asked_for() -> None:
    arguments = ["xx-gross-assault", "--rules", "xx", "--on", "2023-12-31", "--lang", "sv"]
    told = CliRunner().invoke(APP, arguments, env={"COLUMNS": "150"})
    assert told.exit_code == 0
    assert "fängelse lägst 1 år, högst 5 år" in told.output


def test_the_command_shows_sweden_unless_told_otherwise() -> None:
    told = CliRunner().invoke(APP, ["brb-3-1-mord"], env={"COLUMNS": "150"})
    assert told.exit_code == 0
    assert "Murder" in told.output


@pytest.mark.parametrize(
    "arguments", [["--on", "yesterday"], ["--lang", "fi"], ["--rules", "atlantis"], ["nothing"]]
)
def test_the_command_refuses_what_it_cannot_answer_with_an_error_of_the_one_tree(
    arguments: list[str],
) -> None:
    told = CliRunner().invoke(APP, arguments)
    assert isinstance(told.exception, InputError)
    assert told.exception.todo
