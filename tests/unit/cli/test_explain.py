"""`hejda explain` tells one person's whole explanation, in either language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from hejda.base.errors import InputError
from hejda.cli.explain import explain
from hejda.report.read import rows_of
from tests.support.sample_out import sample_out
from tests.support.sentence_checks import english_words, unfit


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented run."""
    return sample_out(tmp_path_factory.mktemp("explain") / "out")


def told(out: Path, *arguments: str) -> str:
    """What the command prints, on one line; its error, where it ends with one."""
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(explain)
    result = CliRunner(env={"COLUMNS": "110"}).invoke(app, [str(out), *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return re.sub(r"[ \n·]+", " ", result.output)


def on_list(out: Path, name: str) -> str:
    """The first person on the list."""
    return next(str(r["person"]) for r in rows_of(out, "candidate") if r["list"] == name)


def words(text: str) -> str:
    """The text with blanks as `told` leaves them."""
    return re.sub(r"[ \n·]+", " ", text)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_everything_about_a_person_is_told(out: Path, lang: str) -> None:
    person = on_list(out, "serial")
    text = told(out, person, "--lang", lang)
    reasons = [
        row
        for row in rows_of(out, "reason")
        if row["person"] == person and row["ranker"] == "expected_harm"
    ]
    against = [row for row in rows_of(out, "contrary") if row["person"] == person]
    assert reasons
    assert against
    assert person in text
    for row in reasons:
        points = f"{abs(row['points']):,}".replace(",", "\u202f")
        assert points in text
        assert row["sentence_" + lang].split(" ")[0] in text
        for reference in row["evidence"]:
            assert reference in text
    for row in against:
        if row["kind"] == "leaves_on":
            assert words(row["sentence_" + lang]) in text
    total = f"{sum(row['points'] for row in reasons):,}".replace(",", "\u202f")
    assert total in text


def test_the_swedish_explanation_is_swedish_and_calls_nobody_guilty(out: Path) -> None:
    text = told(out, on_list(out, "harm"))
    ours = re.sub(r"[a-z_]+:[A-Za-z0-9.-]+|sanction|relation", "", text)
    assert english_words(ours) == []
    assert unfit(text) == []
    assert "Det här är ett förslag" in text
    assert "Påhittat material" in text


def test_the_source_may_be_left_out_of_the_id(out: Path) -> None:
    person = on_list(out, "harm")
    assert person in told(out, person.partition(":")[2])


def test_another_ranker_may_be_asked(out: Path) -> None:
    text = told(out, on_list(out, "harm"), "--ranker", "count_12m", "--lang", "en")
    assert "Number of incidents, 12 months" in text
    assert "Sum, incidents" in text


def test_one_list_may_be_asked_for(out: Path) -> None:
    text = told(out, on_list(out, "serial"), "--list", "serial", "--lang", "en")
    assert "Several unconnected victims place 1" in text


def test_somebody_ranked_and_not_listed_has_places_and_no_reasons(out: Path) -> None:
    listed = {row["person"] for row in rows_of(out, "candidate")}
    person = next(row["person"] for row in rows_of(out, "person") if row["person"] not in listed)
    text = told(out, person, "--lang", "en")
    assert "Ranked, but on no list" in text
    assert "Place by other ways of counting" in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("xx:P9",), "unknown_person"),
        (("qqqqqqqqqqqq",), "unknown_person"),
        (("xx:P0001", "--lang", "no"), "language_unknown"),
        (("xx:P0001", "--list", "best"), "unknown_list"),
        (("xx:P0001", "--ranker", "hunch"), "no_reasons"),
    ],
)
def test_a_wrong_question_gets_a_sentence(out: Path, arguments: tuple[str, ...], code: str) -> None:
    with pytest.raises(InputError) as raised:
        told(out, *arguments)
    assert raised.value.code == code
    assert raised.value.todo


def test_an_unknown_person_is_told_which_ids_come_near(out: Path) -> None:
    with pytest.raises(InputError) as raised:
        told(out, "P001")
    assert "xx:P001" in raised.value.todo


def test_a_folder_without_a_run_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        told(tmp_path, "xx:P0001")
    assert raised.value.code == "no_run"


def test_somebody_with_several_victims_is_explained_by_the_incidents(tmp_path: Path) -> None:
    out = sample_out(tmp_path / "out", several_victims=3)
    person = on_list(out, "several_victims")
    text = told(out, person, "--lang", "en")
    assert "Several victims, relation unknown" in text
    assert "Why – Number of victims" in text
    assert "incident:" in text
    assert "Sum, victims" in text
