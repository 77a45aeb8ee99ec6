"""Backup → restore: the same rows, a log that verifies, people work on; also from the release before."""

from __future__ import annotations

import json
import re
import socket
import stat
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from hejda.base.errors import HejdaError
from hejda.cli.commands import app
from hejda_web.config.backup.commands import _backed_up
from hejda_web.config.backup.make import checked, make_backup, remember
from hejda_web.config.backup.restore import _take_witnesses, read_through, restore
from hejda_web.config.embedded import SUPERUSER, running
from hejda_web.config.installation import FILE_NAME, Installation, read_installation
from hejda_web.config.serving import checker, serving
from hejda_web.operation.models import Backup
from tests.support.backups import OLD, PASSWORD, WORDS, backed_up, empty_server, retold, witnessed
from tests.support.browser import Browser
from tests.support.crashing import entries_of
from tests.support.ports import free_port
from tests.support.service_tokens import put_token
from tests.support.web_people import logged_in
from tests.web.conftest import World

FIELDS = {
    "at", "level", "logger", "event", "request", "method", "view", "status", "ms", "job", "kind", "tries",
    "fault", "where", "code", "said", "witness",
}  # fmt: skip
"""All that a line of the log may hold."""


def superuser_of(installation: Installation) -> psycopg.Connection:
    """A connection that no wall holds."""
    word = (installation.home / SUPERUSER).read_text(encoding="utf-8").strip()
    at = installation.database
    return psycopg.connect(
        host=at.host, user="postgres", password=word, dbname=at.name, autocommit=True
    )


def contents(superuser: psycopg.Connection) -> dict[str, Any]:
    """How many rows each table has; of the tables about who people are, every row as text."""
    tables = superuser.execute(
        "select relnamespace::regnamespace || '.' || relname from pg_class where relkind = 'r'"
        " and relnamespace::regnamespace::text in ('public', 'hejda', 'audit')"
    ).fetchall()
    told: dict[str, Any] = {}
    for (table,) in tables:
        counted = superuser.execute(f"select count(*) from {table}").fetchone()
        told[table] = counted
        if table.startswith("public.people_") or table == "public.nominations_decision":
            told[table] = superuser.execute(f"select t::text from {table} t order by 1").fetchall()
    return told


def votes_and_sees(home: Path, password: str) -> int:
    """A colleague logs in over HTTP, sees the queue and votes; the log holds. How long it is then."""
    with running(home) as made:
        port = free_port()
        with serving(home / FILE_NAME, port, database=made.database.name):
            browser = Browser(port)
            assert browser.log_in("anna", password)
            assert (
                browser.post("/purpose/", {"purpose": "screening", "case_reference": "K1/26"})[0]
                == 302
            )
            status, _, page = browser.get("/screening/")
            assert status == 200
            key = re.findall(rb"/screening/([0-9a-f-]{36})/", page)[0].decode()
            judged = {"level": "high", "text": "Skrivet efter återställningen."}
            assert browser.post(f"/screening/{key}/judge/", judged)[0] == 302
            no = {"outcome": "not_list", "reason": "old_or_ended", "text": "Gamla.", "version": "1"}
            assert browser.post(f"/screening/{key}/decide/", no)[0] == 302
            say_nonsense(port)
        nothing_personal((home / "server.log").read_text(encoding="utf-8"), key)
        with superuser_of(made) as superuser:
            row = superuser.execute(
                "select state from nominations_nomination where id = %s", [key]
            ).fetchone()
            assert row == ("decided",)
            actions = [each.action for each in entries_of(superuser)]
        assert actions.count("backup.restore") == 1
        assert actions[-1] == "candidate.decide"
        assert checker(made, "en", made.witness_files, heard=True).returncode == 0
    return len(actions)


