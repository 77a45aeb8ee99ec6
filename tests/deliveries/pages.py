"""Reads the pages of spec/01_registers: a mapping, files, and what reading them must give.

A page is Markdown with front matter (`rule`). Each `##` heading with a **Then** is a case; what is
given before the first such heading is shared. **Given** NAME is followed by a fenced block: the file,
or `source.yaml` (without the head, which every page would repeat). **Then** NAME is followed by a
table: `rows` (the counts), `quarantine`, `erased`, `broken`, `refused` (the code), or a register
table in the order of its key. Columns that a table does not show are not compared. An empty cell is
a missing value; ⏎ is a line end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

BLOCK = re.compile(r"^\*\*(Given|Then)\*\* (.+?):?$")
Table = list[dict[str, str]]


@dataclass
class Case:
    """One worked case."""

    page: str
    heading: str
    files: dict[str, str]
    then: list[tuple[str, Table]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Page and heading."""
        return f"{self.page}: {self.heading}"

    @property
    def entries(self) -> list[dict[str, Any]]:
        """The entries of the page's source.yaml."""
        found: list[dict[str, Any]] = yaml.safe_load(self.files["source.yaml"])["files"]
        return found


def _fenced(lines: list[str], at: int) -> str:
    start = next(n for n in range(at, len(lines)) if lines[n].startswith("```"))
    end = next(n for n in range(start + 1, len(lines)) if lines[n].startswith("```"))
    return "\n".join(lines[start + 1 : end]) + "\n"


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("⏎", "\n") for cell in line.strip().strip("|").split("|")]


def _table(lines: list[str], at: int) -> Table:
    start = next(n for n in range(at, len(lines)) if lines[n].startswith("|"))
    columns, rows = _cells(lines[start]), []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(dict(zip(columns, _cells(line), strict=True)))
    return rows


def cases_in(path: Path) -> list[Case]:
    """The worked cases of a page, in order."""
    text = path.read_text(encoding="utf-8")
    front = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    assert front, f"{path.name}: no front matter"
    assert set(yaml.safe_load(front[1])) == {"rule"}, f"{path.name}: front matter is `rule`"
    shared: dict[str, str] = {}
    cases: list[Case] = []
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("## "):
            cases.append(Case(path.name, line[3:], dict(shared)))
        block = BLOCK.match(line)
        if not block:
            continue
        name = block[2].replace("`", "")
        if block[1] == "Given":
            given = cases[-1].files if cases else shared
            given[name] = _fenced(lines, number + 1)
        else:
            cases[-1].then.append((name, _table(lines, number + 1)))
    wanting = [case.heading for case in cases if not case.then]
    assert cases, f"{path.name}: no case"
    assert not wanting, f"{path.name}: nothing is expected of {wanting}"
    return cases
