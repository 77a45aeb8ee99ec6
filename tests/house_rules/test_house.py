"""The tree keeps the house rules: sizes, names, calls, words, and nothing left behind."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house_rules import checks
from tests.house_rules.tree import LARGEST, ROOT, python_files, shown, text_of, tracked

CORE = ROOT / "src/hejda"
STAGES = (  # in the order of the flow
    "registers",
    "persons",
    "relations",
    "rank",
    "nominate",
    "assess",
    "plan",
    "share",
    "review",
    "evaluate",
)


def faults_in(files: list[Path], check: Callable[[str], list[str]]) -> list[str]:
    """What `check` says about each file, with the file's name before it."""
    return [
        f"{shown(path)}:{fault}"
        for path in files
        if (text := text_of(path)) is not None
        for fault in check(text)
    ]


def hold(faults: list[str]) -> None:
    """Fails with every fault on a line of its own."""
    assert not faults, "\n" + "\n".join(faults)


def core_files(*, outside: tuple[str, ...] = ()) -> list[Path]:
    """Python files of the core, without the packages named."""
    return [
        path
        for path in python_files("src")
        if path.is_relative_to(CORE) and path.relative_to(CORE).parts[0] not in outside
    ]


def files_named(*suffixes: str) -> list[Path]:
    """Tracked files with one of these endings, and the files of chores that have none."""
    return [
        path for path in tracked() if path.suffix in suffixes or path.name in {"Makefile", "run"}
    ]


def test_no_file_is_longer_than_400_lines() -> None:
    # Migrations are written by a command and read by nobody from end to end.
    files = [
        p for p in python_files("src", "tests", "tools", "bench") if "migrations" not in p.parts
    ]
    hold(faults_in(files, checks.long_file))


def test_no_function_is_longer_than_60_lines() -> None:
    hold(faults_in(python_files("src", "tests", "tools", "bench"), checks.long_functions))


def test_every_name_says_something() -> None:
    faults = [
        f"{shown(path)}:{fault}"
        for path in python_files("src", "tests", "tools", "bench")
        for fault in checks.empty_names(shown(path), path.read_text(encoding="utf-8"))
    ]
    hold(faults)


def test_the_core_reads_no_clock_no_environment_and_no_chance() -> None:
    faults = [
        f"{shown(path)}:{fault}"
        for path in core_files(outside=("cli",))
        for fault in checks.banned_calls(shown(path), path.read_text(encoding="utf-8"))
    ]
    hold(faults)


def test_no_stage_asks_an_engine_for_float_arithmetic() -> None:
    stages = [path for path in core_files() if path.relative_to(CORE).parts[0] in STAGES]
    hold(faults_in(stages, checks.inexact_calls))


def test_every_module_opens_with_what_it_is_for() -> None:
    files = [path for path in python_files("src", "tests", "tools", "bench") if path.stat().st_size]
    hold(faults_in(files, checks.missing_module_docstring))


def test_every_package_of_the_core_has_a_doorplate() -> None:
    doors = [path for path in core_files() if path.name == "__init__.py"]
    hold(faults_in(doors, checks.missing_module_docstring))


def test_every_public_function_and_class_of_the_core_has_a_sentence() -> None:
    hold(faults_in(core_files(), checks.missing_docstrings))


def test_people_are_written_about_with_care() -> None:
    texts = [path for path in tracked() if path.is_relative_to(CORE) and path.suffix != ".css"]
    hold(faults_in(texts, checks.unfit_words))


def test_nothing_unfinished_is_left_behind() -> None:
    files = files_named(".py", ".toml", ".sh", ".sql", ".html", ".css", ".yaml", ".yml")
    hold(faults_in(files, checks.left_behind))


def test_no_file_names_a_machine_or_a_package_index() -> None:
    hold(faults_in(tracked(), checks.of_a_machine))


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    hold(faults_in(python_files("tests", "spec"), checks.skipped_tests))


def test_no_environment_and_no_large_file_is_tracked() -> None:
    environment = [shown(path) for path in tracked() if ".venv" in path.parts]
    large = [shown(path) for path in tracked() if path.stat().st_size > LARGEST]
    hold(environment[:3])
    hold(large)


@pytest.mark.parametrize(
    "folder", sorted({path.relative_to(CORE).parts[0] for path in core_files()} - {"__init__.py"})
)
def test_the_glossary_knows_every_package_of_the_core(folder: str) -> None:
    assert f"`{folder.removesuffix('.py')}`" in glossary(), folder


def test_the_glossary_knows_every_chapter_of_the_specification() -> None:
    chapters = {
        path.relative_to(ROOT).parts[1]
        for path in tracked()
        if path.is_relative_to(ROOT / "spec") and len(path.relative_to(ROOT).parts) > 2
    }
    words = {re.sub(r"^\d+_", "", chapter) for chapter in chapters}
    assert {word for word in words if f"`{word}`" not in glossary()} == set()


def test_the_chapters_of_the_specification_stand_in_the_order_of_the_flow() -> None:
    chapters = {path.name for path in (ROOT / "spec").glob("[0-9]*_*") if path.is_dir()}
    flow = {f"{number:02}_{stage}" for number, stage in enumerate(STAGES, start=1)}
    assert chapters - flow == set()


def glossary() -> str:
    """The glossary's text."""
    return (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
