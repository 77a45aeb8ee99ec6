"""Lists, flags, gaps, moves and counterweights have words in both languages."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from hejda.nominate.contrary_sentences import contrary_sentence
from hejda.nominate.labels import (
    flag_label,
    gap_codes,
    gap_sentence,
    list_label,
    list_sentence,
    moved_sentence,
)
from hejda.tables.registers import REGISTERS
from hejda.tables.results import CONTRARY, LISTS, MOVED
from tests.support.sentence_checks import english_words, unfit

SPEC = Path(__file__).parents[3] / "spec/05_nominate/README.md"
DAY = dt.date(2027, 3, 3)
KINDS = CONTRARY.column("kind").values


def fit(sv: str, en: str) -> None:
    """Both texts are there, in their language, and call nobody guilty."""
    assert sv
    assert en
    assert english_words(sv) == []
    assert unfit(sv + en) == []


def gaps_on_the_page() -> list[str]:
    """Gap codes read from the specification page."""
    line = re.search(r"^Gaps: .*$", SPEC.read_text(encoding="utf-8"), re.MULTILINE)
    assert line is not None
    return re.findall(r"`([a-z_]+)`", line.group())


@pytest.mark.parametrize("code", [*gaps_on_the_page(), "no_victims", "no_relations"])
def test_every_gap_says_what_is_missing_and_which_table_would_hold_it(code: str) -> None:
    sv, en, table = gap_sentence(code)
    fit(sv, en)
    assert table in REGISTERS
    assert code in gap_codes()


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_a_name_and_a_sentence(name: str) -> None:
    fit(*list_label(name))
    fit(*list_sentence(name))


@pytest.mark.parametrize(
    "flag", ["serial_partner", "serial_sexual", "on_the_way", "serial_unknown", "inside"]
)
def test_every_flag_has_a_name(flag: str) -> None:
    fit(*flag_label(flag))


def test_an_overlay_is_named_by_its_kind_and_else_by_its_id() -> None:
    titles = {"threat_to_kill": ("Hot om att döda", "Threat to kill")}
    assert flag_label("overlay:threat_to_kill", titles) == (
        "Varningstecken: hot om att döda",
        "Warning sign: threat to kill",
    )
    assert flag_label("overlay:threat_to_kill")[1] == "Warning sign: threat to kill"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [None, 0, 1, 7])
@pytest.mark.parametrize("on", [None, DAY])
def test_every_counterweight_has_a_sentence(
    kind: str, value: int | None, on: dt.date | None
) -> None:
    sv, en = contrary_sentence(kind, value, on)
    fit(sv, en)
    assert sv.endswith(".")
    assert en.endswith(".")
    assert "None" not in sv + en


def test_counterweights_count_in_the_singular_and_the_plural() -> None:
    assert "1 dag i frihet" in contrary_sentence("time_without_record", 1, None)[0]
    assert "2 dagar i frihet" in contrary_sentence("time_without_record", 2, None)[0]
    assert contrary_sentence("acquittal", 1, DAY) == (
        "Frikänd en gång (senast den 3 mars 2027); räknas inte.",
        "Acquitted once (latest on 3 March 2027); not counted.",
    )
    assert "3 misstankar har avslutats" in contrary_sentence("ended_suspicion", 3, None)[0]


def test_the_day_of_leaving_is_told_or_said_not_to_be_known() -> None:
    assert contrary_sentence("leaves_on", 40, DAY)[0] == (
        "Lämnar listan den 3 mars 2027 om inget nytt registreras."
    )
    assert "kunnat beräknas" in contrary_sentence("leaves_on", None, None)[0]


@pytest.mark.parametrize("why", MOVED.column("why").values)
@pytest.mark.parametrize(
    ("old", "new", "sv"),
    [
        (None, 3, "Ny, plats 3"),
        (3, None, "Borta, hade plats 3"),
        (9, 3, "Upp från plats 9 till 3"),
        (3, 9, "Ned från plats 3 till 9"),
        (3, 3, "Kvar på plats 3"),
    ],
)
def test_every_move_says_where_and_why(why: str, old: int | None, new: int | None, sv: str) -> None:
    told = moved_sentence("harm", old, new, why)
    fit(*told)
    assert sv in told[0]
