"""Makes an installation of a backup, or nothing: what is not whole, checked and of use is not left behind."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from hejda import __version__
from hejda.base.errors import InputError, Refusal
from hejda_web.audit.witnesses import number_of
from hejda_web.config.backup.make import (
    KEPT_SECRETS,
    note_restored,
    revoke_tokens,
    rows_in_tables,
    witness_lines,
)
from hejda_web.config.backup.parts import (
    DATABASE,
    SECRETS,
    WITNESSES,
    Manifest,
    Opening,
    read_parts,
)
from hejda_web.config.backup.postgres import Restoring, as_backup, program, reading_all
from hejda_web.config.backup.sealed import altered, unsealed
from hejda_web.config.demo import VERSION_FILE, stamp
from hejda_web.config.embedded import running
from hejda_web.config.installation import FILE_NAME, Installation, read_installation
from hejda_web.config.serving import checker, prepare_database

OWN_MIGRATIONS = Path(__file__).resolve().parent.parent.parent


@dataclass
class Contents:
    """A backup read through once, without its database: the small parts, and what it says of itself."""

    path: Path
    passphrase: str
    manifest: Manifest
    secrets: dict[str, str]
    lines: dict[str, list[str]] = field(default_factory=dict)
    """What each witness held, by the witness's name."""


@dataclass(frozen=True)
class Restored:
    """What was made, and what was checked. log: the checker's own words about the log; tokens: how many
    service tokens were revoked."""

    home: Path
    manifest: Manifest
    rows: int
    tokens: int
    log: str


def restore(path: Path, home: Path, passphrase: str, language: str) -> Restored:
    """Makes an installation in `home` of the backup, brought up to this release.

    `home` does not exist or is empty: an embedded installation is made. It holds only installation.json: the
    backup goes into the empty database that file names. Raises InputError and Refusal; then nothing is left.
    """
    server = _place_for(home)
    contents = read_through(path, passphrase)
    refuse_newer(contents.manifest.opening)
    return (_into_server if server else _into_embedded)(contents, home, language)


def _place_for(home: Path) -> bool:
    """Whether the place is a server installation's; refuses a place that is not empty."""
    held = {each.name for each in home.iterdir()} if home.is_dir() else set()
    if not home.exists() or (home.is_dir() and not held):
        return False
    if held == {FILE_NAME} and read_installation(home / FILE_NAME).mode == "server":
        return True
    raise Refusal(
        "home_not_empty", f"The place {home.name} is not empty.",
        "A backup is restored beside what there is, never over it.",
        "Name a folder that does not exist; for a server, one that holds only its installation.json.",
    )  # fmt: skip


def read_through(path: Path, passphrase: str) -> Contents:
    """Opens every byte of the backup and adds it up, before anything is made of it."""
    told: dict[str, list[bytes]] = {SECRETS: [], WITNESSES: []}

    def take(name: str, content: bytes) -> None:
        if name in told:
            told[name].append(content)

    manifest = _read(path, passphrase, take)
    secrets = json.loads(b"".join(told[SECRETS]))
    lines: dict[str, list[str]] = {}
    for line in b"".join(told[WITNESSES]).splitlines():
        witness, checkpoint = json.loads(line)
        lines.setdefault(witness, []).append(checkpoint)
    if set(secrets) != set(KEPT_SECRETS) or DATABASE not in manifest.closing.parts:
        raise altered()
    return Contents(path, passphrase, manifest, secrets, lines)


def _read(path: Path, passphrase: str, take: Callable[[str, bytes], None]) -> Manifest:
    try:
        with path.open("rb") as file:
            return read_parts(unsealed(file, passphrase), take, refuse_newer)
    except OSError as error:
        raise InputError(
            "no_backup",
            f"The file {path.name} cannot be read.",
            error.strerror or "",
            "Name another.",
        ) from error


def refuse_newer(opening: Opening) -> None:
    """Refuses a backup of a later release than this: its tables may hold what this one cannot keep."""
    known = {
        (file.parent.parent.name, file.stem) for file in OWN_MIGRATIONS.glob("*/migrations/0*.py")
    }
    own = {app for app, _ in known}
    unknown = [name for app, name in opening.migrations if app in own and (app, name) not in known]
    if opening.format > 1 or unknown or _numbers(opening.release) > _numbers(__version__):
        raise Refusal(
            "newer_backup",
            f"The backup was made by release {opening.release}, later than this one ({__version__}).",
            "An earlier release does not know all that a later one keeps.",
            "Install that release or a later one, and restore with it.",
        )


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"\d+", release)[:3])


# ── The two kinds of place ───────────────────────────────────────────────────────────────────────


def _into_embedded(contents: Contents, home: Path, language: str) -> Restored:
    unfinished = home.with_name(f".{home.name}.{uuid.uuid4().hex[:8]}.unfinished")
    try:
        with running(unfinished) as installation:
            restored = _filled(contents, installation, unfinished, language)
            _take_witnesses(installation, contents)
            (unfinished / VERSION_FILE).write_text(stamp(), encoding="utf-8")
        installation.witness_files = [
            home / file.relative_to(unfinished) for file in installation.witness_files
        ]
        installation.home = home
        installation.write(unfinished)
        unfinished.rename(home)  # takes the place of an empty folder too
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return Restored(home, contents.manifest, *restored)


def _into_server(contents: Contents, home: Path, language: str) -> Restored:
    installation = read_installation(home / FILE_NAME)
    _refuse_used_witnesses(installation)
    with _as_it_was(home), _empty_database(installation):
        restored = _filled(contents, installation, home, language)
        _take_witnesses(installation, contents)
    return Restored(home, contents.manifest, *restored)


