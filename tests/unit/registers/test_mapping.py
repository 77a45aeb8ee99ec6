"""What a source mapping may say, and what is said of one that is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from hejda.base.errors import MappingError
from hejda.engine.read_source import load_mapping
from hejda.registers.mapping import SourceMapping, source_schema
from hejda.registers.terms import columns_of, patterns_in

HERE = Path(__file__).resolve().parents[3]
SCHEMA = HERE / "knowledge" / "schemas" / "source.schema.json"
EXAMPLES = sorted((HERE / "examples").glob("*/source.yaml"))
INCIDENT = {"incident_id": "id", "registered_on": {"date": "day"}}


def mapping(columns: dict[str, Any] | None = None, entry: Any = None, **head: Any) -> str:
    """A source.yaml with one entry for the incident table."""
    tables = {"incident": {**INCIDENT, **(columns or {})}}
    whole = {"format": "csv", "pattern": "a.csv", "tables": tables, **(entry or {})}
    told = {"version": 1, "source": "s", "title": "T", "material": "invented", "rules": "xx"}
    return yaml.safe_dump({**told, "files": [whole], **head})


def loaded(tmp_path: Path, text: str) -> SourceMapping:
    path = tmp_path / "source.yaml"
    path.write_text(text, encoding="utf-8")
    return load_mapping(path)


def test_the_schema_on_disk_is_the_one_of_the_models() -> None:
    again = "python -c 'import json; from hejda.registers.mapping import source_schema; print(json.dumps(source_schema(), indent=2, ensure_ascii=False))'"  # noqa: E501
    on_disk = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert on_disk == source_schema(), f"write {SCHEMA.name} again: {again} > {SCHEMA}"
    jsonschema.Draft202012Validator.check_schema(on_disk)


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.parent.name for path in EXAMPLES])
def test_every_example_is_valid_by_schema_and_by_model(path: Path) -> None:
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), source_schema())
    assert load_mapping(path).missing_grounds == ()


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.parent.name for path in EXAMPLES])
def test_its_rules_are_there(path: Path) -> None:
    rules = load_mapping(path).rules
    assert (path.parent / rules).is_dir() or (HERE / "knowledge" / rules).is_dir()


WRONG: dict[str, tuple[str, str]] = {
    "a table nobody knows": (
        mapping(entry={"tables": {"crime": INCIDENT}}),
        "there is no such table",
    ),
    "a column the table lacks": (mapping({"colour": "c"}), "incident.colour: the contract has no"),
    "a required column left out": (
        mapping(entry={"tables": {"incident": {"incident_id": "id"}}}),
        "registered_on: this column is required and nothing is said",
    ),
    "a column hejda sets": (mapping({"superseded_on": "x"}), "hejda sets this column itself"),
    "a required column that may be missing": (
        mapping({"incident_id": {"is": "id", "if_unreadable": "missing"}}),
        "a required column cannot be set to missing",
    ),
    "two words in one expression": (
        mapping({"status": {"value": "a", "column": "b"}}),
        "has exactly one of",
    ),
    "no word in an expression": (mapping({"status": {"colour": "b"}}), "has exactly one of"),
    "a pattern that is none": (
        mapping({"status": {"patterns": [{"matches": "(", "gives": "x"}], "of": "a"}}),
        "is not a regular expression",
    ),
    "a pattern that looks ahead": (
        mapping({"status": {"patterns": [{"matches": "a(?=b)", "gives": "x"}], "of": "a"}}),
        "looks around or back",
    ),
    "a date format without a year": (
        mapping({"occurred_on": {"date": "d", "format": "%d/%m"}}),
        "a date format has",
    ),
    "a date format nobody knows": (
        mapping({"occurred_on": {"date": "d", "format": "%Q-%m-%d"}}),
        "which is not known",
    ),
    "two tests in one condition": (
        mapping({"only_if": {"column": "a", "equals": "b", "empty": True}}),
        "exactly one test of",
    ),
    "a test of nothing": (mapping({"only_if": {"equals": "b"}}), "tests one `column` or one `of`"),
    "an encoding nobody knows": (mapping(entry={"encoding": "klingon"}), "is not a text encoding"),
    "an encoding of no text": (mapping(entry={"encoding": "base64"}), "is not a text encoding"),
    "a separator of two signs": (mapping(entry={"separator": "||"}), "separator"),
    "a header and names": (mapping(entry={"columns": ["a"]}), "say either `header: yes`"),
    "a pattern out of the folder": (
        mapping(entry={"pattern": "../a.csv"}),
        "without / first or ..",
    ),
    "a format nobody reads": (mapping(entry={"format": "xlsx"}), "format"),
    "a material nobody knows": (mapping(material="secret"), "material"),
    "a source with a colon": (mapping(source="a:b"), "source"),
    "a word nobody knows": (mapping(colour="red"), "colour"),
    "no files": (mapping(files=[]), "files"),
    "no mapping": ("- a\n- b\n", "is not a mapping of words"),
    "no YAML": ("a: [b\n", "it is not YAML on line"),
    "a word twice": ("version: 1\nversion: 1\n", "stands twice"),
    "a file that calls itself": ("a: &a [*a]\n", "levels deep"),
    "a file that is too large": ("x" * (2 << 20), "larger than 1 MiB"),
    "nested without end": ("[" * 5000, "deep"),
    "a look-up file that is not there": (
        mapping({"status": {"lookup": "no.csv", "of": "a"}}),
        "there is no file no.csv",
    ),
    "a look-up file elsewhere": (
        mapping({"status": {"lookup": "../x.csv", "of": "a"}}),
        "outside the folder",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_mapping_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    text, words = WRONG[name]
    with pytest.raises(MappingError) as wrong:
        loaded(tmp_path, text)
    assert words in str(wrong.value)
    assert wrong.value.todo
    assert wrong.value.exit_code == 2


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(MappingError) as wrong:
        loaded(tmp_path, mapping({"kind": {"x": "y"}, "status": {"z": "y"}}, material="secret"))
    for place in ("kind", "status", "material"):
        assert place in str(wrong.value)


def test_words_stay_words(tmp_path: Path) -> None:
    text = (
        "version: 1\nsource: s\ntitle: T\nmaterial: operational\nrules: xx\nerase_after: 2030-01-01\n"
        "files:\n- {format: csv, pattern: a.csv, header: no, columns: [id, day], required: no,\n"
        "   tables: {incident: {incident_id: id, registered_on: {date: day},\n"
        "     kind: {lookup: {NO: report, 1: tip}, of: id}}}}\n"
    )
    found = loaded(tmp_path, text)
    entry = found.files[0]
    (_, template), *_ = entry.templates()
    assert template.columns["kind"].lookup == {"NO": "report", "1": "tip"}
    assert (entry.header, entry.required) == (False, False)
    assert found.missing_grounds == ("ordered_by", "purpose", "legal_ground")


def test_look_up_files_are_read_in(tmp_path: Path) -> None:
    (tmp_path / "kinds.csv").write_text('from,to\nR,report\n"a,b",\n', encoding="utf-8")
    (tmp_path / "words.csv").write_text("matches,gives\n^x,tip\n", encoding="utf-8")
    columns = {
        "kind": {"lookup": "kinds.csv", "of": "a"},
        "status": {"patterns": "words.csv", "of": "b"},
    }
    (_, template), *_ = loaded(tmp_path, mapping(columns)).files[0].templates()
    assert template.columns["kind"].lookup == {"R": "report", "a,b": None}
    assert template.columns["status"].patterns[0].matches == "^x"
    for content, words in (
        ("a,b\nx\n", "does not have two fields"),
        ("a,b\nx,1\nx,2\n", "same key twice"),
        ('a,b\n"x,1\n', "is not a CSV file"),
    ):
        (tmp_path / "kinds.csv").write_text(content, encoding="utf-8")
        with pytest.raises(MappingError, match=words):
            loaded(tmp_path, mapping(columns))


def test_the_columns_and_patterns_of_an_expression_are_found_wherever_they_stand() -> None:
    found = SourceMapping.model_validate(
        yaml.safe_load(
            mapping(
                {
                    "only_if": {
                        "all": [{"column": "a", "matches": "1"}, {"not": {"of": "b", "empty": True}}]
                    },
                    "operation": {"lookup": {"N": "new"}, "of": "c", "otherwise": "literal"},
                    "status": {
                        "when": [{"if": {"column": "d", "after": {"date": "e"}}, "gives": "f"}],
                        "otherwise": {"patterns": [{"matches": "2", "gives": {"column": "g"}}], "of": "h"},
                    },
                    "source": {"first_of": [{"join": ["i", {"value": "literal"}]}, {"digest": ["j"]}]},
                }
            )
        )
    )  # fmt: skip
    (_, template), *_ = found.files[0].templates()
    assert template.reads == {*"abcdefghij", "id", "day"}
    assert template.patterns == {"1", "2"}
    assert columns_of(None) == frozenset()
    assert patterns_in([]) == frozenset()
