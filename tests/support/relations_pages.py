"""Runs the pages of spec/03_relations. They are read as those of spec/04_rank (markdown_spec.py).

**Given**, beside register tables and `reports`: `judgements` (those in force: kind, a, b,
decided_on, judgement_id) and `listed` (person). **When** related as of DATE. **Then** one of

    dyads           columns of the table `dyad`: every dyad, by suspect and victim
    partner pairs   person, other, since (empty: long ago): every pair, both ways round
    hypotheses      columns of the table `hypothesis`: all of those listed
    serial of P     number, victim, kind, group: the victims of P that count
    nodes of P      person, role, steps, harm: the people in P's picture
    edges of P      a, b, kind, first, last, evidence: what ties them
    left out of P   people: how many are not shown

Columns not shown are not compared. A table with no rows says that nothing comes out.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.support.markdown_spec import Case, cases_in
from tests.support.relations_backends import Answers, Backend, Rows
from tests.support.spec_expectations import unequal
from tests.support.spec_rows import register_rows

OWN = ("judgements", "listed", "rules", "absent")
"""Given tables that are no register tables."""


def relations_cases(folder: Path, pages: tuple[str, ...]) -> list[Case]:
    """The worked cases of the pages named, in order."""
    return [
        case
        for page in pages
        for case in cases_in((folder / page).read_text(encoding="utf-8"), f"{folder.name}/{page}")
    ]


def differences(case: Case, backend: Backend) -> list[str]:
    """What differs between the page and the answers, a line each."""
    absent = {row["table"] for row in case.tables("absent")}
    shown = [pair for pair in case.given if pair[0] not in OWN]
    registers = register_rows(shown, absent, case.settings.get("registered_on"), case.title)
    judgements = [judgement(row) for row in case.tables("judgements")]
    listed = [row["person"] for row in case.tables("listed")]
    found = []
    with backend((registers, case.knowledge, case.as_of, judgements)) as answers:
        for words, columns, expected in case.then:
            rows = asked(answers, words, listed)
            got = [{column: text(row.get(column)) for column in columns} for row in rows]
            found += [f"  Then {words}: {line}" for line in unequal(columns, expected, got)]
    return found


def asked(answers: Answers, words: str, listed: list[str]) -> Rows:
    """The rows under the name of a Then table."""
    name, _, person = words.partition(" of ")
    if name == "dyads":
        return answers.dyads()
    if name == "hypotheses":
        return answers.hypotheses(listed)
    if name == "partner pairs":
        return [{"person": a, "other": b, "since": since} for a, b, since in answers.pairs()]
    if name == "serial":
        return answers.serial(person)
    nodes, edges, left_out = answers.picture(person)
    return {"nodes": nodes, "edges": edges, "left out": [{"people": left_out}]}[name]


def judgement(row: dict[str, str]) -> dict[str, Any]:
    """One judgement as the table has it; an empty cell is missing."""
    filled: dict[str, Any] = {name: cell or None for name, cell in row.items()}
    if filled.get("decided_on"):
        filled["decided_on"] = dt.date.fromisoformat(filled["decided_on"])
    return filled


def text(value: Any) -> str:
    """A value as a cell writes it."""
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, (list, tuple)) else str(value)
