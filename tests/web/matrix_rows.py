"""Rows of the matrix in a real database: people of every kind, a row in every table, and colleagues."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from tests.web.access_referee import Paper, Somebody, Subject

REGIONS = ("mx_home", "mx_elsewhere", "national")
STATES = {
    "unjudged": (False, False), "judged": (True, False), "voted": (True, True),
    "settled": (True, False),
}  # fmt: skip
"""Of the nomination, for whoever acts: (own judgement written, vote given)."""
TIES = {
    "self": ("h-self", "subject"),
    "relative": ("h-kin", "subject"),
    "victim": ("h-self", "other"),
}
EVENTS = {
    "people_personevent": "id", "nominations_nominationevent": "person_id",
    "nominations_listingevent": "person_id", "nominations_judgementevent": "person_id",
}  # fmt: skip
FILLERS = {
    "uuid": "gen_random_uuid()", "integer": "0", "bigint": "0", "smallint": "1",
    "boolean": "false", "date": "current_date", "timestamp with time zone": "now()", "ARRAY": "'{}'",
}  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """A person in the matrix: as the referee knows them, and their nomination."""

    key: uuid.UUID
    nomination: uuid.UUID
    subject: Subject
    state: str


@dataclass(frozen=True)
class Colleague:
    """Somebody in the matrix who acts: as the referee knows them. papers name people by their id."""

    key: uuid.UUID
    who: Somebody


class Planting:
    """Inserts rows past every wall, as the superuser of a test's own database."""

    def __init__(self, superuser: psycopg.Connection) -> None:
        self.base = superuser
        self.base.execute("set session_replication_role = replica")
        self.today: dt.date = self.one("select (now() at time zone 'Europe/Stockholm')::date")
        self.numbers = itertools.count()
        self.waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def key(self) -> uuid.UUID:
        """A key that no other row has."""
        return uuid.uuid5(uuid.NAMESPACE_OID, f"matrix {next(self.numbers)}")

    def one(self, statement: str, *given: Any) -> Any:
        """The first value of the first row."""
        row = self.base.execute(statement, given).fetchone()
        assert row is not None, statement
        return row[0]

    def add(self, table: str, **said: Any) -> None:
        """Notes a row; what it does not say and the table demands is filled in by type."""
        self.waiting[table].append(said)

    def plant(self) -> None:
        """Inserts every noted row."""
        for table, rows in self.waiting.items():
            columns = list(rows[0])
            filled = self._fillers(table, columns)
            statement = sql.SQL("insert into {} ({}) values ({})").format(
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, [*columns, *filled])),
                sql.SQL(", ").join([*(sql.Placeholder() for _ in columns), *map(sql.SQL, filled.values())]),
            )  # fmt: skip
            with self.base.cursor() as cursor:
                cursor.executemany(statement, [[row[c] for c in columns] for row in rows])
        self.waiting.clear()

    def _fillers(self, table: str, said: list[str]) -> dict[str, str]:
        demanded = self.base.execute(
            "select column_name, data_type from information_schema.columns where table_name = %s"
            " and table_schema = 'public' and is_nullable = 'NO' and column_default is null"
            " and is_identity = 'NO'", [table],
        ).fetchall()  # fmt: skip
        return {name: FILLERS.get(kind, "'x'") for name, kind in demanded if name not in said}


def plant_people(planting: Planting) -> list[Planted]:
    """One person of each region, secrecy, conflict and state, with a row in every table."""
    run = planting.one("select id from runs_run where state = 'loaded' limit 1")
    colleague = planting.one("select id from accounts_user where username = 'anna'")
    found = []
    for region, secrecy, conflict, state in itertools.product(
        REGIONS, ("none", "marked", "protected"), ("none", *TIES), STATES
    ):
        key, nomination = planting.key(), planting.key()
        judged, voted = STATES[state]
        found.append(
            Planted(
                key, nomination, Subject(str(key), region, secrecy, conflict, judged, voted), state
            )
        )
        planting.add(
            "people_person",
            id=key,
            region=region,
            secrecy=secrecy,
            label="M",
            stable_id=f"mx:{key}",
        )
        if conflict != "none":
            planting.add(
                "people_party", person_id=key, number_hash=TIES[conflict][0], role=TIES[conflict][1]
            )
        _records(planting, key, run)
        _screening(planting, key, nomination, colleague, state == "settled")
    planting.plant()
    return found


