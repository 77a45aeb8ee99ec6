"""A stream sealed with a passphrase: nobody reads it, and nobody changes or cuts it unseen.

The key is drawn from the passphrase by scrypt. The stream is cut into pieces, each sealed by AES-256-GCM
under a nonce that holds its place and whether it is the last, so that no piece can be changed, moved,
left out or added, and the end cannot be cut off. Only one piece at a time is held in memory.
"""

from __future__ import annotations

import hmac
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from hejda.base.errors import InputError

MAGIC = b"hejda backup 1\n"
PIECE = 1 << 20
"""Bytes sealed together."""
TAG = 16
COST = 17
"""scrypt's n is 2 to this; with r 8 it takes 128 MB of memory and about half a second a guess."""
HIGHEST_COST = 20
"""A file that asks for more is not opened: it would take the machine's memory."""
BEGINNING = struct.Struct(">15sB16s7s")
"""What is told in the clear: magic, cost, salt, and the part of the nonce that is the file's own."""
LABEL = b"beginning of a backup"


@dataclass(frozen=True)
class _Keys:
    pieces: AESGCM
    beginning: bytes


def _keys(passphrase: str, cost: int, salt: bytes) -> _Keys:
    drawn = Scrypt(salt=salt, length=64, n=1 << cost, r=8, p=1).derive(passphrase.encode())
    return _Keys(AESGCM(drawn[:32]), drawn[32:])


def _proof(key: bytes, beginning: bytes) -> bytes:
    return hmac.digest(key, LABEL + beginning, "sha256")


def _nonce(own: bytes, place: int, last: bool) -> bytes:
    return own + struct.pack(">IB", place, last)


class Sealer:
    """Takes bytes and writes them sealed. `close` must be called: without it the file has no end."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        beginning = BEGINNING.pack(MAGIC, COST, salt := os.urandom(16), own := os.urandom(7))
        self._keys = _keys(passphrase, COST, salt)
        self._file, self._beginning, self._own = file, beginning, own
        self._held = bytearray()
        self._place = 0
        file.write(beginning + _proof(self._keys.beginning, beginning))

    def write(self, some: bytes) -> None:
        """Seals what has come, a piece at a time."""
        self._held += some
        while (
            len(self._held) > PIECE
        ):  # more than one: what may be the last piece waits for the end
            self._seal(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]

    def close(self) -> None:
        """Seals the rest as the last piece."""
        self._seal(bytes(self._held), last=True)
        self._held.clear()

    def _seal(self, piece: bytes, last: bool) -> None:
        nonce = _nonce(self._own, self._place, last)
        self._file.write(self._keys.pieces.encrypt(nonce, piece, self._beginning))
        self._place += 1


def unsealed(file: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """The pieces in order. Raises InputError: not_a_backup, wrong_passphrase, backup_altered.

    What has been given out before an error was sealed as it is; the end is known to be the end only when
    the iterator is exhausted.
    """
    beginning = file.read(BEGINNING.size)
    proof = file.read(32)
    if len(beginning + proof) < BEGINNING.size + 32 or not beginning.startswith(MAGIC):
        raise InputError(
            "not_a_backup", "The file is no backup of hejda, or its beginning is cut.", "",
            "Name a file that `hejda backup` wrote.",
        )  # fmt: skip
    _, cost, salt, own = BEGINNING.unpack(beginning)
    if not 1 <= cost <= HIGHEST_COST:
        raise altered()
    keys = _keys(passphrase, cost, salt)
    if not hmac.compare_digest(proof, _proof(keys.beginning, beginning)):
        raise InputError(
            "wrong_passphrase", "The passphrase does not open the backup.",
            "Either it is another one, or the beginning of the file has been altered.",
            "Try the passphrase of the day the backup was made, or another copy of the file.",
        )  # fmt: skip
    place, held = 0, file.read(PIECE + TAG)
    while True:
        following = file.read(PIECE + TAG)
        try:
            yield keys.pieces.decrypt(_nonce(own, place, not following), held, beginning)
        except InvalidTag:
            raise altered() from None
        if not following:
            return
        place, held = place + 1, following


def altered() -> InputError:
    """What is said of a file that is not as it was written."""
    return InputError(
        "backup_altered", "The backup has been cut or altered since it was written.",
        "A copy may have been broken off, a disk may have failed, or somebody changed it.",
        "Use another copy. Nothing was restored from this one.",
    )  # fmt: skip
