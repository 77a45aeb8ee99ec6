"""`hejda erase` removes a run, only a run, and leaves a receipt that names nobody."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from hejda.base.errors import InputError, Refusal
from hejda.cli.erase import erase, erased, free_path
from hejda.report.page import write_report
from hejda.report.read import rows_of
from tests.support.sample_out import sample_out

NOW = dt.date(2026, 11, 22)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An invented run with a report and a dossier."""
    folder = sample_out(tmp_path / "out")
    write_report(folder)
    (folder / "dossier").mkdir()
    (folder / "dossier" / "incident.parquet").write_bytes(b"PAR1")
    return folder


def test_the_whole_run_is_gone_and_the_receipt_says_what_it_was(out: Path) -> None:
    written = sum(path.is_file() for path in out.rglob("*"))
    receipt = erased(out, NOW)
    assert not out.exists()
    assert receipt.erased_on == "2026-11-22"
    assert receipt.source == "xx"
    assert receipt.rules_fingerprint.startswith("5b1e")
    assert receipt.proposals["harm"] == 12
    assert receipt.files == written > 0
    assert receipt.left == 0


def test_the_receipt_is_written_beside_the_run_and_names_nobody(out: Path) -> None:
    people = [row["person"] for row in rows_of(out, "person")]
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(erase)
    result = CliRunner().invoke(app, [str(out), "--now", "2026-11-22"])
    assert result.exit_code == 0
    written = out.with_name("out.erased.json").read_text(encoding="utf-8")
    assert json.loads(written)["people_ranked"] == len(people)
    for person in people:
        assert person not in written
        assert person not in result.output


def test_a_receipt_never_replaces_another(tmp_path: Path) -> None:
    path = tmp_path / "out.erased.json"
    assert free_path(path) == path
    path.write_text("{}", encoding="utf-8")
    assert free_path(path).name == "out.erased-2.json"


def test_a_folder_that_is_no_run_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "thesis.txt"
    kept.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        erased(tmp_path, NOW)
    assert raised.value.code == "no_run"
    (tmp_path / "run.json").write_text('{"other": "program"}', encoding="utf-8")
    with pytest.raises(InputError):
        erased(tmp_path, NOW)
    assert kept.exists()


def test_links_are_never_followed(out: Path, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "incident.parquet").write_bytes(b"theirs")
    (out / "dossier" / "incident.parquet").unlink()
    (out / "dossier").rmdir()
    (out / "dossier").symlink_to(outside)
    (out / "person.parquet").unlink()
    (out / "person.parquet").symlink_to(outside / "incident.parquet")
    receipt = erased(out, NOW)
    assert (outside / "incident.parquet").read_bytes() == b"theirs"
    assert receipt.left == 2
    assert out.exists()


def test_a_link_to_a_run_is_refused(out: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(out)
    with pytest.raises(Refusal):
        erased(link, NOW)
    assert (out / "run.json").exists()


def test_files_that_no_run_writes_stay_and_are_told_of(out: Path) -> None:
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(erase)
    result = CliRunner().invoke(app, [str(out), "--now", "2026-11-22"])
    assert isinstance(result.exception, InputError)
    assert result.exception.code == "something_left"
    assert [path.name for path in out.iterdir()] == ["notes.txt"]
