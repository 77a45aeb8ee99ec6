"""Reads the tables of spec/08_share and asks hejda each row; see that chapter's README for the words."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hejda.knowledge.load_sharing import sharing_on
from hejda.knowledge.reading import read_sharing
from hejda.knowledge.sharing import SharingRules
from hejda.knowledge.sharing_written import SharingPack
from hejda.share.answer import Leg, ShareAnswer
from hejda.share.gateway import ask
from hejda.share.question import Question

FOLDER = Path(__file__).resolve().parents[2] / "spec" / "08_share"
COLUMNS = ("case", "row", "day", "from", "to", "what", "given", "may ask", "may tell", "answer",
           "paragraph")  # fmt: skip
WORDS = {"ask_lawyer": "ask a lawyer", "not_asked": "–"}


@cache
def swedish() -> SharingPack:
    """The Swedish rules of sharing, read once."""
    return read_sharing("se")


@cache
def rules_of(day: dt.date) -> SharingRules:
    """They as of a day."""
    return sharing_on(swedish(), day)


@dataclass(frozen=True)
class Row:
    """One case: a row of a page, and what holds for all rows of it."""

    page: str
    given: str
    cells: tuple[tuple[str, str], ...]

    def cell(self, name: str) -> str:
        """What stands in a column."""
        return dict(self.cells)[name]

    @property
    def title(self) -> str:
        """Page and case, for messages and test ids."""
        return f"{self.page}: {self.cell('case')}"

    @property
    def question(self) -> Question:
        """The question the row asks."""
        day = dt.date.fromisoformat(self.cell("day"))
        said: dict[str, Any] = {
            "holder": self.cell("from"),
            "receiver": self.cell("to"),
            "item": self.cell("what"),
            "on": day,
            "facts": {},
        }
        for part in (self.given, self.cell("given")):
            _read(part, said)
        return Question.model_validate(said)


def _read(given: str, said: dict[str, Any]) -> None:
    """Adds what is given; a crime named here takes the place of those named for all."""
    offences: list[str] | None = None
    for part in filter(None, (each.strip() for each in given.split(";"))):
        word, _, rest = part.partition(" ")
        if word in ("feared", "past"):
            offences = [*(offences or []), *([] if rest == "none" else [rest])]
        elif part in ("own initiative", "on request"):
            said["initiative"] = "own" if word == "own" else "request"
        elif part == "danger now":
            said["danger_now"] = "yes"
        elif part == "attempted":
            said["attempted"] = True
        elif word == "on":
            said["act_on"] = rest
        elif rest == "persons":
            said["persons"] = int(word)
        elif word in ("about", "purpose"):
            said[word] = rest
        elif rest in ("yes", "no", "unknown"):
            said["facts"][word] = rest
        else:
            raise ValueError(f"nobody reads {part!r}")
    if offences is not None:
        said["offences"] = tuple(offences)


def rows() -> list[Row]:
    """Every case of the chapter."""
    pages = [
        path for path in sorted(FOLDER.glob("*.md")) if path.stem not in ("README", "coverage")
    ]
    return [row for path in pages for row in rows_in(path.read_text(encoding="utf-8"), path.stem)]


def rows_in(text: str, page: str) -> list[Row]:
    """The cases of a page; a table with other columns is a fault."""
    common = re.search(r"^Given for all: (.+)$", text, re.MULTILINE)
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    if not cells or cells[0] != COLUMNS or not common:
        raise ValueError(f"{page}: the table needs the columns {', '.join(COLUMNS)}")
    for row in cells[2:]:
        if len(row) != len(COLUMNS):
            raise ValueError(f"{page}: {len(row)} cells: {row[0]}")
    return [Row(page, common[1], tuple(zip(COLUMNS, row, strict=True))) for row in cells[2:]]


def answered(row: Row) -> ShareAnswer:
    """Hejda's answer to a row, seen from its own day."""
    question = row.question
    return ask(question, rules_of(question.on), question.on)


def differences(row: Row) -> list[str]:
    """What differs between a row and what comes out, a line each."""
    answer = answered(row)
    came = {
        "may ask": word(answer.may_ask.answer, answer.may_ask.if_answered),
        "may tell": word(answer.may_answer.answer, answer.may_answer.if_answered),
        "answer": word(answer.answer, answer.if_answered),
    }
    found = [
        f"{name}: the page says {row.cell(name)}, it came out {told}"
        for name, told in came.items()
        if row.cell(name) != told
    ]
    carrying = paragraphs(answer)
    said = row.cell("paragraph")
    if not any(each == said or each.startswith(f"{said} (") for each in carrying):
        found.append(f"paragraph: the page says {said}, it is one of {sorted(carrying)}")
    return found


def word(verdict: str, if_answered: str) -> str:
    """A verdict as the pages write it."""
    if verdict == "refused" and if_answered in ("permitted", "required"):
        return "not yet"
    return WORDS.get(verdict, verdict)


def paragraphs(answer: ShareAnswer) -> set[str]:
    """The paragraphs that carry an answer: see `paragraph` in the chapter's README."""
    leg = answer.may_answer
    if leg.answer in ("permitted", "required") and answer.answer == "refused":
        leg = answer.may_ask
    if leg.answer in ("permitted", "required"):
        return {each.paragraph.sv for each in leg.grounds if each.verdict == leg.answer} or {"–"}
    if leg.answer == "ask_lawyer":
        return _unclear(leg)
    if leg.if_answered != "refused":
        return {each.paragraph.sv for each in leg.grounds if each.if_answered == leg.if_answered}
    return {each.paragraph.sv for each in leg.secrecy if each.verdict == "refused"} or {
        each.paragraph.sv for each in leg.secrecy
    }


def _unclear(leg: Leg) -> set[str]:
    grounds = {each.paragraph.sv for each in leg.grounds if each.verdict == "ask_lawyer"}
    return grounds | {each.paragraph.sv for each in leg.secrecy if each.verdict == "ask_lawyer"}
