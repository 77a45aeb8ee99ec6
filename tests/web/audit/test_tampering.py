"""Every tampering with the log is found and named, and a log nobody has touched is never accused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from hejda_audit.entries import database_log
from hejda_audit.findings import Finding
from hejda_audit.verify import Verdict, verified
from hejda_audit.witnesses import Statements, database_witness, file_witness, heard, public_key
from tests.support.size import SIZE
from tests.web.audit.logs import Connection, Server, WitnessedLog, checker, new_log
from tests.web.audit.tamperings import CHECKPOINTS, ENTRIES, TAMPERINGS, Chance, unguarded

PER_KIND = 20 * SIZE
"""Tamperings of each of the six kinds: 120 together at a push, 1,200 in a campaign."""
AS_PROCESS = 2 + SIZE
"""Of them, those for which the checker is started as a process of its own."""
CLEAN = 10 * SIZE


@pytest.fixture(scope="module")
def log(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WitnessedLog]:
    """A log of 200 entries with checkpoints at 60, 120 and 180."""
    made = new_log(server, tmp_path_factory.mktemp("log"))
    before = 0
    for minute, size in enumerate(CHECKPOINTS):
        made.grow(size - before, before)
        made.checkpoint(minute)
        before = size
    made.grow(ENTRIES - before, before)
    yield made
    server.drop(made.database, made.second)


def statements(log: WitnessedLog) -> Statements:
    """What both witnesses say."""
    with log.server.connection(log.second, "witness") as connection:
        witnesses = [file_witness(log.file), database_witness(connection, "second")]
    return heard(witnesses, [public_key(log.public)])


def told(verdict: Verdict) -> list[tuple[object, int, int]]:
    """The verdict's findings without their words."""
    return [(one.kind, one.first, one.last) for one in verdict.findings]


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_every_random_tampering_is_found_and_named(log: WitnessedLog, kind: str) -> None:
    heard_of = statements(log)
    with psycopg.connect(log.server.dsn(log.database)) as connection:
        for number in range(PER_KIND):
            expected = tampered(connection, kind, number)
            verdict = verified(database_log(connection), heard_of)
            connection.rollback()
            assert told(verdict) == [expected], (kind, number)
        assert verified(database_log(connection), heard_of).sound


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_the_checker_finds_it_as_a_process_of_its_own(log: WitnessedLog, kind: str) -> None:
    for number in range(AS_PROCESS):
        copied = log.server.copy(log.database)
        with psycopg.connect(log.server.dsn(copied)) as connection:
            expected = tampered(connection, kind, number)

        answer = checker("verify", *log.arguments(copied), "--lang", "en")

        log.server.drop(copied)
        assert answer.returncode == 1, (kind, number, answer.stderr)
        sentence = answer.stdout.splitlines()[0]
        begun = Finding(expected[0], expected[1], expected[2]).sentence("en").partition("(")[0]
        assert sentence.startswith(begun), (kind, number)


def tampered(connection: Connection, kind: str, number: int) -> tuple[object, int, int]:
    """One tampering done; what should be said of it."""
    unguarded(connection)
    return TAMPERINGS[kind](connection, Chance(f"{kind} {number}"))


def test_a_log_nobody_has_touched_is_never_accused(server: Server, tmp_path: Path) -> None:
    for number in range(CLEAN):
        chance = Chance(f"clean {number}")
        folder = tmp_path / str(number)
        folder.mkdir()
        log = new_log(server, folder)
        size = 0
        for minute in range(chance.between(1, 4)):
            more = chance.between(0, 40)
            log.grow(more, size)
            size += more
            log.checkpoint(minute)
        log.grow(chance.between(0, 5), size)

        answer = checker("verify", *log.arguments(), "--lang", "en")

        server.drop(log.database, log.second)
        assert answer.returncode == 0, (number, answer.stdout, answer.stderr)
        assert answer.stdout.startswith("Sound: ")


def test_a_cut_tail_with_the_head_put_right_is_invisible_without_witnesses(
    log: WitnessedLog,
) -> None:
    """Why there are witnesses: the chain alone says that all is well."""
    with psycopg.connect(log.server.dsn(log.database)) as connection:
        tampered(connection, "cut tail", 1)
        assert verified(database_log(connection), Statements({}, ())).sound
        connection.rollback()
