"""Signs how long the log is and what its last hash is, and hands that to witnesses outside the database.

Somebody with the owner's rights can write the whole log anew so that its chain holds. He cannot do so to a
file on another machine or a database run by somebody else: at least two witnesses are asked for.
Nothing is signed that does not follow from what was signed before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import psycopg
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hejda.base.errors import HejdaError, InputError
from hejda_web.audit import chain
from hejda_web.audit.witnesses import Witness, WitnessFault, number_of

SIGNED_FOR = b"hejda audit checkpoint 1\n"
FEWEST = 2
"""Witnesses a log must have: one can be lost, or be in league with the one who tampers."""
LOCK = 0x68656A6461
"""The advisory lock that lets one checkpoint be made at a time ("hejda" as a number)."""


class LogAlarm(HejdaError):
    """The log, or a witness, does not follow from what was signed before. Nothing was signed now.

    Codes: audit_shorter, audit_changed, audit_broken, witnesses_disagree, checkpoint_forged.
    """


@dataclass(frozen=True)
class Checkpoint:
    """What is signed. Hashes in hex; `at` is UTC text; `text` is the whole signed line."""

    number: int
    size: int
    head: str
    root: str
    frontier: tuple[str, ...]
    at: str
    text: str


@dataclass(frozen=True)
class Recorded:
    """A checkpoint that was made, who took it, who lagged behind, and who was silent (with a code).

    Lagging and silence are for a person to look into: a witness may have been away, or been cut.
    """

    checkpoint: Checkpoint
    taken_by: tuple[str, ...]
    lagged: tuple[str, ...]
    silent: tuple[tuple[str, str], ...]


# ── Making one ───────────────────────────────────────────────────────────────────────────────────


def record(
    connection: psycopg.Connection[Any],
    *,
    key: Ed25519PrivateKey,
    now: datetime,
    witnesses: Sequence[Witness],
    earlier_keys: Sequence[Ed25519PublicKey] = (),
) -> Recorded:
    """Checks what is new in the log, signs its length and last hash, and gives that to every witness.

    `connection` may read schema audit (role auditor) and is not in a transaction. A witness that lags is
    first given what it missed. Raises LogAlarm where the log has changed since it was last signed,
    WitnessFault where no witness answers (then it is not known what was signed before), and what
    psycopg raises.
    """
    if len(witnesses) < FEWEST:
        raise InputError(
            "too_few_witnesses",
            f"A log needs at least {FEWEST} witnesses, {len(witnesses)} named.",
            "One alone can be lost or changed without anybody noticing.",
            "Name a file and a second database in the settings.",
        )
    trusted = [key.public_key(), *earlier_keys]
    with connection.transaction():
        connection.execute("set local lock_timeout = '30s'")  # anybody may hold an advisory lock
        connection.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
        lines, silent = _last_lines(witnesses)
        known = _latest(lines, trusted)
        made = _signed(_next(connection, known, now), known, key)
        taken, also_silent = _given(made, witnesses, lines)
    lagged = tuple(name for name, line in lines.items() if number_of(line) < made.number - 1)
    return Recorded(made, tuple(taken), lagged, (*silent, *also_silent))


def _last_lines(
    witnesses: Sequence[Witness],
) -> tuple[dict[str, str | None], list[tuple[str, str]]]:
    lines: dict[str, str | None] = {}
    silent = []
    for witness in witnesses:
        try:
            lines[witness.name] = witness.last()
        except WitnessFault as fault:
            silent.append((witness.name, fault.code))
    if not lines:
        raise WitnessFault(
            "no_witness_answers",
            "No witness answers, so nothing was signed.",
            "Without them it is not known what was signed before.",
            "See to the file and the second database named in the settings.",
        )
    return lines, silent


def _latest(lines: dict[str, str | None], trusted: Sequence[Ed25519PublicKey]) -> Checkpoint | None:
    """The highest checkpoint any witness holds; every one is checked, and equals must agree."""
    held = [read(line, trusted) for line in lines.values() if line is not None]
    if not held:
        return None
    latest = max(held, key=lambda one: one.number)
    if any(one.number == latest.number and one.text != latest.text for one in held):
        raise _alarm("witnesses_disagree", f"Witnesses hold different checkpoints {latest.number}.")
    return latest


def _next(
    connection: psycopg.Connection[Any], known: Checkpoint | None, now: datetime
) -> dict[str, object]:
    """What the next checkpoint says, after every new entry has been checked."""
    size = known.size if known else 0
    head = bytes.fromhex(known.head) if known else chain.NOTHING
    frontier = [bytes.fromhex(one) for one in known.frontier] if known else []
    _still_there(connection, size, head)
    hashes = list(_new_hashes(connection, size, head))
    frontier = chain.grown(size, frontier, hashes)
    at = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    return {
        "version": 1,
        "number": known.number + 1 if known else 1,
        "size": size + len(hashes),
        "head": (hashes[-1] if hashes else head).hex(),
        "root": chain.root(frontier).hex(),
        "frontier": [one.hex() for one in frontier],
        "at": max(at, known.at) if known else at,  # a clock set back must not look like tampering
        "previous": sha256(known.text.encode()).hexdigest() if known else "0" * 64,
    }


def _still_there(connection: psycopg.Connection[Any], size: int, head: bytes) -> None:
    """The log is no shorter than it was, and the last entry that was signed is still the same."""
    end = connection.execute("select seq from audit.head").fetchone()
    if end is None or end[0] < size:
        raise _alarm(
            "audit_shorter", f"The log had {size} entries when last signed and has fewer now."
        )
    found = connection.execute("select hash from audit.entry where seq = %s", (size,)).fetchone()
    if size and (found is None or bytes(found[0]) != head):
        raise _alarm("audit_changed", f"Entry {size} is not the one that was signed.")


def _new_hashes(connection: psycopg.Connection[Any], size: int, head: bytes) -> Iterator[bytes]:
    """The hashes of entries after `size`, each made anew from what is stored."""
    query = (
        "select seq, entry.at at time zone 'utc', body, hash from audit.entry"
        " where seq > %s order by seq"
    )
    with connection.cursor(name="audit_new") as cursor:
        cursor.itersize = 2000
        cursor.execute(query, (size,))
        for due, (seq, at, body, hash_) in enumerate(cursor, start=size + 1):
            head = chain.entry_hash(head, seq, f"{at:%Y-%m-%dT%H:%M:%S.%fZ}", body)
            if seq != due or head != bytes(hash_):
                raise _alarm("audit_broken", f"The chain of the log breaks at entry {due}.")
            yield head


def _signed(
    said: dict[str, object], known: Checkpoint | None, key: Ed25519PrivateKey
) -> Checkpoint:
    signature = key.sign(SIGNED_FOR + _text(said).encode()).hex()
    return read(_text(said | {"signature": signature}), [key.public_key()])


def _given(
    made: Checkpoint, witnesses: Sequence[Witness], lines: dict[str, str | None]
) -> tuple[list[str], list[tuple[str, str]]]:
    """Gives the checkpoint to every witness that answers, after what it has missed."""
    taken: list[str] = []
    silent: list[tuple[str, str]] = []
    answering = [witness for witness in witnesses if witness.name in lines]
    for witness in answering:
        try:
            _catch_up(witness, made.number - 1, lines, answering)
            witness.take(made.number, made.text)
            taken.append(witness.name)
        except WitnessFault as fault:
            silent.append((witness.name, fault.code))
    return taken, silent


def _catch_up(
    witness: Witness, upto: int, lines: dict[str, str | None], answering: Sequence[Witness]
) -> None:
    """Gives a witness that lags the checkpoints another one holds, if both agree so far."""
    own = lines[witness.name]
    has = number_of(own)
    if has == upto:
        return
    fullest = next(one for one in answering if number_of(lines[one.name]) == upto)
    missed = fullest.after(max(has - 1, 0))
    if own and missed.pop(0) != own:
        raise _alarm("witnesses_disagree", f"Witnesses hold different checkpoints {has}.")
    for line in missed:
        if has < number_of(line) <= upto:
            witness.take(number_of(line), line)


# ── Reading one ──────────────────────────────────────────────────────────────────────────────────


def read(line: str, trusted: Sequence[Ed25519PublicKey]) -> Checkpoint:
    """A checkpoint from its line, if one of the keys signed it; raises LogAlarm otherwise."""
    try:
        said: dict[str, Any] = json.loads(line)
        signature = bytes.fromhex(said["signature"])
        unsigned = {name: value for name, value in said.items() if name != "signature"}
        message = SIGNED_FOR + _text(unsigned).encode()
        whole = _text(said) == line and any(_fits(one, signature, message) for one in trusted)
        if not whole:
            raise ValueError
        told = {name: said[name] for name in ("number", "size", "head", "root", "at")}
        return Checkpoint(**told, frontier=tuple(said["frontier"]), text=line)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _alarm(
            "checkpoint_forged", "A witness holds a checkpoint that is not signed."
        ) from None


def _fits(key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _text(said: dict[str, Any]) -> str:
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def _alarm(code: str, what: str) -> LogAlarm:
    return LogAlarm(
        code,
        what,
        "Somebody may have tampered with the log or a witness; nothing was signed.",
        "Keep everything as it is, run `hejda audit verify`, and tell the supervising unit.",
    )
