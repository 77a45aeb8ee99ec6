"""`hejda persons` from a terminal: what it writes, for whom, and what it says when it cannot."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import hejda
from tests.support.persons_run import invented, person_record

PACKAGE = str(Path(hejda.__file__).parent.parent)
RUN = "import sys; sys.path.insert(0, sys.argv.pop(1)); from hejda.cli.main import main; main()"
SECRET = "Hemligsson"
NUMBER = invented("19800101", 11)
SOURCE = """\
version: 1
source: xx
title: "Small · invented"
material: invented
rules: xx
source_law: none, invented
personal_number: se_invented
files:
  - {pattern: "*.parquet", format: parquet, tables: contract}
"""
TEXT = ("record_id", "source", "personal_number", "other_number", "names", "sex", "street",
        "postcode", "municipality", "phone", "e_mail", "source_law")  # fmt: skip
SCHEMA = pa.schema(
    [(name, pa.string()) for name in TEXT]
    + [("birth_date", pa.date32()), ("protected", pa.bool_()), ("registered_on", pa.date32())]
)
HEADER = "judgement_id,kind,a,b,decided_on,decided_by,reason,withdrawn_on\n"


def command(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """What the command says."""
    return subprocess.run(
        [sys.executable, "-c", RUN, PACKAGE, "persons", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env={"COLUMNS": "200", "PATH": "/usr/bin"},
    )


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five records: r1 and r2 share a number, r3 has another, r4 and r5 have none."""
    folder = tmp_path_factory.mktemp("delivery")
    day = dt.date(2020, 1, 1)
    rows = [
        person_record("r1", names=f"Alva {SECRET}", personal_number=NUMBER),
        person_record("r2", names=f"Alva {SECRET}", personal_number=NUMBER),
        person_record("r3", names=f"Bo {SECRET}", personal_number=invented("19700101", 12)),
        person_record("r4", names=f"Cim {SECRET}", birth_date=dt.date(1960, 1, 1)),
        person_record("r5", names=f"Dana {SECRET}", birth_date=dt.date(1950, 7, 7)),
    ]
    rows = [{**row, "source": "police", "registered_on": day} for row in rows]
    pq.write_table(pa.Table.from_pylist(rows, SCHEMA), folder / "person_record.parquet")
    (folder / "source.yaml").write_text(SOURCE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def earlier(delivery: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run."""
    out = tmp_path_factory.mktemp("earlier") / "out"
    told = persons(delivery, out)
    assert told.returncode == 0, told.stderr
    return out


def persons(delivery: Path, out: Path, *more: str | Path) -> subprocess.CompletedProcess[str]:
    """The command on the delivery, on a day of the test."""
    return command(
        delivery / "source.yaml", "--data", delivery, "--out", out, "--now", "2026-01-01", *more
    )


def refused(told: subprocess.CompletedProcess[str], code: str, out: Path) -> str:
    """What a refused run says: a code and sentences, nothing personal, and nothing was written."""
    said = told.stdout + told.stderr
    assert told.returncode == 2, said
    assert told.stderr.lstrip().startswith(code), said
    assert not out.exists()
    assert_nothing_personal(said)
    return said


def assert_nothing_personal(said: str) -> None:
    """No name, no number and no way into the code stands in a message."""
    for text in (SECRET, NUMBER, NUMBER[:8], "Traceback", "unexpected"):
        assert text not in said


def person_of(out: Path) -> dict[str, str]:
    """Record → person as written."""
    table = pq.read_table(out / "person_link.parquet")
    return dict(zip(table["record_id"].to_pylist(), table["person"].to_pylist(), strict=True))


def mode(path: Path) -> str:
    """Who may read a file or folder."""
    return f"{path.stat().st_mode & 0o777:o}"


def test_it_writes_who_is_who_for_its_owner_alone(earlier: Path) -> None:
    assert {path.name for path in earlier.iterdir()} == {
        "identity_review.parquet", "person_link.parquet", "quality.html", "quality.json", "store",
    }  # fmt: skip
    assert mode(earlier) == "700"
    assert mode(earlier / "store") == "700"
    assert mode(earlier / "store" / "key") == "600"
    people = person_of(earlier)
    assert people["r1"] == people["r2"]
    assert len(set(people.values())) == 4
    facts = json.loads((earlier / "quality.json").read_text(encoding="utf-8"))
    assert (facts["records"], facts["people"]) == (5, 4)
    for name in ("quality.json", "quality.html"):
        assert_nothing_personal((earlier / name).read_text(encoding="utf-8"))


def test_an_earlier_store_keeps_every_id_and_compares_nothing_anew(
    delivery: Path, earlier: Path, tmp_path: Path
) -> None:
    told = persons(delivery, tmp_path / "out", "--identities", earlier)
    assert told.returncode == 0, told.stderr
    assert "compared anew: 0 records" in told.stdout
    assert_nothing_personal(told.stdout + told.stderr)
    assert person_of(tmp_path / "out") == person_of(earlier)
    assert (tmp_path / "out" / "store" / "key").read_bytes() == (
        earlier / "store" / "key"
    ).read_bytes()


def test_without_a_store_the_ids_are_others(delivery: Path, earlier: Path, tmp_path: Path) -> None:
    """The key of the ids is drawn anew: nobody can work out an id from a record."""
    assert persons(delivery, tmp_path / "out").returncode == 0
    assert not set(person_of(tmp_path / "out").values()) & set(person_of(earlier).values())


def test_an_earlier_run_is_replaced_only_when_told_to(delivery: Path, earlier: Path) -> None:
    before = person_of(earlier)
    told = persons(delivery, earlier)
    assert told.returncode == 2
    assert "--force" in told.stderr
    assert_nothing_personal(told.stdout + told.stderr)
    assert person_of(earlier) == before


def test_force_replaces_an_earlier_run_and_nothing_else(delivery: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert persons(delivery, out).returncode == 0
    assert persons(delivery, out, "--force").returncode == 0
    other = tmp_path / "other"
    other.mkdir()
    (other / "letters.txt").write_text("kept", encoding="utf-8")
    told = persons(delivery, other, "--force")
    assert told.returncode == 2
    assert [path.name for path in other.iterdir()] == ["letters.txt"]


def test_a_delivery_without_person_records_is_refused(tmp_path: Path) -> None:
    (tmp_path / "source.yaml").write_text(SOURCE, encoding="utf-8")
    rows = {"incident_id": ["i1"], "registered_on": [dt.date(2020, 1, 1)], "kind": ["report"]}
    pq.write_table(pa.table(rows), tmp_path / "incident.parquet")
    told = persons(tmp_path, tmp_path / "out")
    assert told.returncode == 2, told.stderr
    assert "person_record" in told.stderr
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "out").exists()


def test_a_mapping_that_is_not_there_is_told(tmp_path: Path) -> None:
    told = command(tmp_path / "no.yaml", "--data", tmp_path, "--out", tmp_path / "out")
    refused(told, "no_file", tmp_path / "out")


# ── Judgements ───────────────────────────────────────────────────────────────────────────────────


def test_judgements_part_and_join(delivery: Path, earlier: Path, tmp_path: Path) -> None:
    path = tmp_path / "judgements.csv"
    path.write_text(
        HEADER + "j1,not_same,r1,r2,2025-01-01,A,because,\nj2,same,r3,r4,2025-01-01,A,because,\n",
        encoding="utf-8",
    )
    out = tmp_path / "out"
    told = persons(delivery, out, "--identities", earlier, "--judgements", path)
    assert told.returncode == 0, told.stderr
    people, before = person_of(out), person_of(earlier)
    assert people["r1"] == before["r1"]
    assert people["r2"] not in before.values()
    assert people["r3"] == people["r4"] == before["r3"]
    assert people["r5"] == before["r5"]


FAULTS = {
    "j1,perhaps,r1,r2,2025-01-01,A,x,": "row 1: unknown kind",
    "j1,same,r1,,2025-01-01,A,x,": "row 1: this kind is about two records",
    "j1,same,r1,r1,2025-01-01,A,x,": "row 1: this kind is about two records",
    "j1,same,r1,r2,1/1 2025,A,x,": "row 1: a date is not YYYY-MM-DD",
    "j1,same,r1,r2,2025-01-01,A,x,soon": "row 1: a date is not YYYY-MM-DD",
    "j1,same,r1,r2,2025-01-02,A,x,2025-01-01": "row 1: withdrawn before it was decided",
    "j1,same,r1,r2,,A,x,": "row 1: decided_on missing",
    "j1,same,r1,r2,2025-01-01,,,": "row 1: decided_by, reason missing",
}


def test_every_fault_of_the_judgements_is_told_at_once(delivery: Path, tmp_path: Path) -> None:
    rows = [row.replace("j1", f"j{at}", 1) for at, row in enumerate(FAULTS, 1)]
    path = tmp_path / "judgements.csv"
    path.write_text(
        HEADER + "\n".join([*rows, f"j1,same,{SECRET},{NUMBER},2025-01-01,A,x,"]) + "\n",
        encoding="utf-8",
    )
    said = refused(
        persons(delivery, tmp_path / "out", "--judgements", path), "judgements", tmp_path / "out"
    )
    for at, fault in enumerate(FAULTS.values(), 1):
        assert fault.replace("row 1", f"row {at}") in said
    assert "a judgement_id stands twice" in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.csv", None),
        ("broken.parquet", b"this is no Parquet file"),
        ("latin.csv", HEADER.encode() + "j1,same,r1,r2,2025-01-01,Åke,x,\n".encode("latin-1")),
    ],
)
def test_a_file_of_judgements_that_cannot_be_read_is_told(
    name: str, content: bytes | None, delivery: Path, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    told = persons(delivery, tmp_path / "out", "--judgements", path)
    assert "cannot be read" in refused(told, "judgements", tmp_path / "out")


def test_another_table_is_not_taken_for_judgements(delivery: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text(f"name,number\n{SECRET},{NUMBER}\n", encoding="utf-8")
    told = persons(delivery, tmp_path / "out", "--judgements", path)
    assert "judgement_id, kind, a" in refused(told, "judgements", tmp_path / "out")


# ── The store ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("key", None),
        ("key", b"not hexadecimal"),
        ("model.json", b"{"),
        ("feature.parquet", b"PAR1 nothing"),
        ("identity.parquet", None),
        ("link.parquet", None),
    ],
)
def test_a_broken_store_is_told_and_nothing_is_begun_anew(
    name: str, content: bytes | None, delivery: Path, earlier: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(earlier, broken)
    (broken / "store" / name).unlink()
    if content is not None:
        (broken / "store" / name).write_bytes(content)
    told = persons(delivery, tmp_path / "out", "--identities", broken)
    assert "identity store cannot be read" in refused(told, "identities", tmp_path / "out")


def test_a_folder_without_a_store_is_told(delivery: Path, tmp_path: Path) -> None:
    told = persons(delivery, tmp_path / "out", "--identities", tmp_path)
    refused(told, "identities", tmp_path / "out")


def test_a_file_of_truth_that_cannot_be_read_is_told(delivery: Path, tmp_path: Path) -> None:
    told = persons(delivery, tmp_path / "out", "--truth", delivery / "source.yaml")
    refused(told, "truth", tmp_path / "out")
