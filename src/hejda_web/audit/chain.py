"""The form of an audit entry and how entries are bound together, on the application's side.

PostgreSQL writes the log (sql/03_append.sql); this module says the same in Python, for those who sign
checkpoints and for tests. The checker of the log, `hejda_audit`, is written apart from both on purpose.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

VERBS = ("collection", "alteration", "reading", "disclosure", "combination", "erasure")
"""The acts a log must cover: brottsdataförordningen (2018:1202) 3:4."""
OTHER_CLASSES = ("denied", "login", "alert", "system")
"""What the house logs besides."""
EARLIER_SUSPICIONS = "earlier_suspicions"
"""The value of `limited` where earlier suspicions are touched: brottsdataförordningen 3:7."""
NOTHING = bytes(32)
"""What the first entry names as the hash before it."""


def canonical(body: Mapping[str, object]) -> str:
    """The one text of a body: keys in order of their bytes, no space, nulls left out."""
    given = {name: value for name, value in body.items() if value is not None}
    return json.dumps(given, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def entry_hash(previous: bytes, seq: int, at: str, body: str) -> bytes:
    """SHA-256 of `previous in hex|seq|time|body`; `at` is UTC text with microseconds and Z."""
    return sha256(f"{previous.hex()}|{seq}|{at}|{body}".encode()).digest()


def grown(size: int, frontier: Sequence[bytes], hashes: Iterable[bytes]) -> list[bytes]:
    """The tree of `size` entries, kept as the roots of its whole subtrees, with more entries added.

    As in RFC 6962: a leaf is SHA-256(0x00 ‖ entry's hash), a node SHA-256(0x01 ‖ left ‖ right). A new leaf
    closes as many subtrees as the size has ones at its end in binary.
    """
    whole = list(frontier)
    for count, hash_ in enumerate(hashes, start=size):
        top = sha256(b"\x00" + hash_).digest()
        closing = count
        while closing & 1:
            top = sha256(b"\x01" + whole.pop() + top).digest()
            closing >>= 1
        whole.append(top)
    return whole


def root(frontier: Sequence[bytes]) -> bytes:
    """The hash over the whole tree, from the roots of its whole subtrees, the largest first."""
    if not frontier:
        return sha256(b"").digest()
    top = frontier[-1]
    for left in reversed(frontier[:-1]):
        top = sha256(b"\x01" + left + top).digest()
    return top