def say_nonsense(port: int) -> None:
    """Requests no browser sends, with somebody's name in every place that might be told of."""
    for line in (b"GET /people/Karin HTTP/9.9", b"KARIN KARIN KARIN", b"K@RIN /Karin HTTP/1.1"):
        with socket.create_connection(("127.0.0.1", port), timeout=5) as held:
            held.sendall(line + b"\r\nHost: Karin\r\nKarin\r\n\r\n")
            held.recv(1000)


def nothing_personal(log: str, key: str) -> None:
    """Every line is JSON of the known fields; no id from an address, no name, nothing that was typed."""
    lines = [json.loads(line) for line in log.splitlines()]
    requests = [each for each in lines if each.get("event") == "request"]
    assert {"screening", "candidate_judge", "candidate_decide"} <= {
        each.get("view") for each in requests
    }
    assert {each["status"] for each in requests} >= {200, 302}
    assert all(each["ms"] >= 0 and len(each["request"]) == 36 for each in requests)
    assert {name for each in lines for name in each} <= FIELDS
    for never in (key, "Karin", "KARIN", "Skrivet", "anna", "K1/26"):
        assert never not in log, never


def test_everything_comes_back_and_people_work_on(world: World, tmp_path: Path) -> None:
    logged_in("anna").get("/screening/")
    with world.connect("postgres") as superuser:
        superuser.execute(
            "update accounts_user set must_choose_password = false, password ="
            " (select password from accounts_user where username = 'hugo') where username = 'anna'"
        )
        before = contents(superuser)
        token = put_token(superuser, everywhere=True)
        before |= {"public.services_token": (1,)}
    password = one_time_password(world.installation, "hugo")
    made = backed_up(witnessed(world.installation, world.name, tmp_path / "old"), tmp_path / "old")
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert b"personnummer" not in made.read_bytes()
    assert b"people_person" not in made.read_bytes()

    home = tmp_path / "new"
    done = restore(made, home, WORDS, "en")
    assert done.log.startswith("Sound:")
    with running(home) as installation, superuser_of(installation) as superuser:
        after = contents(superuser)
        [(revoked,)] = superuser.execute(
            "select revoked_at is not null from services_token where id = %s", [token.key]
        ).fetchall()
        assert revoked  # it may have been revoked for cause after the backup
        [(fired,)] = superuser.execute(
            "select tgenabled::text from pg_trigger where tgname = 'stays'"
            " and tgrelid = 'services_token'::regclass"
        ).fetchall()
        assert fired == "O"
    assert done.tokens == 1
    assert after.pop("public.django_session") == (0,) < before.pop("public.django_session")
    entries, more = before.pop("audit.entry"), after.pop("audit.entry")
    assert more == (
        entries[0] + 2,
    )  # that it was backed up, before it was, and that it was restored
    assert after == before
    assert installation.context_key == world.installation.context_key
    assert installation.database.passwords != world.installation.database.passwords
    assert votes_and_sees(home, password) > done.manifest.opening.entries


def one_time_password(installation: Installation, username: str) -> str:
    """The one drawn for the demonstration's user."""
    lines = (installation.home / "one-time-passwords.txt").read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[0]: line.split("\t")[2] for line in lines}[username]


