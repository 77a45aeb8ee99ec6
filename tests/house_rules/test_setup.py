"""What makes the first command work: locks that agree, a set-up that refuses in one sentence."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house_rules.tree import ROOT

LOCKS = ("run", "dev", "spark", "uv")
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)(?: ; (.+?))?(?: \\)?$", re.MULTILINE)


def locked(lock: str) -> dict[tuple[str, str], str]:
    """Package and condition → version, of one lock."""
    text = (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8")
    return {(name, condition or ""): version for name, version, condition in PIN.findall(text)}


def test_a_wider_lock_holds_the_narrower_in_the_same_versions() -> None:
    run, dev, spark = locked("run"), locked("dev"), locked("spark")
    assert run.items() <= dev.items() <= spark.items()
    assert {"pyspark"} <= {name for name, _ in spark.keys() - dev.keys()}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash)|^(?:-|/|[.]/)", text, re.MULTILINE)
    blocks = re.split(r"\n(?=[a-z0-9])", text)
    assert all("--hash=sha256:" in block for block in blocks if "==" in block)


def test_every_direct_dependency_is_locked() -> None:
    project = tomllib.loads(PROJECT)["project"]
    extras = project["optional-dependencies"]
    wanted = {"run": project["dependencies"], "dev": extras["dev"], "spark": extras["spark"]}
    for lock, dependencies in wanted.items():
        names = {re.split(r"[\[<>=; ]", line)[0].lower() for line in dependencies}
        assert names <= {name for name, _ in locked(lock)}, lock


def test_every_dependency_has_a_reason_beside_it() -> None:
    table = PROJECT.split("\n[project.scripts]")[0]
    lines = re.findall(r"^  \"[A-Za-z].*$", table.split("dependencies = [", 1)[1], re.MULTILINE)
    assert len(lines) > 20
    assert [line for line in lines if not re.search(r"#\s\w{3}", line)] == []


def test_the_core_has_at_most_25_direct_dependencies() -> None:
    assert len(tomllib.loads(PROJECT)["project"]["dependencies"]) <= 25


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A machine's view of the project before anything is installed."""
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    (tmp_path / "path").mkdir()
    for name in ("sh", "dirname", "id", "touch"):
        (tmp_path / "path" / name).symlink_to(str(shutil.which(name)))
    return tmp_path


def set_up(bare: Path, what: str) -> subprocess.CompletedProcess[str]:
    """tools/setup.sh on a machine whose only programs are those in `bare`/path."""
    return subprocess.run(
        ["sh", "tools/setup.sh", what],
        cwd=bare,
        env={"PATH": str(bare / "path")},
        capture_output=True,
        text=True,
        check=False,
    )


def one_sentence(answer: subprocess.CompletedProcess[str]) -> str:
    """The only line a refusal printed."""
    assert answer.returncode == 1
    lines = (answer.stdout + answer.stderr).strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def fake_python(bare: Path, script: str) -> None:
    """A `python3` that answers as `script` says."""
    python = bare / "path/python3"
    python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    python.chmod(0o755)


def test_without_python_the_set_up_says_which_is_needed(bare: Path) -> None:
    assert "Python 3.11 or later is needed" in one_sentence(set_up(bare, "dev"))


def test_an_old_python_is_refused_in_one_sentence(bare: Path) -> None:
    fake_python(bare, "exit 1")
    assert "Python 3.11 or later is needed" in one_sentence(set_up(bare, "dev"))


def test_a_python_without_venv_is_refused_in_one_sentence(bare: Path) -> None:
    fake_python(bare, 'case "$2" in *ensurepip*) exit 1 ;; esac')
    assert "no venv module" in one_sentence(set_up(bare, "dev"))


def test_without_java_the_set_up_says_what_to_install(bare: Path) -> None:
    assert "Java 17 or later" in one_sentence(set_up(bare, "java"))


def test_the_report_is_named_and_never_waited_for_where_nobody_sits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    report = tmp_path / "report.html"
    report.write_text("<p>En rapport</p>", encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, ROOT / "tools/open_report.py", report],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert answer.stdout == f"The report is in {report}\n"