def _records(planting: Planting, key: uuid.UUID, run: uuid.UUID) -> None:
    candidate = planting.key()
    planting.add("people_identity", person_id=key, names="Påhittad Person")
    planting.add("runs_candidate", id=candidate, run_id=run, person_id=key, list="harm")
    planting.add("runs_placement", candidate_id=candidate, person_id=key)
    for table in ("runs_reason", "runs_around"):
        planting.add(table, run_id=run, person_id=key)
    planting.add("runs_moved", run_id=run, person_id=key, list="harm", why="record")
    for limited in (False, True):
        planting.add("runs_evidence", run_id=run, person_id=key, limited=limited)
    planting.add("people_personevent", id=key, pgh_obj_id=key)


def _screening(
    planting: Planting, key: uuid.UUID, nomination: uuid.UUID, by: uuid.UUID, settled: bool
) -> None:
    planting.add(
        "nominations_nomination", id=nomination, person_id=key, origin="map",
        state="decided" if settled else "open", round=1, version=1,
    )  # fmt: skip
    # A colleague has judged and voted already: hidden until the nomination is settled.
    _judged(planting, key, nomination, by)
    _voted(planting, key, nomination, by)
    votes = {"ground": "g", "threshold_names": ["t"], "threshold_answers": ["a"]}
    planting.add("nominations_listing", person_id=key, nomination_id=nomination, version=1, **votes)
    planting.add("nominations_judgement", person_id=key, by_id=by)
    planting.add("sharing_note", person_id=key, by_id=by, answer="refused", told="{}", lines="{}")
    for table in (
        "nominations_nominationevent",
        "nominations_listingevent",
        "nominations_judgementevent",
    ):
        planting.add(table, person_id=key)


def _judged(planting: Planting, key: uuid.UUID, nomination: uuid.UUID, by: uuid.UUID) -> None:
    planting.add(
        "nominations_ownjudgement", nomination_id=nomination, person_id=key, by_id=by, level="high"
    )


def _voted(planting: Planting, key: uuid.UUID, nomination: uuid.UUID, by: uuid.UUID) -> None:
    planting.add(
        "nominations_decision", nomination_id=nomination, person_id=key, by_id=by,
        outcome="not_list", round=1,
    )  # fmt: skip


def plant_colleagues(
    planting: Planting, everybody: list[Somebody], people: list[Planted]
) -> list[Colleague]:
    """An account for each, with roles, appointments, ties, own judgements and votes."""
    units = {flag: planting.key() for flag in (False, True)}
    for flag, unit in units.items():
        planting.add(
            "accounts_unit", id=unit, name=f"mx {flag}", independent=flag,
            police_region="" if flag else "mx_home",
        )  # fmt: skip
    made = []
    for who in everybody:
        key = planting.key()
        made.append(Colleague(key, who))
        planting.add(
            "accounts_user", id=key, username=f"mx{key}"[:60], is_active=who.open_account,
            unit_id=units[who.independent],
        )  # fmt: skip
        for role in who.roles:
            planting.add("accounts_rolegrant", user_id=key, role=role, valid_from=planting.today)
        for tied in ("h-self", "h-kin"):
            planting.add("accounts_tie", user_id=key, number_hash=tied, kind="self")
        for paper in who.papers:
            _appoint(planting, key, paper, people)
        for person in people:
            if person.state in ("judged", "voted"):
                _judged(planting, person.key, person.nomination, key)
            if person.state == "voted":
                _voted(planting, person.key, person.nomination, key)
    planting.plant()
    return made


def _appoint(planting: Planting, user: uuid.UUID, paper: Paper, people: list[Planted]) -> None:
    """A paper of kind person that names nobody stands for one appointment to each person."""
    said = {
        "user_id": user, "limited": paper.limited, "protected": paper.protected,
        "valid_from": paper.first, "valid_until": paper.last, "reason": "x", "named_by_id": uuid.UUID(int=0),
    }  # fmt: skip
    if paper.kind == "region":
        planting.add(
            "accounts_appointment", scope="screening", region=paper.of, person=None, **said
        )
    else:
        for person in people:
            planting.add(
                "accounts_appointment", scope="actor", region="", person=person.key, **said
            )
