"""Several towns in one delivery, the command, and what other authorities would send."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from hejda.base.errors import InputError
from hejda.cli.commands import app
from hejda.engine.read import read_delivery

SMALL = ["--persons", "4000", "--years", "4", "--seed", "3"]


def run(*words: str) -> None:
    CliRunner().invoke(app, ["simulate", *words], catch_exceptions=False, standalone_mode=False)


def test_towns_share_no_id_and_read_as_one_delivery(tmp_path: Path) -> None:
    out = tmp_path / "towns"
    run("--out", str(out), *SMALL, "--scale-out", "3")
    ids = [
        pq.read_table(p)["incident_id"].to_pylist() for p in sorted(out.glob("incident-*.parquet"))
    ]
    assert len(ids) == 3
    assert len({name for town in ids for name in town}) == sum(map(len, ids))
    found = read_delivery(out / "source.yaml", out, tmp_path / "work", now=dt.date(2026, 1, 1))
    assert found.tables_rows["incident"] == sum(map(len, ids))
    assert (found.quarantined, found.broken) == (0, {})
    assert sorted(p.name for p in out.glob("truth-*")) == ["truth-01", "truth-02", "truth-03"]


def test_what_other_authorities_would_send_and_the_police_do_not_hold(tmp_path: Path) -> None:
    out = tmp_path / "country"
    run("--out", str(out), *SMALL, "--authorities", "--delivery")
    contacts = pq.read_table(out / "truth" / "contact.parquet")
    for name in ("psychiatry", "social_services"):
        with (out / "authorities" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        assert len(rows) == pc.sum(pc.equal(contacts["authority"], name)).as_py() > 0
    assert (out / "delivery" / "source.yaml").is_file()


@pytest.mark.parametrize("words", [["--country", "no"], ["--policy", "magic"]])
def test_what_is_not_known_is_said(words: list[str], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is known"):
        run("--out", str(tmp_path / "out"), *SMALL, *words)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("word", ["--delivery", "--authorities"])
def test_what_is_made_for_one_town_is_refused_for_several(word: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="one town"):
        run("--out", str(tmp_path / "out"), *SMALL, "--scale-out", "2", word)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="already exists"):
        run("--out", str(tmp_path), *SMALL, "--force")
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"
