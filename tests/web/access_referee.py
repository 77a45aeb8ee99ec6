"""A plain referee of access: answers each cell from expected_access.md, knowing no code that serves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("expected_access.md")
COLUMNS = 7
EVERY_ROLE = (
    "analyst", "case_officer", "regional_lead", "national_lead", "safety_officer", "lawyer",
    "duty_desk", "authority", "administrator",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One act of the table, as written."""

    act: str
    about: str
    opens: frozenset[str]
    by_region: frozenset[str]
    by_person: frozenset[str]
    needs: frozenset[str]
    why: str


@dataclass(frozen=True)
class Paper:
    """An appointment as it stands on paper. kind: region, person or duty; of: which one."""

    kind: str
    of: str
    first: dt.date
    last: dt.date | None
    limited: bool = False
    protected: bool = False


@dataclass(frozen=True)
class Somebody:
    """Who acts: roles, appointments, whether the account is open and the unit independent."""

    roles: frozenset[str]
    papers: tuple[Paper, ...] = ()
    open_account: bool = True
    independent: bool = False


@dataclass(frozen=True)
class Subject:
    """Whom the act is about, and how whoever acts stands to them."""

    name: str
    region: str
    secrecy: str = "none"
    conflict: str = "none"
    judged: bool = True
    voted: bool = False


def rows() -> dict[str, Row]:
    """The acts of the table; fails where a row is not complete or says something unknown."""
    found: dict[str, Row] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or cells[0] in ("act", "---"):
            continue
        assert len(cells) == COLUMNS, line
        row = Row(cells[0], cells[1], *map(_roles, cells[2:5]), _words(cells[5]), cells[6])
        assert row.act not in found, f"{row.act} stands twice"
        assert row.about in ("nobody", "one", "each"), line
        assert row.needs <= {"limited", "judged", "not voted", "independent", "duty"}, line
        assert row.why, f"{row.act} says no reason"
        found[row.act] = row
    return found


def _words(cell: str) -> frozenset[str]:
    return frozenset() if cell == "–" else frozenset(each.strip() for each in cell.split(","))


def _roles(cell: str) -> frozenset[str]:
    named = frozenset(EVERY_ROLE) if cell == "every role" else _words(cell)
    assert named <= set(EVERY_ROLE), cell
    return named


def opens(row: Row, who: Somebody, day: dt.date) -> bool:
    """Whether somebody may open the page of an act, before anybody on it is asked about."""
    if not who.open_account or ("independent" in row.needs and not who.independent):
        return False
    if row.about == "one":
        return False
    if "duty" in row.needs and not any(
        each.kind == "duty" and _in_force(each, day) for each in who.papers
    ):
        return False
    if who.roles & row.opens:
        return True
    regional = [each for each in who.papers if each.kind == "region" and _in_force(each, day)]
    return bool(who.roles & row.by_region and regional)


def allows(row: Row, who: Somebody, subject: Subject, day: dt.date) -> bool:
    """Whether somebody may do the act about the subject on the day: the six rules, then the row."""
    if row.about == "nobody" or not who.open_account or subject.conflict != "none":
        return False
    counting = [
        each for each in who.papers if _in_force(each, day) and _counts(row, who, each, subject)
    ]
    if not counting:
        return False
    if subject.secrecy in ("marked", "protected") and not any(each.protected for each in counting):
        return False
    if "limited" in row.needs and not any(each.limited for each in counting):
        return False
    if "judged" in row.needs and not subject.judged:
        return False
    return not ("not voted" in row.needs and subject.voted)


def _in_force(paper: Paper, day: dt.date) -> bool:
    return paper.first <= day and (paper.last is None or day <= paper.last)


def _counts(row: Row, who: Somebody, paper: Paper, subject: Subject) -> bool:
    if paper.kind == "region":
        return paper.of == subject.region and bool(who.roles & row.by_region)
    return paper.kind == "person" and paper.of == subject.name and bool(who.roles & row.by_person)
