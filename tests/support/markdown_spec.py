"""Reads a specification page (spec/04_rank, spec/05_nominate), runs it and says what differs.

A page is Markdown that renders as it stands. Front matter holds what every case shares:

    rule         what the page is about
    as_of, now   default dates (now = as_of where it is not said)
    source       name before the colon in person ids (xx)
    places       national places per list (10)
    registered_on  for rows that carry no date of their own (2000-01-01)
    absent       register tables the delivery lacks; the others are there, empty where not shown
    rules        changes to `page_knowledge`, as `population.look_back_days: 730`

Each `##` heading with a **Then** is a case; tables before the first such heading are shared.
**Given** NAME: a register table or `reports` (spec_rows.py), `capacity` (police_region, list,
places, floor), `rules` (rule, value) or `absent` (table). **When** …: may name `as of DATE`,
`seen from DATE`, `N places`.
**Then** NAME: see spec_expectations.py. An empty cell is a missing value.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from hejda.knowledge.rules import Knowledge
from tests.support.a_knowledge import page_knowledge
from tests.support.outcome import Backend, Capacity, Outcome, Places
from tests.support.spec_expectations import differences, wanted
from tests.support.spec_rows import register_rows

FRONT_MATTER = {"rule", "as_of", "now", "source", "places", "registered_on", "absent", "rules"}
BLOCK = re.compile(r"^\*\*(Given|When|Then)\*\* ?(.*)$")
SEPARATOR = re.compile(r"^\|[\s:|-]+\|$")

Table = list[dict[str, str]]


@dataclass
class Case:
    """One worked case of a page."""

    page: str
    heading: str
    settings: dict[str, Any]
    given: list[tuple[str, Table]] = field(default_factory=list)
    when: str = ""
    then: list[tuple[str, list[str], Table]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Page and heading, for messages and test ids."""
        return f"{self.page}: {self.heading}"

    def date(self, words: str, name: str) -> dt.date | None:
        """The date after `words` in the When line, else the page's own `name`."""
        found = re.search(rf"{words} (\d{{4}}-\d\d-\d\d)", self.when)
        return dt.date.fromisoformat(found[1]) if found else self.settings.get(name)

    @property
    def as_of(self) -> dt.date:
        """D."""
        day = self.date("as of", "as_of")
        assert day is not None, f"{self.title}: no date to rank as of"
        return day

    @property
    def now(self) -> dt.date:
        """The day the run is seen from."""
        return self.date("seen from", "now") or self.as_of

    @property
    def knowledge(self) -> Knowledge:
        """The rules with the page's and the case's changes."""
        changes = dict(self.settings.get("rules") or {})
        for row in self.tables("rules"):
            changes[row["rule"]] = yaml.safe_load(row["value"])
        return changed(page_knowledge(), changes)

    @property
    def places(self) -> Places:
        """National places, or the capacity given."""
        rows = self.tables("capacity")
        if rows:
            return tuple(
                Capacity(
                    row["police_region"],
                    row["list"],
                    int(row["places"]),
                    int(row["floor"].replace(",", "")) if row.get("floor") else None,
                )
                for row in rows
            )
        found = re.search(r"(\d+) places?\b", self.when)
        return int(found[1]) if found else int(self.settings.get("places", 10))

    def tables(self, name: str) -> Table:
        """All rows given under `name`."""
        return [row for given, rows in self.given for row in rows if given == name]

    @property
    def registers(self) -> dict[str, list[dict[str, Any]]]:
        """The register rows of the case."""
        absent = {row["table"] for row in self.tables("absent")}
        absent |= set(self.settings.get("absent") or ())
        shown = [pair for pair in self.given if pair[0] not in ("capacity", "rules", "absent")]
        return register_rows(shown, absent, self.settings.get("registered_on"), self.title)

    def run(self, backend: Backend) -> Outcome:
        """The backend's answer to the case."""
        source = self.settings.get("source", "xx")
        given = (self.registers, self.knowledge, self.as_of, self.now, source, self.places)
        return backend(*given, wanted(self.then))

    def check(self, backend: Backend, name: str) -> None:
        """Run the case and raise with every difference."""
        outcome = self.run(backend)
        source = self.settings.get("source", "xx")
        found = [
            f"  Then {words}: {difference}"
            for words, columns, rows in self.then
            for difference in differences(outcome, words, columns, rows, source)
        ]
        if found:
            raise AssertionError("\n".join([f"{self.title} (on {name})", *found]))


