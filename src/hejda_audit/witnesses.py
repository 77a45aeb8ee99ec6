"""Reads what the witnesses hold: signed checkpoints of how long the log was and what its last hash was.

A checkpoint is one line of canonical JSON. It is believed when its signature is by a key the reader trusts
and it names the checkpoint before it by that one's SHA-256.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from hejda_audit.entries import Unreadable
from hejda_audit.findings import Finding, Kind

SIGNED_FOR = b"hejda audit checkpoint 1\n"
"""Stands before the signed text, so that a signature made for something else proves nothing here."""
HEX_KEY = re.compile("[0-9a-f]{64}")
FIRST = "0" * 64
"""What checkpoint 1 names as the one before it."""


@dataclass(frozen=True)
class Checkpoint:
    """What was signed: after `size` entries the last hash was `head` and the tree's root `root` (hex)."""

    number: int
    size: int
    head: str
    root: str
    frontier: tuple[str, ...]
    at: str
    previous: str
    text: str

    @property
    def hash(self) -> str:
        """What the next checkpoint names this one by."""
        return sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Witness:
    """One witness: its name, the lines it holds, and where it can be asked again."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Statements:
    """What the witnesses say together: believable checkpoints by number, and what is wrong with the rest."""

    checkpoints: dict[int, Checkpoint]
    findings: tuple[Finding, ...]


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────


def file_witness(path: Path) -> Witness:
    """The lines of a file. A last line without its end is being written, or was torn by a crash."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}") from None
    whole = text[: text.rfind("\n") + 1]
    return Witness(path.name, tuple(line for line in whole.split("\n") if line))


def database_witness(connection: psycopg.Connection[Any], name: str) -> Witness:
    """The rows of `witness.checkpoint`, in order."""
    rows = connection.execute("SELECT body FROM witness.checkpoint ORDER BY number").fetchall()
    return Witness(name, tuple(str(body) for (body,) in rows))


def public_key(named: str) -> Ed25519PublicKey:
    """An Ed25519 public key from its 64 hexadecimal digits, or from a PEM file."""
    try:
        if HEX_KEY.fullmatch(named):
            return Ed25519PublicKey.from_public_bytes(bytes.fromhex(named))
        key = load_pem_public_key(Path(named).read_bytes())
    except OSError as error:
        raise Unreadable(f"{named}: {error.strerror}") from None
    except ValueError:
        raise Unreadable(f"{named}: not a public key") from None
    if not isinstance(key, Ed25519PublicKey):
        raise Unreadable(f"{named}: not an Ed25519 key")
    return key


# ── Believing ────────────────────────────────────────────────────────────────────────────────────


def heard(witnesses: Sequence[Witness], keys: Sequence[Ed25519PublicKey]) -> Statements:
    """Weighs every line of every witness, then the witnesses against each other."""
    believed: dict[str, Checkpoint | None] = {}  # the same line is weighed once, whoever holds it
    held: dict[str, dict[int, Checkpoint]] = {}
    findings: list[Finding] = []
    for place, witness in enumerate(witnesses):
        own: dict[int, Checkpoint] = {}
        for line in witness.lines:
            if line not in believed:
                believed[line] = _believed(line, keys)
            checkpoint = believed[line]
            due = max(own, default=0) + 1
            if checkpoint is None:
                findings += _unbelieved(line, due, witness.name)
            elif checkpoint.number in own:
                findings.append(_finding(Kind.CHECKPOINT_FORGED, checkpoint.number, witness.name))
            else:
                own[checkpoint.number] = checkpoint
        findings += _unlinked(own, witness.name)
        held[f"{place} {witness.name}"] = own
    findings += _disagreements(held)
    together = {number: one for own in held.values() for number, one in own.items()}
    findings += _backwards(together)
    return Statements(together, tuple(dict.fromkeys(findings)))


def _finding(kind: Kind, number: int, witness: str, last: int | None = None) -> Finding:
    return Finding(kind, number, number if last is None else last, witness)


def _believed(line: str, keys: Sequence[Ed25519PublicKey]) -> Checkpoint | None:
    try:
        said: dict[str, Any] = json.loads(line)
        if json.dumps(said, sort_keys=True, separators=(",", ":")) != line or said["version"] != 1:
            return None
        signature = bytes.fromhex(said["signature"])
        checkpoint = Checkpoint(
            number=int(said["number"]),
            size=int(said["size"]),
            head=str(said["head"]),
            root=str(said["root"]),
            frontier=tuple(said["frontier"]),
            at=str(said["at"]),
            previous=str(said["previous"]),
            text=line,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    unsigned = {name: value for name, value in said.items() if name != "signature"}
    message = SIGNED_FOR + json.dumps(unsigned, sort_keys=True, separators=(",", ":")).encode()
    return checkpoint if any(_signed(key, signature, message) for key in keys) else None


def _signed(key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _unbelieved(line: str, due: int, witness: str) -> list[Finding]:
    """A line that is no JSON was torn by a crash: what it should have said is missed by its number."""
    try:
        json.loads(line)
    except ValueError:
        return []
    return [_finding(Kind.CHECKPOINT_FORGED, due, witness)]


def _unlinked(own: dict[int, Checkpoint], witness: str) -> list[Finding]:
    """Checkpoints that do not name the one before them by its hash, and numbers that are not there."""
    findings = []
    due, before = 1, FIRST
    for number in sorted(own):
        if number > due:
            findings.append(_finding(Kind.CHECKPOINT_MISSING, due, witness, number - 1))
        elif own[number].previous != before:
            findings.append(_finding(Kind.CHECKPOINT_FORGED, number, witness))
        due, before = number + 1, own[number].hash
    return findings


def _disagreements(held: dict[str, dict[int, Checkpoint]]) -> Iterable[Finding]:
    """The same number with another text; and an end that another witness has and this one lacks."""
    names = {witness: witness.partition(" ")[2] for witness in held}
    longest = max((max(own, default=0) for own in held.values()), default=0)
    for number in range(1, longest + 1):
        texts = {own[number].text for own in held.values() if number in own}
        if len(texts) > 1:
            yield _finding(Kind.WITNESSES_DISAGREE, number, ", ".join(names.values()))
    for witness, own in held.items():
        if max(own, default=0) < longest:
            first = max(own, default=0) + 1
            yield _finding(Kind.CHECKPOINT_MISSING, first, names[witness], longest)


def _backwards(together: dict[int, Checkpoint]) -> Iterable[Finding]:
    """A log that became shorter, or changed at the same length, between two checkpoints; time likewise."""
    ordered = [together[number] for number in sorted(together)]
    for before, after in pairwise(ordered):
        if after.size < before.size:
            yield Finding(Kind.TAIL_CUT, after.size + 1, before.size)
        if after.size == before.size and (after.head, after.root) != (before.head, before.root):
            yield _finding(
                Kind.WITNESSES_DISAGREE, after.number, f"{before.number}, {after.number}"
            )
        if after.at < before.at:
            yield _finding(Kind.TIME_BACKWARDS, after.number, "checkpoints")
