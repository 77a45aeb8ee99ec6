"""The reading child: it can be ended, it dies without a traceback, and it goes when nobody asks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

import hejda
from hejda.base.errors import DeliveryError
from hejda.engine.read import Limits
from hejda.engine.read_files import files_of
from hejda.engine.read_guard import ReadingChild
from tests.deliveries.delivered import (
    SECRET,
    as_csv,
    case_rows,
    contract_entry,
    read,
    source,
    text_entry,
)


def cases(folder: Path, number: int) -> Path:
    folder.mkdir()
    (folder / "cases.csv").write_text(as_csv(case_rows(number, 1)), encoding="utf-8")
    return folder


def test_a_reading_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    folder = cases(tmp_path / "delivery", 30_000)
    started = time.monotonic()
    with pytest.raises(DeliveryError, match="took more than 0 seconds") as stopped:
        read(folder, source(text_entry()), Limits(seconds=0))
    assert stopped.value.code == "time_limit"
    assert stopped.value.todo
    assert time.monotonic() - started < 10
    assert [p for work in tmp_path.glob("work-*") for p in work.iterdir()] == []


def test_a_reading_that_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    folder = cases(tmp_path / "delivery", 200)
    with pytest.raises(DeliveryError, match="more than 40 MiB") as stopped:
        read(folder, source(text_entry()), Limits(memory_mib=40))
    assert stopped.value.code == "memory_limit"
    assert [p for work in tmp_path.glob("work-*") for p in work.iterdir()] == []


def test_a_child_that_dies_is_told_in_a_sentence(tmp_path: Path) -> None:
    with ReadingChild(tmp_path, Limits(), lambda what, done: None) as child:
        assert child.ask("checksum", path=__file__)["bytes"] == Path(__file__).stat().st_size
        child._process.kill()
        with pytest.raises(DeliveryError, match="ended without an answer"):
            child.ask("checksum", path=__file__)


def test_a_child_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    code = (
        "import os, sys, pathlib\n"
        "from hejda.engine.read_guard import Limits, ReadingChild\n"
        "child = ReadingChild(pathlib.Path(sys.argv[1]), Limits(), print).__enter__()\n"
        "child.ask('checksum', path=__file__ if '__file__' in dir() else '/proc/self/cmdline')\n"
        "print(child._process.pid, flush=True)\n"
        "os._exit(1)\n"
    )
    package = str(Path(hejda.__file__).parent.parent)
    told = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {package!r})\n{code}", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    number = int(told.stdout.split()[-1])
    for _ in range(100):
        if not psutil.pid_exists(number) or psutil.Process(number).status() == "zombie":
            return
        time.sleep(0.05)
    pytest.fail("the child is still there after five seconds")


def test_the_engine_may_open_nothing_but_the_private_folder(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(f"name\n{SECRET}\n", encoding="utf-8")
    work = tmp_path / "work"
    work.mkdir()
    with ReadingChild(work, Limits(), lambda what, done: None) as child:
        child.ask("open", work=str(work), memory_mib=256, files=[], field_bytes=1 << 20)
        assert child.ask("attempt", sql="SELECT 1")
        for sql in (
            f"SELECT * FROM read_csv('{other}')",
            f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
            "SET enable_external_access = true",
            "SET allowed_directories = ['/']",
            "INSTALL httpfs",
            f"ATTACH '{tmp_path}/other.db'",
        ):
            assert not child.ask("attempt", sql=sql), sql
        assert child.ask("attempt", sql=f"COPY (SELECT 1 AS a) TO '{work}/in.parquet'")


def test_a_file_that_may_not_be_read_is_told() -> None:
    nobody = 65534
    with tempfile.TemporaryDirectory() as name:
        folder = cases(Path(name) / "delivery", 3)
        Path(name).chmod(0o755)
        shutil.copy(folder / "cases.csv", folder / "cases_2.csv")
        (folder / "cases_2.csv").chmod(0)
        user = os.geteuid()
        try:
            if user == 0:
                os.seteuid(nobody)  # nothing is forbidden to root
            found = files_of(folder, "cases*")
        finally:
            os.seteuid(user)
    assert [file.fault for file in found] == [None, "not_permitted"]


def test_files_of_one_entry_may_have_their_columns_in_another_order(tmp_path: Path) -> None:
    folder = cases(tmp_path / "delivery", 3)
    rows = [row[::-1] for row in case_rows(3, 1)] + [row[::-1] for row in case_rows(5, 2)]
    header = tuple(reversed(as_csv([]).strip().split(",")))
    (folder / "cases_2.csv").write_text(as_csv(rows, header), encoding="utf-8")
    delivery, _ = read(folder, source(text_entry()))
    assert (delivery.rows, delivery.duplicate) == (11, 3)


def test_a_file_that_two_entries_name_is_refused(tmp_path: Path) -> None:
    folder = cases(tmp_path / "delivery", 3)
    with pytest.raises(DeliveryError, match="named by two entries") as refused:
        read(folder, source(text_entry(), contract_entry("csv", "*.csv")))
    assert refused.value.code == "file_in_two_entries"