def changed(knowledge: Knowledge, changes: dict[str, Any]) -> Knowledge:
    """The rules with some values replaced; a path names fields, joined by full stops."""
    content = knowledge.model_dump()
    for path, value in changes.items():
        place = content
        *parents, last = path.split(".")
        for name in parents:
            place = place[name]
        if last not in place:
            raise KeyError(f"no rule {path}")
        place[last] = value
    return Knowledge.model_validate(content)


def cells(line: str) -> list[str]:
    """The cells of one table line; code ticks are for the eye only."""
    return [cell.strip().replace("`", "") for cell in line.strip().strip("|").split("|")]


def table_after(lines: list[str], start: int) -> tuple[list[str], Table]:
    """The Markdown table that follows line `start`: its columns and rows."""
    at = start + 1
    while at < len(lines) and not lines[at].strip():
        at += 1
    if at + 1 >= len(lines) or not SEPARATOR.match(lines[at + 1].strip()):
        raise ValueError(f"line {start + 1}: a table must follow")
    columns = cells(lines[at])
    rows = []
    for line in lines[at + 2 :]:
        if not line.startswith("|"):
            break
        row = cells(line)
        if len(row) != len(columns):
            raise ValueError(f"{len(columns)} columns, but: {line}")
        rows.append(dict(zip(columns, row, strict=True)))
    return columns, rows


def front_matter(text: str, page: str) -> tuple[dict[str, Any], str]:
    """(settings, body) of a page."""
    found = re.match(r"---\n(.*?)\n---\n(.*)", text, re.DOTALL)
    if not found:
        raise ValueError(f"{page}: no front matter")
    settings = yaml.safe_load(found[1])
    unknown = set(settings) - FRONT_MATTER
    if unknown or "rule" not in settings:
        raise ValueError(f"{page}: front matter needs `rule` and knows no {sorted(unknown)}")
    return settings, found[2]


def cases_in(text: str, page: str) -> list[Case]:
    """The worked cases of a page, in order."""
    settings, body = front_matter(text, page)
    lines = body.splitlines()
    shared: list[tuple[str, Table]] = []
    cases: list[Case] = []
    current: Case | None = None
    for number, line in enumerate(lines):
        if line.startswith("## "):
            current = Case(page, line[3:].strip(), settings, list(shared))
            cases.append(current)
        block = BLOCK.match(line)
        if not block:
            continue
        word, rest = block[1], block[2].strip().rstrip(":.")
        if word == "Given":
            given = (rest.replace("`", ""), table_after(lines, number)[1])
            (shared if current is None else current.given).append(given)
        elif current is None:
            raise ValueError(f"{page}: **{word}** before the first ## heading")
        elif word == "When":
            current.when = rest
        else:
            current.then.append((rest.replace("`", ""), *table_after(lines, number)))
    cases = [case for case in cases if case.then or case.when]
    wanting = [case.title for case in cases if not (case.then and case.when)]
    if not cases or wanting:
        raise ValueError(f"{page}: each case needs **When** and **Then**; {wanting or 'no case'}")
    return cases


def cases_under(folder: Path) -> list[Case]:
    """The cases of every page in a folder; its README.md holds the definitions, not cases."""
    pages = [path for path in sorted(folder.glob("*.md")) if path.name != "README.md"]
    return [
        case
        for path in pages
        for case in cases_in(path.read_text(encoding="utf-8"), f"{folder.name}/{path.name}")
    ]
