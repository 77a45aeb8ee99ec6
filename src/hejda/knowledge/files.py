"""Reading rule files: YAML (safe, no aliases, no guessing of types) and CSV, with line numbers.

Dates stay text here; the schema checks that they are dates and the typed rules turn them into them.
A bare word is text unless it is `true`, `false` or `null`: in plain YAML `on`, `no` and `SE: no`
become truth values, which is nobody's intention in a rule.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from hejda.knowledge.faults import Fault

Step = str | int
_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, as plain lists, mappings, text, whole numbers and truth values.

    `lines` maps a path within the content to its line; a CSV is a list of rows.
    """

    file: str
    content: Any
    lines: dict[tuple[Step, ...], int] = field(default_factory=dict)
    table: bool = False

    def place(self, path: tuple[Step, ...]) -> str:
        """`path` as a person finds it: the line, then the steps or the column."""
        known = next((path[:n] for n in range(len(path), -1, -1) if path[:n] in self.lines), None)
        line = f"line {self.lines[known]}" if known is not None else ""
        steps = "".join(
            f"[{step}]" if isinstance(step, int) else f".{step}"
            for step in (path[1:] if self.table else path)
        ).lstrip(".")
        return ", ".join(part for part in (line, steps) if part)

    def fault(self, path: tuple[Step, ...], what: str, todo: str = "") -> Fault:
        """A fault at `path` of this file."""
        return Fault(self.file, self.place(path), what, todo)


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader written in C where there is one: ten times as fast, the same answers."""


class _RuleLoader(_Loader):  # type: ignore[misc]  # chosen when imported
    """SafeLoader without repeated keys, and words or dates that change their type."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        for position, key in enumerate(keys):
            if key in keys[:position]:
                mark = node.value[position][0].start_mark
                raise yaml.MarkedYAMLError(problem=f"{key!r} is said twice", problem_mark=mark)
        read: dict[Any, Any] = super().construct_mapping(node, deep)
        return read


_RuleLoader.yaml_implicit_resolvers = {
    first: [kept for kept in resolvers if kept[0] == f"{_TAG}null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_RuleLoader.add_implicit_resolver(f"{_TAG}bool", re.compile(r"^(?:true|false)$"), list("tf"))
_RuleLoader.add_implicit_resolver(
    f"{_TAG}int", re.compile(r"^-?(?:0|[1-9][0-9_]*)$"), list("-0123456789")
)


def read_yaml(path: Path, shown: str) -> Document | Fault:
    """The file at `path`, named `shown` in faults; a fault where it is no YAML."""
    try:
        loader = _RuleLoader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        _refuse_aliases(node, set())
        content = loader.construct_document(node) if node is not None else None
        return Document(shown, _text_keys(content), _lines(node))
    except UnicodeDecodeError:
        return Fault(shown, "", "This is not UTF-8 text.", "Save it as UTF-8.")
    except OSError:
        return Fault(shown, "", "The file cannot be read.", "Look at its permissions.")
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        return Fault(shown, line, f"This is not YAML we read: {error.problem}.", "Mend the line.")
    except (yaml.YAMLError, ValueError, RecursionError):
        return Fault(shown, "", "This is not YAML.", "Mend the file, or take the old one back.")


def _refuse_aliases(node: yaml.Node | None, seen: set[int]) -> None:
    """Raises where a node stands in two places: only an alias (*name) can put it there."""
    if node is None:
        return
    if id(node) in seen:
        problem = "an alias (*name) stands for it elsewhere"
        raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return
    for part in node.value:
        for each in part if isinstance(part, tuple) else (part,):
            _refuse_aliases(each, seen)


def _lines(node: yaml.Node | None, path: tuple[Step, ...] = ()) -> dict[tuple[Step, ...], int]:
    if node is None:
        return {}
    found = {path: node.start_mark.line + 1}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            found |= _lines(value, (*path, str(key.value)))
            found[(*path, str(key.value))] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            found |= _lines(value, (*path, position))
    return found


def _text_keys(content: Any) -> Any:
    """Keys as text (JSON has no other), so that schema and fingerprint see one form."""
    if isinstance(content, dict):
        return {str(key): _text_keys(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_text_keys(value) for value in content]
    return content


def read_csv(path: Path, shown: str) -> Document | Fault:
    """The rows of the file at `path` as mappings of column to text; a fault where it is ragged."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.reader(opened, strict=True)
            rows = [(reader.line_num, row) for row in reader if row]
    except UnicodeDecodeError:
        return Fault(shown, "", "This is not UTF-8 text.", "Save it as CSV in UTF-8.")
    except (OSError, csv.Error):
        return Fault(shown, "", "This is not a CSV file we can read.", "Look for a lone quote.")
    if not rows:
        return Fault(shown, "", "The file is empty.", "It needs at least its line of column names.")
    columns = rows[0][1]
    for line, row in rows:
        if len(row) != len(columns) or len(set(columns)) != len(columns):
            what = f"There are {len(row)} cells under {len(set(columns))} column names."
            return Fault(shown, f"line {line}", what, "Look for a comma that needs quotes.")
    content = [
        {column: cell.strip() for column, cell in zip(columns, row, strict=True)}
        for _, row in rows[1:]
    ]
    lines: dict[tuple[Step, ...], int] = {
        (position,): line for position, (line, _) in enumerate(rows[1:])
    }
    return Document(shown, content, lines, table=True)
