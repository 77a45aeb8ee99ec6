"""The report of a validation answers five questions, hides small numbers and names nobody."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from hejda.base.errors import InputError
from hejda.rank.features import FEATURES
from hejda.report.feature_words import why_read
from hejda.report.published import count_words, on_list, rounded_share
from hejda.report.validation import limits, validation_page, write_validation_report
from hejda.report.validation_answers import answers, drift
from hejda.report.validation_read import Run, Told, run_of
from tests.support.sentence_checks import english_words, unfit
from tests.support.validation_run import made, written
from tests.unit.report.test_page import read

QUESTIONS = (
    ("Är den bättre än att räkna?", "Does it beat counting?"),
    ("Är den bättre än V100?", "Does it beat V100?"),
    ("Hur många måste man arbeta med för att nå en?", "How many must one work with to reach one?"),
    ("För vem är den sämre?", "For whom is it worse?"),
    ("Vad kan den aldrig ha sett?", "What could it never have seen?"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A validation of 913 invented people, called public."""
    return written(tmp_path_factory.mktemp("validation") / "out", made(913))


@pytest.fixture(scope="module")
def text(folder: Path) -> str:
    """Its report."""
    return html.unescape((folder / "report.html").read_text("utf-8"))


def test_the_five_questions_are_answered_before_anything_else(text: str) -> None:
    first = text.split("<main")[0]
    for sv, en in QUESTIONS:
        assert sv in first
        assert en in first
    assert first.count('<li id="answer-') == 5
    assert "Gränser" in first
    assert "vem som kommer att döda" in first


def test_the_page_is_whole_in_both_languages(text: str) -> None:
    parsed = read(text)
    assert parsed.faults == []
    assert parsed.open == []
    assert len(parsed.text["sv"]) == len(parsed.text["en"])
    words = [words for line in parsed.text["sv"] if (words := english_words(line))]
    assert words == []
    assert [line for line in parsed.text["en"] if re.search("[åäöÅÄÖ]", line)] == []
    plain = [words for line in parsed.text["both"] if (words := english_words(line))]
    assert plain == []


def test_nobody_is_called_guilty_dangerous_or_low(text: str) -> None:
    for lines in read(text).text.values():
        assert [words for line in lines if (words := unfit(line))] == []


def test_the_page_stands_alone_without_a_script(text: str) -> None:
    parsed = read(text)
    assert all(address.startswith("#") for address in parsed.addresses)
    assert "<script" not in text
    assert re.findall(r"https?:|@import|url\(|@font-face|srcset", text) == []
    assert set(parsed.links) <= set(parsed.ids)
    assert len(parsed.ids) == len(set(parsed.ids))
    assert re.findall(r"<th(?![^>]*scope=)[ >]", text) == []


def test_no_person_is_on_the_page(folder: Path, text: str) -> None:
    assert "person-20" not in text
    run = run_of(folder)
    assert run.facts["people"] == 913


def test_every_count_is_rounded_or_said_to_be_fewer_than_8(text: str) -> None:
    counts = re.findall(r'<span class="count">([^<]+)</span>', text)
    assert len(counts) > 20
    for count in counts:
        assert int(count.replace("\u202f", "")) % 5 == 0
        assert int(count.replace("\u202f", "")) >= 8
    assert 'class="count"><span lang="sv">färre än 8' in text


def test_the_exact_number_of_people_is_nowhere(folder: Path, text: str) -> None:
    people, outcomes = run_of(folder).people()
    seen = re.sub(r"<(style|svg).*?</\1>", "", text, flags=re.DOTALL)
    shown = re.findall(r"(?<![\d,.])\d+(?![\d,.])", seen)
    assert people % 5
    assert str(people) not in shown
    assert str(913) not in shown
    assert outcomes % 5 == 0 or str(outcomes) not in shown


