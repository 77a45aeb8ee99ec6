"""A plain referee of service tokens: answers from expected_services.md, knowing no code that serves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("expected_services.md")
COLUMNS = 5
NEEDS = {"decided", "listed"}


@dataclass(frozen=True)
class ServiceRow:
    """One act of the table, as written."""

    act: str
    scope: str
    about: str
    needs: frozenset[str]
    why: str


@dataclass(frozen=True)
class Key:
    """A token on paper. places: regions it names; all_places: chosen as such. tied: somebody of its owner,
    or who made or confirmed it, stands in the records of those the matrix ties."""

    scopes: frozenset[str]
    places: frozenset[str]
    all_places: bool
    first: dt.date
    last: dt.date
    confirmed: bool = True
    revoked: bool = False
    tied: bool = False


@dataclass(frozen=True)
class OneAsked:
    """Whom a call is about."""

    region: str
    secrecy: str = "none"
    in_records: bool = False
    decided: bool = True
    listed: bool = True


def service_rows() -> dict[str, ServiceRow]:
    """The acts of the table; fails where a row is not complete."""
    found: dict[str, ServiceRow] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or cells[0] in ("act", "---"):
            continue
        assert len(cells) == COLUMNS, line
        needs = frozenset() if cells[3] == "–" else frozenset(cells[3].split(", "))
        assert needs <= NEEDS, line
        assert cells[2] in ("nobody", "each"), line
        assert cells[4], line
        assert cells[0] not in found, line
        found[cells[0]] = ServiceRow(cells[0], cells[1], cells[2], needs, cells[4])
    return found


def key_opens(row: ServiceRow, key: Key, day: dt.date) -> bool:
    """Whether a token may do the act at all on the day."""
    if key.revoked or not key.confirmed or day < key.first or key.last < day:
        return False
    return row.scope in key.scopes and (key.all_places or key.places != frozenset())


def key_allows(row: ServiceRow, key: Key, one: OneAsked, day: dt.date) -> bool:
    """Whether a token may do the act about somebody on the day: the five rules, then the row."""
    if row.about == "nobody" or not key_opens(row, key, day):
        return False
    if not key.all_places and one.region not in key.places:
        return False
    if one.secrecy in ("marked", "protected") or (key.tied and one.in_records):
        return False
    held = {name for name in NEEDS if getattr(one, name)}
    return row.needs <= held
