"""`hejda rules --listing`: when a listing must be erased, told in either language, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from hejda.base.errors import InputError
from hejda.cli.rules import rules

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples/xx/listing.yaml"


def told(listing: Path, *more: str) -> str:
    """What the command prints, each run of blanks one blank; its error, where it ends with one."""
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(rules)
    arguments = ["--rules", "xx", "--listing", str(listing), "--on", "2026-05-01", *more]
    result = CliRunner(env={"COLUMNS": "160"}).invoke(app, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return " ".join(result.output.split())


def test_the_example_is_told_with_its_day_its_steps_and_its_paragraphs() -> None:
    # The year 2023 and ten more, and the 31 days of January 2025.
    said = told(EXAMPLE)
    assert (
        "The last fact about criminal activity (incident:i1) was registered on 2 November" in said
    )
    assert "31 days in prison and forensic care after that do not count. [ch. 4, s. 3]" in said
    assert "The listing must be erased on 1 February 2034." in said
    assert "The need is reviewed by 1 February 2027. [ch. 4, s. 6]" in said
    assert "sanction:s1 │ 2031-02-04 │ The register of sentences" in said
    assert "demands more" not in said
    assert "Not verified" not in said


def test_the_example_is_told_in_swedish() -> None:
    said = told(EXAMPLE, "--lang", "sv")
    assert "Listningen ska vara utplånad den 1 februari 2034." in said
    assert "Sett från 1 maj 2026, efter reglerna i xx" in said


def changed(folder: Path, *pairs: tuple[str, str]) -> Path:
    """The example with some text changed, as a file of its own."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    file = folder / "listing.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_what_the_ground_demands_and_is_not_answered_is_told(tmp_path: Path) -> None:
    file = changed(tmp_path, ("grave: true", "grave: false"), ("threat: threat\n", 'threat: ""\n'))
    said = told(file)
    assert "grave: The answer is no; the ground does not hold" in said
    assert "threat: Not answered: Burdened, or a threat to others." in said


def test_an_answer_that_is_no_date_is_told_and_not_hidden(tmp_path: Path) -> None:
    file = changed(tmp_path, ("decided_on: 2024-05-01", "decided_on: in the spring"))
    assert "decided_on: No such answer" in told(file)


def test_what_nobody_has_verified_is_told_with_the_question_to_a_lawyer(tmp_path: Path) -> None:
    file = changed(tmp_path, ("source_law: sentence_register", "source_law: arms_register"))
    said = told(file)
    assert "Not verified: arms_register. Ask a lawyer before anybody acts on this." in said
    assert "How long the fact sanction:s1 may be kept is not known: ask a lawyer." in said


def test_every_fault_of_the_file_is_told_at_once_with_its_line_and_without_its_value(
    tmp_path: Path,
) -> None:
    file = changed(
        tmp_path,
        ("registered_on: 2023-11-02", "registered_on: 2023-secret"),
        ("kind: prison", "kind: secret"),
        ("- {kind: score, on: 2026-04-01}", "- {kind: score, secret: 2026-04-01}"),
    )
    with pytest.raises(InputError) as refused:
        told(file)
    assert refused.value.code == "listing"
    assert "line 12, facts[0].registered_on" in refused.value.what
    assert "inside[0].kind" in refused.value.what
    assert "others[0].on: Field required" in refused.value.what
    assert "2023-secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "listing"),
        ("a: [1", "listing"),
        ("- 1", "listing"),
        ("listed_on: 2024-05-01\ngrounds: 7\n", "listing"),
        ("listed_on: 2024-05-01\ngrounds: []\n", "listing"),
        ("listed_on: 2024-05-01\ngrounds: [{ground: x, since: 2024-05-01}]\n", "ground_unknown"),
        ("listed_on: 2024-05-01\ngrounds: [{ground: [], since: 2024-05-01}]\n", "listing"),
        ("listed_on: 2024-05-01\ngrounds: [3]\n", "listing"),
    ],
)
def test_a_file_that_is_no_listing_is_refused_in_words(
    content: str, code: str, tmp_path: Path
) -> None:
    file = tmp_path / "listing.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        told(file)
    assert refused.value.code == code
    assert refused.value.todo


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a file"):
        told(tmp_path / "nothing.yaml")
