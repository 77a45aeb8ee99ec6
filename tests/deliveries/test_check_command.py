"""`hejda check` from a terminal: the sum, the reasons, the exit code, and never a traceback."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq

import hejda
from tests.deliveries.delivered import SECRET, as_csv, case_rows, source, text_entry

HERE = Path(__file__).resolve().parents[2]
PACKAGE = str(Path(hejda.__file__).parent.parent)
RUN = "import sys; sys.path.insert(0, sys.argv.pop(1)); from hejda.cli.main import main; main()"


def command(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """What the command says."""
    return subprocess.run(
        [sys.executable, "-c", RUN, PACKAGE, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env={"COLUMNS": "200", "PATH": "/usr/bin"},
    )


def mapping_in(folder: Path) -> Path:
    path = folder / "source.yaml"
    path.write_text(source(text_entry()), encoding="utf-8")
    return path


def test_it_says_what_became_of_every_row(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    rows = case_rows(20, 3)
    rows[4][1] = "2062-01-01"
    (data / "cases.csv").write_text(as_csv([*rows, rows[0]]), encoding="utf-8")
    aside = tmp_path / "aside.parquet"
    told = command("check", mapping_in(tmp_path), "--data", data, "--quarantine", aside)
    assert told.returncode == 0, told.stderr
    assert "21 rows in = 19 accepted + 1 duplicates + 1 quarantined" in told.stdout
    assert "date_in_future" in told.stdout
    assert SECRET not in told.stdout + told.stderr
    assert pq.read_table(aside).column("row").to_pylist()[0] == 5
    again = command("check", mapping_in(tmp_path), "--data", data, "--quarantine", aside)
    assert again.returncode == 2
    assert "file_exists" in again.stderr


def test_a_delivery_of_no_use_ends_with_what_was_found_and_what_to_do(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "cases.csv").write_text(as_csv(case_rows(5, 3)).replace(",", ";"), encoding="utf-8")
    told = command("check", mapping_in(tmp_path), "--data", data)
    assert told.returncode == 2
    assert "5 rows in = 0 accepted + 0 duplicates + 5 quarantined" in told.stdout
    assert "lacks columns that the mapping reads" in told.stdout
    assert "nothing_usable" in told.stderr
    for text in (told.stdout, told.stderr):
        assert "Traceback" not in text
        assert SECRET not in text


def test_wrong_paths_and_mappings_are_told(tmp_path: Path) -> None:
    shutil.copy(HERE / "examples" / "xx" / "source.yaml", tmp_path / "source.yaml")
    for words, code in (
        (("check", tmp_path / "no.yaml", "--data", tmp_path), "mapping_unusable"),
        (("check", tmp_path / "source.yaml", "--data", tmp_path / "nowhere"), "no_folder"),
        (("check", tmp_path / "source.yaml", "--data", tmp_path), "no_file_matches"),
    ):
        told = command(*words)
        assert told.returncode == 2, told
        assert code in told.stderr
        assert "Traceback" not in told.stderr