def test_a_backup_of_the_release_before_is_brought_up_to_this_one(tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.touch(mode=0o600)
    words.write_text(WORDS + "\n")
    home = tmp_path / "new"
    told = CliRunner().invoke(
        app,
        ["restore", str(OLD), "--home", str(home), "--passphrase-file", str(words), "--lang", "en"],
    )
    assert told.exit_code == 0, told.output
    assert "Sound: 23 entries" in told.output
    assert "release 0.1.0" in told.output
    assert votes_and_sees(home, PASSWORD) > 23


# ── What is refused ──────────────────────────────────────────────────────────────────────────────


def refusal(path: Path, home: Path, words: str = WORDS) -> str:
    """The code of the error; nothing may be left of the home, or beside it."""
    beside = set(home.parent.iterdir())
    with pytest.raises(HejdaError) as told:
        restore(path, home, words, "en")
    assert set(home.parent.iterdir()) == beside
    assert str(told.value).count("\n") == 0
    return str(told.value.code)


def test_a_wrong_passphrase_says_so(tmp_path: Path) -> None:
    assert refusal(OLD, tmp_path / "new", "some other words") == "wrong_passphrase"


def test_a_cut_or_altered_file_is_found_wherever_it_is_touched(tmp_path: Path) -> None:
    whole = OLD.read_bytes()
    touched = tmp_path / "touched.hejda"
    for place in (0, 20, 40, 80, len(whole) // 2, len(whole) - 1):
        touched.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        expected = {0: "not_a_backup", 20: "wrong_passphrase", 40: "wrong_passphrase"}
        assert refusal(touched, tmp_path / "new") == expected.get(place, "backup_altered"), place
    for length in (0, 30, 71, 72, len(whole) // 2, len(whole) - 1):
        touched.write_bytes(whole[:length])
        assert refusal(touched, tmp_path / "new") in ("not_a_backup", "backup_altered"), length
    touched.write_bytes(whole + b"more")
    assert refusal(touched, tmp_path / "new") == "backup_altered"


def test_a_later_release_is_refused(tmp_path: Path) -> None:
    for change in (
        {"release": "9.0.0"},
        {"migrations": [("people", "0999_later")]},
        {"format": 2},
    ):
        told = retold(lambda opening, to=change: opening.model_copy(update=to), tmp_path)
        assert refusal(told, tmp_path / "new") == "newer_backup", change


def test_a_place_that_is_not_empty_is_left_as_it_is(tmp_path: Path) -> None:
    home = tmp_path / "new"
    home.mkdir()
    (home / "something").write_text("mine")
    assert refusal(OLD, home) == "home_not_empty"
    assert (home / "something").read_text() == "mine"


def test_a_server_installation_takes_all_of_a_backup_or_nothing(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    with empty_server(installation, "restored", tmp_path) as (home, superuser):
        wrong = retold(
            lambda opening: opening.model_copy(update={"tables": opening.tables | {"public.x": 1}}),
            tmp_path,
        )
        assert refusal(wrong, home) == "rows_differ"
        assert contents(superuser) == {}
        done = restore(OLD, home, WORDS, "en")
        assert done.rows == sum(done.manifest.opening.tables.values())
        assert len(entries_of(superuser)) == 23
        for witness in ("one", "two"):
            assert len((tmp_path / f"{witness}.jsonl").read_text().splitlines()) == 2
        assert refusal(OLD, home) == "home_not_empty"

        again, after = tmp_path / "again", contents(superuser)
        again.mkdir()
        read_installation(home / FILE_NAME).write(again)
        assert refusal(OLD, again) == "witness_not_empty"
        for witness in ("one", "two"):
            (tmp_path / f"{witness}.jsonl").unlink()
        assert refusal(OLD, again) == "database_not_empty"
        assert contents(superuser) == after


def test_a_log_changed_before_the_backup_is_not_restored(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = witnessed(world.installation, world.name, tmp_path / "old")
    with world.connect("postgres") as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute("alter table audit.entry disable trigger all")
        superuser.execute(
            "update audit.entry set body = replace(body, 'user:', 'users:') where seq = 1"
        )
    made = make_backup(own, tmp_path / "changed.hejda", WORDS)
    assert checked(made.path, WORDS) == made.manifest
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    with empty_server(world.installation, "changed", tmp_path) as (home, inside):
        own_keys = (home / FILE_NAME).read_bytes()
        assert refusal(made.path, home) == "log_broken"
        assert contents(inside) == {}
        # Nor are the refused backup's keys, or anything in the way of another attempt.
        assert (home / FILE_NAME).read_bytes() == own_keys
        assert stat.S_IMODE((home / FILE_NAME).stat().st_mode) == 0o600
        assert [each.name for each in home.iterdir()] == [FILE_NAME]
        one_fails = read_installation(home / FILE_NAME)
        one_fails.witness_files[1].mkdir(parents=True)  # the second witness cannot be written
        lines = read_through(OLD, WORDS)
        with pytest.raises(OSError, match="directory"):
            _take_witnesses(one_fails, lines)
        assert not one_fails.witness_files[0].exists()


# ── The command ──────────────────────────────────────────────────────────────────────────────────


def test_a_backup_is_never_written_over_and_needs_a_passphrase_worth_guessing(
    world: World, tmp_path: Path
) -> None:
    own = witnessed(world.installation, world.name, tmp_path / "old")
    for out, words, code in (
        (tmp_path / "new.hejda", "short", "short_passphrase"),
        (OLD, WORDS, "backup_exists"),
    ):
        with pytest.raises(HejdaError) as told:
            make_backup(own, out, words)
        assert told.value.code == code
    assert [each.name for each in tmp_path.iterdir()] == ["old"]


def test_a_passphrase_that_others_may_read_is_refused(tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.write_text(WORDS)
    words.chmod(0o644)
    told = CliRunner().invoke(
        app, ["restore", str(OLD), "--home", str(tmp_path / "new"), "--passphrase-file", str(words)]
    )
    assert told.exception is not None
    assert getattr(told.exception, "code", "") == "open_passphrase"


def test_a_backup_is_remembered_and_logged(world: World, tmp_path: Path) -> None:
    own = witnessed(world.installation, world.name, tmp_path / "old")
    made = make_backup(own, tmp_path / "new.hejda", WORDS)
    opening = made.manifest.opening
    with world.connect("postgres") as superuser:
        row = superuser.execute(
            "select body, encode(hash, 'hex') from audit.entry order by seq desc limit 1"
        ).fetchone()
        assert superuser.execute("select max(seq) from audit.entry").fetchone() == (
            opening.entries,
        )
    assert row is not None
    assert '"backup.make"' in row[0]
    assert row[1] == opening.head  # the log said so before anything was read: the copy holds it
    remember(made, own)
    kept = Backup.objects.get()
    assert (kept.size, kept.release) == (made.size, made.manifest.opening.release)
    page = logged_in("adam").get("/operation/").content.decode()
    assert "mindre än två minuter" in page


def test_without_the_log_there_is_no_backup_and_the_role_is_not_to_blame(
    world: World, tmp_path: Path
) -> None:
    own = witnessed(world.installation, world.name, tmp_path / "old")
    with world.connect("postgres") as superuser:
        superuser.execute("revoke execute on function audit.append(jsonb) from app")
        try:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                make_backup(own, tmp_path / "new.hejda", WORDS)
        finally:
            superuser.execute("grant execute on function audit.append(jsonb) to app")
    assert [each.name for each in tmp_path.iterdir()] == ["old"]
    nowhere = own.database.model_copy(update={"host": str(tmp_path)})
    with pytest.raises(HejdaError) as told:
        _backed_up(own.model_copy(update={"database": nowhere}), tmp_path / "new.hejda", WORDS)
    assert told.value.code == "no_database"
    assert [each.name for each in tmp_path.iterdir()] == ["old"]


def test_the_database_of_the_old_release_can_be_backed_up_before_it_is_brought_up(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    with empty_server(installation, "old_release", tmp_path) as (home, superuser):
        restore(OLD, home, WORDS, "en")
        superuser.execute("drop table operation_backup")
        own = installation.model_copy(
            update={"database": installation.database.model_copy(update={"name": "old_release"}),
                    "witness_files": [tmp_path / "one.jsonl"], "witness_databases": []}
        )  # fmt: skip
        made = make_backup(own, tmp_path / "new.hejda", WORDS)
        remember(made, own)
        assert made.manifest.opening.entries == len(entries_of(superuser)) == 24
