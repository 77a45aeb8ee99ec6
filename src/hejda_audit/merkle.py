"""The tree of hashes over the log (RFC 6962): proves one entry without handing over the others.

A leaf is SHA-256(0x00 ‖ the entry's hash), a node SHA-256(0x01 ‖ left ‖ right); the left part of a tree
holds the largest power of two that is smaller than the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
"""The root over nothing."""


def leaf(entry_hash: bytes) -> bytes:
    """The tree's leaf for an entry with this hash."""
    return sha256(b"\0" + entry_hash).digest()


def node(left: bytes, right: bytes) -> bytes:
    """What two neighbouring hashes become one level up."""
    return sha256(b"\1" + left + right).digest()


class Tree:
    """A tree that only grows. It keeps one hash a level, however many leaves it has."""

    def __init__(self) -> None:
        self._waiting: list[
            bytes | None
        ] = []  # by level: a whole subtree without its neighbour yet

    def extend(self, entry_hashes: Sequence[bytes]) -> None:
        """Adds leaves, level by level."""
        nodes = [sha256(b"\0" + hash_).digest() for hash_ in entry_hashes]
        level = 0
        while nodes:
            if level == len(self._waiting):
                self._waiting.append(None)
            waited = self._waiting[level]
            if waited is not None:
                nodes.insert(0, waited)
            self._waiting[level] = nodes.pop() if len(nodes) % 2 else None
            pairs = zip(nodes[::2], nodes[1::2], strict=True)
            nodes = [sha256(b"\1" + left + right).digest() for left, right in pairs]
            level += 1

    def frontier(self) -> list[bytes]:
        """The roots of the whole subtrees, the largest first: enough to go on from."""
        return [waiting for waiting in reversed(self._waiting) if waiting is not None]

    def root(self) -> bytes:
        """The hash over every leaf so far."""
        whole = self.frontier()
        if not whole:
            return EMPTY
        top = whole.pop()
        while whole:
            top = node(whole.pop(), top)
        return top


def inclusion_proof(entry_hashes: Sequence[bytes], place: int) -> list[bytes]:
    """The hashes that lead from the entry at `place` (from 1) to the root, the lowest first."""
    if not 1 <= place <= len(entry_hashes):
        raise ValueError("the place is outside the log")
    level = [leaf(hash_) for hash_ in entry_hashes]
    position, path = place - 1, []
    while len(level) > 1:
        neighbour = position ^ 1
        if neighbour < len(level):
            path.append(level[neighbour])
        ups = [node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = ups + ([level[-1]] if len(level) % 2 else [])
        position //= 2
    return path


def included(entry_hash: bytes, place: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from this entry at `place` (from 1) to the root over `size` entries."""
    if not 1 <= place <= size:
        return False
    position, last, top = place - 1, size - 1, leaf(entry_hash)
    steps = iter(path)
    while last:
        if position % 2 or position < last:
            step = next(steps, None)
            if step is None:
                return False
            top = node(step, top) if position % 2 else node(top, step)
        position, last = position // 2, last // 2
    return next(steps, None) is None and top == root
