"""Somebody of whom very much is recorded: hundreds of dated records, dozens of people around. Invented."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import psycopg

TABLES = (
    "incident",
    "offence",
    "involvement",
    "custody",
    "observation",
    "protection_order",
    "sanction",
)
KINDS = ("spouse", "cohabiting", "partner", "former_partner", "former_cohabiting")
LAST = dt.date(2025, 12, 31)
DAYS = 3652
STRIDE = 7919
"""Prime to every number of records, so that days come in no order."""
COUNTING = 5
"""Every fifth record stands behind a reason."""
PROTECTED = 13
"""Every thirteenth person around is protected."""


def crowd(superuser: psycopg.Connection, person: str, events: int = 300, people: int = 40) -> None:
    """Gives the person's newest run that many records and people around, in place of its own."""
    run = _run(superuser, person)
    for table in ("runs_evidence", "runs_around", "runs_standing"):
        superuser.execute(f"delete from {table} where person_id = %s", [person])  # type: ignore[arg-type]
    rows = [_event(run, person, n, events) for n in range(events)]
    with superuser.cursor() as cursor:
        cursor.executemany(
            "insert into runs_evidence (id, run_id, person_id, reference, \"table\", happened_on,"
            " registered_on, superseded_on, source_law, limited, sentence_sv, sentence_en)"
            " values (%s, %s, %s, %s, %s, %s, %s, null, 'none, invented', false, %s, %s)", rows,
        )  # fmt: skip
        cursor.executemany(
            "insert into runs_around (id, run_id, person_id, number, partner, confidence, kinds, first_on,"
            " last_on, incidents, protected) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [_somebody(run, person, n) for n in range(1, people + 1)],
        )
    superuser.execute(
        "update runs_reason set evidence = %s where id = (select id from runs_reason where run_id = %s"
        " and person_id = %s and kind = 'for' and ranker = 'expected_harm' order by step limit 1)",
        [[row[3] for row in rows[::COUNTING]], run, person],
    )
    superuser.execute("update runs_candidate set children = 2 where person_id = %s", [person])
    superuser.execute(
        "insert into runs_standing (id, run_id, person_id, kind, since, until)"
        " values (gen_random_uuid(), %s, %s, 'order', '2025-06-01', '2026-06-01')", [run, person],
    )  # fmt: skip


def _run(superuser: psycopg.Connection, person: str) -> str:
    found = superuser.execute(
        "select c.run_id::text from runs_candidate c join runs_run r on r.id = c.run_id"
        " where c.person_id = %s and r.state = 'loaded' order by r.as_of desc, r.loaded_at desc limit 1",
        [person],
    ).fetchone()
    assert found is not None
    return str(found[0])


def _event(run: str, person: str, number: int, events: int) -> tuple[Any, ...]:
    table = TABLES[number % len(TABLES)]
    back = (number * STRIDE % events / events) ** 1.5  # more of what is new than of what is old
    on = LAST - dt.timedelta(days=int(DAYS * back))
    return (
        _key(f"{person} {table} {number}"), run, person, f"{table}:c{number}", table, on,
        min(LAST, on + dt.timedelta(days=number % 9)),
        f"Påhittad uppgift nummer {number} om något som anmäldes, med så många ord som en sådan brukar ha.",
        f"Invented record number {number} of something reported, with as many words as one of them has.",
    )  # fmt: skip


def _somebody(run: str, person: str, number: int) -> tuple[Any, ...]:
    if number % PROTECTED == 0:
        return (
            _key(f"{person} around {number}"),
            run,
            person,
            number,
            "unknown",
            "none",
            [],
            None,
            None,
            0,
            True,
        )
    first = LAST - dt.timedelta(days=DAYS - number * 80)
    partner = ("yes", "no", "unknown")[number % 3]
    kinds = [KINDS[number % len(KINDS)]] if partner == "yes" else []
    sure = ("sure", "likely", "possible")[number // 3 % 3] if partner == "yes" else "none"
    last = first + dt.timedelta(days=number * STRIDE % 700)
    return (
        _key(f"{person} around {number}"), run, person, number, partner, sure, kinds, first, min(last, LAST),
        1 + number % 8, False,
    )  # fmt: skip


def _key(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, name)