def test_a_share_is_made_of_the_rounded_count_and_hidden_with_it() -> None:
    listed = on_list(Told(0.23, 0.15, 0.34), 100)
    assert listed is not None
    assert (listed.with_it, listed.low, listed.high) == (25, 15, 35)
    assert listed.precision[1] == "25 % (15 % to 35 %)"
    assert listed.needed_words[0] == "4,0 (2,9 till 6,7)"
    assert on_list(Told(0.07, 0.0, 0.1), 100) is None
    assert on_list(Told(0.95, 0.9, 1.0), 100) is None
    assert rounded_share(7, 100) is None
    assert rounded_share(23, 101) == 0.25
    assert count_words(0) == ("färre än 8", "fewer than 8")


def with_slope(run: Run, value: float, low: float, high: float) -> Run:
    """The run, had its calibration slope been this."""
    key = (run.setting, "scorecard", "calibration_slope", "", "all")
    row = run.metrics[key] | {"value": value, "low": low, "high": high}
    return replace(run, metrics=run.metrics | {key: row})


def test_drift_is_named_in_words_when_the_interval_of_the_slope_leaves_out_1(folder: Path) -> None:
    run = run_of(folder)
    steep = validation_page(with_slope(run, 1.6, 1.2, 2.0)).split("<main")[0]
    assert "Drift: chanserna är för försiktiga." in steep
    assert "Drift: the chances are too cautious." in steep
    said = [en for _, en in drift(with_slope(run, 0.6, 0.4, 0.8))]
    assert said[0].startswith("Drift: the chances are too extreme.")
    assert not any("Drift" in en for _, en in drift(with_slope(run, 0.9, 0.7, 1.1)))


def told(run: Run) -> str:
    """Everything the first screen says in English."""
    lines = [en for _, en in limits(run)]
    for answer in answers(run):
        lines += [answer.question[1], answer.verdict[1], answer.figure[1], answer.sentence[1]]
    return " ".join(lines)


def test_invented_material_says_that_nothing_about_accuracy_follows(folder: Path) -> None:
    run = run_of(folder)
    invented = replace(run, facts=run.facts | {"material": "invented"})
    assert "nothing follows about accuracy" in told(invented)
    assert "in invented material." in told(invented)
    assert "invented" not in told(run)


def test_what_was_not_delivered_is_named_among_what_it_could_not_see(folder: Path) -> None:
    run = run_of(folder)
    missing = {"liberty_known": False, "measures_known": False}
    lacking = replace(run, facts=run.facts | missing)
    assert "Not in the delivery: what the police did and custody." in told(lacking)
    assert "Not in the delivery" not in told(run)


def test_a_group_the_order_is_worse_for_is_named_and_the_unsure_are_counted(folder: Path) -> None:
    run = run_of(folder)
    groups = [dict(row) for row in run.figures["groups"]]
    unsure = sum(row["difference"] is None for row in groups)
    for row in groups:
        if row["difference"]:
            low = -0.1 if row["group"] == "south" else 0.0
            row["difference"] = {"value": low + 0.02, "low": low, "high": low + 0.05}
    figures = run.figures | {"groups": groups}
    worse = told(replace(run, facts=run.facts | {"figures": figures}))
    assert "The order is worse for Police region: south than for the others." in worse
    assert f"Insufficient evidence for {unsure} groups." in worse


def test_all_27_items_are_answered_or_said_not_to_be(text: str) -> None:
    items = re.search(r'<ol class="items">(.*?)</ol>', text, re.DOTALL)
    assert items is not None
    assert items.group(1).count("<li>") == 27
    assert "Not answered by this run, because" in items.group(1)


def test_every_fact_has_its_reason_in_both_languages() -> None:
    assert [f.name for f in FEATURES if why_read(f)[0] == why_read(f)[1]] == []


def test_a_folder_without_a_validation_is_an_error_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no validation"):
        write_validation_report(tmp_path)


def test_a_validation_without_further_figures_still_has_a_page(
    folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "out"
    other.mkdir()
    for name in ("metrics.parquet", "model.yaml"):
        (other / name).write_bytes((folder / name).read_bytes())
    facts = json.loads((folder / "validation.json").read_text("utf-8"))
    del facts["figures"]
    (other / "validation.json").write_text(json.dumps(facts), "utf-8")
    write_validation_report(other)
    assert read((other / "report.html").read_text("utf-8")).faults == []
