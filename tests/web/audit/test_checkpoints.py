"""Checkpoints: what is signed, what raises an alarm, and what the checker says of witnesses."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hejda.base.errors import InputError
from hejda_audit.entries import database_log
from hejda_audit.merkle import included, inclusion_proof
from hejda_web.audit.checkpoints import LogAlarm, record
from hejda_web.audit.witnesses import DatabaseWitness, FileWitness, WitnessFault
from tests.house_rules.tree import ROOT
from tests.web.audit.logs import NOON, Server, WitnessedLog, a_reading, append, checker, new_log
from tests.web.audit.tamperings import unguarded

STRANGER = Ed25519PrivateKey.from_private_bytes(sha256(b"another key").digest())


@pytest.fixture
def log(server: Server, tmp_path: Path) -> Iterator[WitnessedLog]:
    """Seven entries, with checkpoints at 3, 5 and 5."""
    made = new_log(server, tmp_path)
    made.grow(3)
    made.checkpoint(0)
    made.grow(2, 3)
    made.checkpoint(1)
    made.checkpoint(2)
    made.grow(2, 5)
    yield made
    server.drop(made.database, made.second)


def lines(log: WitnessedLog) -> list[str]:
    """What the file holds."""
    return log.file.read_text(encoding="utf-8").splitlines()


def as_superuser(log: WitnessedLog, *statements: str, second: bool = False) -> None:
    """Statements in the log's database, or the second witness's, its guards taken away first."""
    with psycopg.connect(log.server.dsn(log.second if second else log.database)) as connection:
        if second:
            connection.execute("alter table witness.checkpoint disable trigger all")
        else:
            unguarded(connection)
        for statement in statements:
            connection.execute(statement.encode())


def verdict(log: WitnessedLog, language: str = "en") -> tuple[int, str]:
    """Exit code and what the checker prints."""
    answer = checker("verify", *log.arguments(), "--lang", language)
    return answer.returncode, answer.stdout + answer.stderr


# ── What is signed ───────────────────────────────────────────────────────────────────────────────


def test_both_witnesses_hold_the_same_signed_lines_and_the_file_is_its_owners(
    log: WitnessedLog,
) -> None:
    _, second = log.witnesses
    assert second.after(0) == lines(log)
    assert [json.loads(line)["size"] for line in lines(log)] == [3, 5, 5]
    assert stat.S_IMODE(log.file.stat().st_mode) == 0o600
    assert verdict(log)[0] == 0


def test_one_entry_is_proved_with_the_signed_root_and_nothing_of_the_others(
    log: WitnessedLog,
) -> None:
    with psycopg.connect(log.server.dsn(log.database, "auditor")) as connection:
        hashes = [entry.hash for entry in database_log(connection).entries]
    signed = json.loads(lines(log)[-1])
    path = inclusion_proof(hashes[: signed["size"]], 2)
    assert included(hashes[1], 2, 5, path, bytes.fromhex(signed["root"]))


def test_a_clock_set_back_raises_no_alarm(log: WitnessedLog) -> None:
    made = log.checkpoint(-60)
    assert made.checkpoint.at == json.loads(lines(log)[-2])["at"]
    assert verdict(log)[0] == 0


def test_two_witnesses_are_the_fewest(log: WitnessedLog) -> None:
    with (
        log.server.connection(log.database, "auditor") as connection,
        pytest.raises(InputError, match="at least 2"),
    ):
        record(connection, key=log.key, now=NOON, witnesses=log.witnesses[:1])


def test_a_new_key_goes_on_from_the_old(log: WitnessedLog) -> None:
    with log.server.connection(log.database, "auditor") as connection:
        now, old = NOON + timedelta(hours=1), [log.key.public_key()]
        record(connection, key=STRANGER, now=now, witnesses=log.witnesses, earlier_keys=old)
    assert verdict(log)[0] == 1
    pem = log.folder / "stranger.pem"
    pem.write_bytes(
        STRANGER.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    assert checker("verify", *log.arguments(), "--public-key", str(pem)).returncode == 0


# ── Witnesses that are away ──────────────────────────────────────────────────────────────────────


def test_a_witness_that_was_away_is_named_and_given_what_it_missed(log: WitnessedLog) -> None:
    file, second = log.witnesses
    away = DatabaseWitness("second database", log.server.dsn("nowhere", "witness"))
    with log.server.connection(log.database, "auditor") as connection:
        for minute in (5, 6):
            now = NOON + timedelta(minutes=minute)
            made = record(connection, key=log.key, now=now, witnesses=(file, away))
            assert made.taken_by == ("file",)
            assert made.silent == (("second database", "witness_unreachable"),)
    assert "does not hold number 4 to 5" in verdict(log)[1]

    again = log.checkpoint(7)

    assert (again.lagged, again.silent) == (("second database",), ())
    assert second.after(0) == lines(log)
    assert verdict(log)[0] == 0


def test_without_any_witness_nothing_is_signed(log: WitnessedLog) -> None:
    away = [DatabaseWitness(name, log.server.dsn("nowhere", "witness")) for name in ("a", "b")]
    with (
        log.server.connection(log.database, "auditor") as connection,
        pytest.raises(WitnessFault) as caught,
    ):
        record(connection, key=log.key, now=NOON, witnesses=away)
    assert caught.value.code == "no_witness_answers"


def test_a_file_others_may_read_or_a_link_is_no_witness(log: WitnessedLog) -> None:
    log.file.chmod(0o644)
    assert log.checkpoint(4).silent == (("file", "witness_open_to_others"),)
    link = log.folder / "link.jsonl"
    link.symlink_to(log.file)
    with pytest.raises(WitnessFault):
        FileWitness("link", link).take(1, "{}")


@pytest.mark.parametrize("torn_at", [5, -1])
def test_a_line_torn_by_a_crash_does_no_harm(log: WitnessedLog, torn_at: int) -> None:
    """`torn_at` characters of the last line reached the disk, or all but the end of the line."""
    whole = log.file.read_text(encoding="utf-8")
    kept = "".join(line + "\n" for line in whole.splitlines()[:-1])
    log.file.write_text(kept + whole.splitlines()[-1][: torn_at if torn_at > 0 else None])
    log.checkpoint(4)
    log.checkpoint(5)
    assert verdict(log)[0] == 0


# ── Alarms when signing ──────────────────────────────────────────────────────────────────────────


def removed_head(size: int) -> str:
    """The head put back to an earlier entry."""
    return f"update audit.head set (seq, hash) = (select seq, hash from audit.entry where seq = {size})"


ALARMS: dict[str, list[str]] = {
    "audit_shorter": ["delete from audit.entry where seq > 4", removed_head(4)],
    "audit_changed": ["update audit.entry set hash = sha256(hash) where seq = 5"],
    "audit_broken": ["update audit.entry set body = replace(body, 'user-7', 'x') where seq = 6"],
}


@pytest.mark.parametrize("code", ALARMS)
def test_a_log_that_does_not_follow_is_not_signed(log: WitnessedLog, code: str) -> None:
    before = lines(log)
    as_superuser(log, *ALARMS[code])
    with pytest.raises(LogAlarm) as caught:
        log.checkpoint(4)
    assert caught.value.code == code
    assert lines(log) == before


def test_witnesses_that_disagree_stop_the_signing(log: WitnessedLog) -> None:
    forked(log)
    with pytest.raises(LogAlarm) as caught:
        log.checkpoint(4)
    assert caught.value.code == "witnesses_disagree"


# ── What the checker says of witnesses ───────────────────────────────────────────────────────────


def forged(log: WitnessedLog) -> str:
    """A checkpoint changed where it is kept."""
    log.file.write_text(log.file.read_text(encoding="utf-8").replace('"size":3', '"size":2'))
    return "Checkpoint forged: number 1 held by witness witness.jsonl"


def signed_by_another(log: WitnessedLog) -> str:
    """A whole checkpoint signed with a key the checker was not given."""
    own = WitnessedLog(log.server, log.database, log.second, log.folder, STRANGER)
    with log.server.connection(own.database, "auditor") as connection:
        old = [log.key.public_key()]
        record(connection, key=STRANGER, now=NOON, witnesses=own.witnesses, earlier_keys=old)
    return "Checkpoint forged: number 4"


def taken_out(log: WitnessedLog) -> str:
    """A checkpoint removed from the middle of one witness."""
    as_superuser(log, "delete from witness.checkpoint where number = 2", second=True)
    return "Checkpoint missing: witness database 1 does not hold number 2 to 2"


def cut(log: WitnessedLog) -> str:
    """The last checkpoint removed from one witness."""
    log.file.write_text("".join(line + "\n" for line in lines(log)[:-1]))
    return "Checkpoint missing: witness witness.jsonl does not hold number 3 to 3"


def forked(log: WitnessedLog) -> str:
    """Two witnesses given different checkpoints with one number, both rightly signed."""
    last = log.file.read_text(encoding="utf-8").splitlines()[-1]
    log.file.write_text("".join(line + "\n" for line in lines(log)[:-1]))
    before = log.folder / "other.jsonl"
    before.write_text(log.file.read_text(encoding="utf-8"))
    before.chmod(0o600)
    alone = (FileWitness("a", log.file), FileWitness("b", before))
    with log.server.connection(log.database, "auditor") as connection:
        record(connection, key=log.key, now=NOON + timedelta(hours=2), witnesses=alone)
    assert lines(log)[-1] != last
    return "Witnesses disagree: checkpoint 3 says different things"


@pytest.mark.parametrize("harm", [forged, signed_by_another, taken_out, cut, forked])
def test_harm_to_a_witness_is_named(log: WitnessedLog, harm: Callable[[WitnessedLog], str]) -> None:
    expected = harm(log)
    code, said = verdict(log)
    assert code == 1
    assert said.startswith(expected), said


def test_time_going_backwards_is_found_where_the_chain_holds(log: WitnessedLog) -> None:
    as_superuser(
        log,
        "update audit.entry set at = at - interval '1 day' where seq = 7",
        "update audit.entry set hash = audit.hash_of(previous, seq, at, body) where seq = 7",
        "update audit.head set hash = (select hash from audit.entry where seq = 7)",
    )
    assert verdict(log) == (
        1,
        "Time going backwards: number 7 has an earlier time than the one before it (audit.entry).\n",
    )


def test_entries_put_in_behind_the_heads_back_are_found(log: WitnessedLog) -> None:
    as_superuser(log, removed_head(6))
    assert verdict(log) == (1, "Inserted: entry 7 put in afterwards.\n")


def test_a_field_emptied_is_an_edit(log: WitnessedLog) -> None:
    as_superuser(
        log,
        "alter table audit.entry alter column body drop not null",
        "update audit.entry set body = null where seq = 2",
    )
    assert verdict(log)[1].startswith("Edited: entry 2 ")


# ── The command ──────────────────────────────────────────────────────────────────────────────────


def test_a_sound_log_is_told_in_both_languages(log: WitnessedLog) -> None:
    english, swedish = verdict(log), verdict(log, "sv")
    assert english[0] == swedish[0] == 0
    assert english[1].startswith(
        "Sound: 7 entries in an unbroken chain agree with 3 checkpoints; 2"
    )
    assert swedish[1].startswith("Hel: 7 poster i obruten kedja stämmer med 3 kontrollpunkter; 2")


def test_an_export_says_the_same_and_is_caught_when_changed(log: WitnessedLog) -> None:
    out = log.folder / "log.jsonl"
    told = checker("export", "--dsn", log.server.dsn(log.database, "auditor"), "--out", str(out))
    assert (told.returncode, told.stdout) == (0, "7\n")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    arguments = ["verify", "--export", str(out), *log.arguments()[2:], "--lang", "en"]
    assert checker(*arguments).returncode == 0

    whole = out.read_text(encoding="utf-8").splitlines()
    swapped = [whole[0], whole[3], whole[2], whole[1], *whole[4:]]
    for text, sentence in {
        "\n".join(whole).replace("request-3", "request-8"): "Edited: entry 3 ",
        "\n".join(whole[:3] + whole[4:]): "Deleted: entry 4 ",
        "\n".join(swapped): "Swapped: entry 2 and entry 4 ",
        "\n".join([*whole[:4], whole[3], *whole[4:]]): "Inserted: entry 4 ",
        "\n".join(whole[:5] + whole[7:]): "Tail cut: the log ends after entry 5, ",
    }.items():
        out.write_text(text + "\n", encoding="utf-8")
        answer = checker(*arguments)
        assert (answer.returncode, answer.stdout.startswith(sentence)) == (1, True), answer.stdout


def test_what_cannot_be_checked_is_not_called_sound(log: WitnessedLog) -> None:
    dsn, key, witness = log.arguments()[:2], log.arguments()[2:4], log.arguments()[4:6]
    empty = log.folder / "empty.jsonl"
    empty.touch()
    not_a_key = log.folder / "not-a-key"
    not_a_key.write_text("x")
    nowhere = ["--dsn", log.server.dsn("nowhere", "auditor")]
    as_app = ["--dsn", log.server.dsn(log.database, "app")]
    for arguments in (
        dsn,  # no witness
        [*dsn, *witness],  # no key
        [*dsn, *key],
        [*dsn, *key, "--witness", str(log.folder / "missing")],
        [*dsn, *key, "--witness", str(empty)],
        [*dsn, "--public-key", str(not_a_key), *witness],
        [*nowhere, *key, *witness],
        [*as_app, *key, *witness],
        ["--export", str(not_a_key), *key, *witness],
    ):
        answer = checker("verify", *arguments, "--lang", "en")
        assert (answer.returncode, answer.stdout) == (2, ""), arguments
        assert answer.stderr.startswith("Could not be checked: ")
        assert "Traceback" not in answer.stderr


def test_the_chain_alone_is_checked_only_when_asked_for_and_says_so(log: WitnessedLog) -> None:
    answer = checker("verify", *log.arguments()[:2], "--without-witness", "--lang", "en")
    assert answer.returncode == 0
    assert "without witnesses nobody can see" in answer.stdout


def test_the_checker_stands_alone(tmp_path: Path) -> None:
    code = (
        "import sys, pkgutil, importlib, hejda_audit\n"
        "for module in pkgutil.iter_modules(hejda_audit.__path__):\n"
        "    importlib.import_module('hejda_audit.' + module.name)\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, cwd=tmp_path, env={"PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    loaded = set(json.loads(told.stdout.replace("'", '"')))
    assert loaded & {"hejda", "hejda_web", "django"} == set()
    libraries = loaded - set(sys.stdlib_module_names) - {"hejda_audit", "cython_runtime"}
    named = {name for name in libraries if not name.startswith("_")}
    assert named <= {"psycopg", "psycopg_binary", "cryptography", "typing_extensions", "cffi"}


def test_many_who_append_at_once_make_one_chain(log: WitnessedLog) -> None:
    def writes(writer: int) -> list[int]:
        with log.server.connection(log.database, "app") as connection:
            return [append(connection, a_reading(writer * 100 + n)) for n in range(20)]

    with ThreadPoolExecutor(8) as pool:
        places = [place for some in pool.map(writes, range(8)) for place in some]

    assert sorted(places) == list(range(8, 168))
    log.checkpoint(9)
    assert verdict(log)[1].startswith("Sound: 167 entries")