def _refuse_used_witnesses(installation: Installation) -> None:
    lines, silent = witness_lines(installation)
    if silent or any(lines.values()):
        raise Refusal(
            "witness_not_empty", "A witness of the new installation does not answer, or is not empty.",
            "What it holds tells of another log, or of what was written after the backup.",
            "Keep the old witnesses as they are, and name new, empty ones in installation.json.",
        )  # fmt: skip


@contextmanager
def _as_it_was(home: Path) -> Iterator[None]:
    """Where the block fails: gives installation.json its bytes back, without the refused backup's secrets,
    and takes away what came beside it, so that the same place can be tried again."""
    path = home / FILE_NAME
    before = path.read_bytes()
    try:
        yield
    except BaseException:
        returned = path.with_name(f".{FILE_NAME}.returned")
        returned.touch(mode=0o600)
        returned.write_bytes(before)
        returned.rename(path)
        for each in home.iterdir():
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each)
            elif each != path:
                each.unlink()
        raise


@contextmanager
def _empty_database(installation: Installation) -> Iterator[None]:
    """Refuses a database that holds anything, and empties it again where the block fails."""
    with psycopg.connect(installation.database.dsn("owner"), autocommit=True) as owner:
        found = owner.execute(
            "select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where"
            " n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%' limit 1"
        ).fetchone()
        if found:
            raise Refusal(
                "database_not_empty", "The database is not empty.",
                "A backup is restored into an empty database, never over another.",
                "Make a new database owned by owner, and name it in installation.json.",
            )  # fmt: skip
        try:
            yield
        except BaseException:
            owner.execute("drop owned by current_user")
            raise


# ── Filling it ───────────────────────────────────────────────────────────────────────────────────


def _filled(
    contents: Contents, installation: Installation, folder: Path, language: str
) -> tuple[int, int, str]:
    """Restores, compares, migrates, raises the walls, revokes tokens, checks the log.

    How many rows there were, how many tokens were revoked, and the checker's words.
    """
    for name, value in contents.secrets.items():
        setattr(installation, name, value)
    _restore_database(contents, installation)
    rows = _refuse_other_rows(contents.manifest.opening, installation)
    path = installation.write(folder)
    prepare_database(path, installation.database.name)  # whatever name the environment tells of
    tokens = revoke_tokens(installation)
    note_restored(installation)
    return rows, tokens, _refuse_broken_log(contents, installation, language)


def _restore_database(contents: Contents, installation: Installation) -> None:
    found, _ = program("pg_restore", contents.manifest.opening.dumped_by)
    with tempfile.TemporaryDirectory() as folder:
        restoring = Restoring(installation.database.dsn("owner"), found, Path(folder))
        whole = False

        def take(name: str, content: bytes) -> None:
            if name == DATABASE:
                restoring.write(content)

        try:
            _read(contents.path, contents.passphrase, take)
            whole = True
        finally:
            restoring.close(whole=whole)


def _refuse_other_rows(opening: Opening, installation: Installation) -> int:
    """Holds each table's rows and the log's end against the manifest; how many rows there are."""
    with (
        reading_all(installation, installation.database.name) as dsn,
        as_backup(dsn) as reader,
    ):
        counts = rows_in_tables(reader)
        end = reader.execute("select seq, hash from audit.head").fetchone()
    if counts != opening.tables or end is None or (end[0], bytes(end[1]).hex()) != (
        opening.entries, opening.head,
    ):  # fmt: skip
        raise InputError(
            "rows_differ", "What was restored has not the rows that the backup says it holds.", "",
            "Nothing was left of it. Try another copy, and tell those who maintain hejda.",
        )  # fmt: skip
    return sum(counts.values())


def _refuse_broken_log(contents: Contents, installation: Installation, language: str) -> str:
    """The stand-alone checker's words about the restored log and what the witnesses held of it."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, lines in enumerate(contents.lines.values(), 1):
            files.append(Path(folder) / f"witness-{number}.jsonl")
            files[-1].write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        done = checker(installation, language, files, databases=False, heard=True)
    if done.returncode:
        raise Refusal(
            "log_broken", f"The log in the backup does not hold: {_first_line(done)}",
            "Somebody may have changed the log before the backup was made.",
            "Keep the backup, take an earlier one, and tell the supervising unit.",
        )  # fmt: skip
    return _first_line(done)


def _first_line(done: subprocess.CompletedProcess[str]) -> str:
    return ((done.stdout or done.stderr).strip().splitlines() or [""])[0]


def _take_witnesses(installation: Installation, contents: Contents) -> None:
    """Gives every new witness all that the old ones held together; they were found to agree.

    All of them or none: a witness of which something stays refuses the next attempt. Databases commit
    last, one after the other, since a witness lets nobody take back what it holds.
    """
    together = {number_of(line): line for some in contents.lines.values() for line in some}
    rows = sorted(together.items())
    there = {file: file.exists() for file in installation.witness_files}
    try:
        with ExitStack() as stack:
            for file in there:
                file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                file.touch(mode=0o600)
                file.write_text("".join(f"{line}\n" for _, line in rows), encoding="utf-8")
            for dsn in installation.witness_databases:
                connection = stack.enter_context(psycopg.connect(dsn, connect_timeout=5))
                stack.enter_context(connection.cursor()).executemany(
                    "insert into witness.checkpoint (number, body) values (%s, %s)", rows
                )
    except BaseException:
        for file, was in there.items():
            with suppress(OSError):  # the fault that led here is the one to tell of
                file.unlink(missing_ok=True)
                if was:
                    file.touch(mode=0o600)
        raise
