"""The import fences hold, and each of them catches and names a breach planted for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house_rules.test_house import STAGES
from tests.house_rules.tree import ROOT

Linted = Callable[[Path, str], subprocess.CompletedProcess[str]]
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}
BREACHES = {
    "a stage imports a stage": (
        "layers",
        {"rank/planted.py": "import hejda.persons"},
        "hejda.rank.planted -> hejda.persons",
    ),
    "a lower layer imports a higher": (
        "layers",
        {"tables/planted.py": "import hejda.engine"},
        "hejda.tables.planted -> hejda.engine",
    ),
    "a package nobody has placed": (
        "layers",
        {"attic/__init__.py": '"""Nobody placed it."""'},
        "attic",
    ),
    "the core imports Django": (
        "core",
        {"base/planted.py": "import django"},
        "hejda.base.planted -> django",
    ),
    "the core imports the application": (
        "core",
        {"cli/planted.py": "from hejda_web import cases"},
        "hejda.cli.planted -> hejda_web",
    ),
    "a stage imports an engine": (
        "pure",
        {"rank/planted.py": "import duckdb"},
        "hejda.rank.planted -> duckdb",
    ),
    "a lower app imports a higher": (
        "web",
        {"../hejda_web/people/planted.py": "import hejda_web.cases"},
        "hejda_web.people.planted -> hejda_web.cases",
    ),
    "the checker shares code with the log": (
        "checker",
        {"../hejda_audit/planted.py": "import hejda.base"},
        "hejda_audit.planted -> hejda.base",
    ),
    "the log knows Django": (
        "log",
        {"../hejda_web/audit/chain.py": "import django"},
        "hejda_web.audit.chain -> django",
    ),
    "a stage reads files by way of knowledge": (
        "pure",
        {
            "rank/planted.py": "import hejda.knowledge.planted",
            "knowledge/planted.py": "import hejda.knowledge.load",
        },
        "hejda.knowledge.planted -> hejda.knowledge.load",
    ),
}


@pytest.fixture
def linted(monkeypatch: pytest.MonkeyPatch) -> Linted:
    """import-linter's answer for one contract on the tree in a folder."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"]
    monkeypatch.setenv("COLUMNS", "200")  # it folds its lines at the width of the terminal

    def answer(root: Path, contract: str) -> subprocess.CompletedProcess[str]:
        monkeypatch.setenv("PYTHONPATH", str(root / "src"))
        whole = [*command, "--contract", contract]
        return subprocess.run(whole, cwd=root, capture_output=True, text=True, check=False)

    return answer


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The code and its fences, copied, so that a breach can be planted."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_tree_keeps_its_fences(linted: Linted, contract: str) -> None:
    answer = linted(ROOT, contract)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert f"{CONTRACTS[contract]['name']} KEPT" in answer.stdout


@pytest.mark.parametrize("breach", BREACHES)
def test_a_planted_breach_is_caught_and_named(copy: Path, linted: Linted, breach: str) -> None:
    contract, files, named = BREACHES[breach]
    for name, code in files.items():
        path = copy / "src/hejda" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(code + "\n", encoding="utf-8")

    answer = linted(copy, contract)

    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert f"{CONTRACTS[contract]['name']} BROKEN" in answer.stdout
    assert named in answer.stdout


def test_every_contract_has_a_planted_breach() -> None:
    assert {contract for contract, _, _ in BREACHES.values()} == set(CONTRACTS)


def test_every_stage_that_exists_is_held_to_be_pure() -> None:
    built = {stage for stage in STAGES if (ROOT / "src/hejda" / stage).is_dir()}
    held = {name.removeprefix("hejda.") for name in CONTRACTS["pure"]["source_modules"]}
    assert built - held == set()
