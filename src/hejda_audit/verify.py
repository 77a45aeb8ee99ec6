"""Walks a log from its first entry to its last, and holds it against what the witnesses confirmed."""

from __future__ import annotations

from binascii import hexlify
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from hejda_audit.diagnosis import REACH, Break, diagnosed
from hejda_audit.entries import NOTHING, Log
from hejda_audit.findings import Finding, Kind
from hejda_audit.merkle import Tree
from hejda_audit.witnesses import Checkpoint, Statements

TOLD_EVERY = 1 << 17
"""Entries between two words about how far the walk has come."""
TREE_STEP = 4096
"""Entries the tree takes at a time; it never holds more hashes than this besides one a level."""


@dataclass(frozen=True)
class Verdict:
    """What the check says: entries read, how far the witnesses reach, and every divergence, first first."""

    entries: int
    witnessed: int
    checkpoints: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing diverges."""
        return not self.findings


class _Walk:
    """Where a walk is: how many entries, the last hash and time, and the tree over them."""

    def __init__(self, statements: Statements) -> None:
        by_size = sorted(statements.checkpoints.values(), key=lambda one: one.size)
        self.stops = {size: list(some) for size, some in groupby(by_size, key=lambda one: one.size)}
        self.place, self.agreed = 0, 0
        self.accepted: deque[bytes] = deque([NOTHING], maxlen=REACH)
        self.tree = Tree()
        self.untreed: list[bytes] = []

    def stop(self) -> Finding | None:
        """Compares the log, at the length it has here, with the checkpoints taken at that length."""
        self.tree.extend(self.untreed)
        for checkpoint in self.stops.get(self.place, ()):
            if checkpoint.head != self.accepted[-1].hex():
                witness = f"checkpoint {checkpoint.number}"
                return Finding(Kind.REWRITTEN, self.agreed + 1, self.place, witness)
            if not self._same_tree(checkpoint):
                return Finding(
                    Kind.CHECKPOINT_FORGED, checkpoint.number, checkpoint.number, "Merkle"
                )
        self.agreed = self.place
        return None

    def _same_tree(self, checkpoint: Checkpoint) -> bool:
        frontier = tuple(hash_.hex() for hash_ in self.tree.frontier())
        return (checkpoint.root, checkpoint.frontier) == (self.tree.root().hex(), frontier)


def verified(
    log: Log, statements: Statements, tell: Callable[[int], None] = lambda _: None
) -> Verdict:
    """The verdict on a log. `tell` hears now and then how many entries have been read."""
    walk = _Walk(statements)
    finding = (walk.stop() if 0 in walk.stops else None) or _first_divergence(log, walk, tell)
    if finding is None:
        finding = _end(log, walk)
    said = (finding,) if finding else ()
    sizes = [one.size for one in statements.checkpoints.values()]
    others = tuple(one for one in statements.findings if one not in said)
    return Verdict(walk.place, max(sizes, default=0), len(statements.checkpoints), said + others)


def _first_divergence(log: Log, walk: _Walk, tell: Callable[[int], None]) -> Finding | None:
    """The walk itself: the one loop that every entry goes through, kept bare for its speed."""
    entries, stops, accepted, untreed = log.entries, walk.stops, walk.accepted, walk.untreed
    place, last, before = 0, NOTHING, b""
    differs: Finding | None = (
        None  # from a checkpoint; a break of the chain soon after explains it better
    )
    for entry in entries:
        seq, at, body, previous, hash_ = entry
        place += 1
        fits = sha256(b"%b|%d|%b|%b" % (hexlify(last), place, at, body)).digest() == hash_
        if not fits or previous != last or seq != place or at < before:
            walk.place = place
            found = diagnosed(Break(place, entry, tuple(accepted), entries))
            return differs if differs and found.first > differs.last else found
        last, before = hash_, at
        accepted.append(hash_)
        untreed.append(hash_)
        if place in stops or len(untreed) >= TREE_STEP:
            walk.place = place
            differs = differs or walk.stop()
            untreed.clear()
            if place % TOLD_EVERY == 0:
                tell(place)
    walk.place = place
    return differs


def _end(log: Log, walk: _Walk) -> Finding | None:
    """Whether the log ends where it says, and reaches as far as the witnesses saw it reach."""
    head, reached = log.head, max(walk.stops, default=0)
    if max(head.seq, reached) > walk.place:
        return Finding(Kind.TAIL_CUT, walk.place + 1, max(head.seq, reached))
    if head.seq < walk.place:
        return Finding(Kind.INSERTED, head.seq + 1, walk.place)
    if head.hash != walk.accepted[-1]:
        return Finding(Kind.EDITED, walk.place, walk.place)
    return None


def summary(verdict: Verdict, language: str) -> Sequence[str]:
    """The verdict as sentences: the first says all that matters."""
    if not verdict.sound:
        return [finding.sentence(language) for finding in verdict.findings]
    unseen = verdict.entries - verdict.witnessed
    told = SOUND[language if verdict.checkpoints else f"{language}, unwitnessed"]
    return [told.format(entries=verdict.entries, checkpoints=verdict.checkpoints, unseen=unseen)]


SOUND = {
    "sv": "Hel: {entries} poster i obruten kedja stämmer med {checkpoints} kontrollpunkter; "
    "{unseen} poster är nyare än den sista och ännu inte bevittnade.",
    "en": "Sound: {entries} entries in an unbroken chain agree with {checkpoints} checkpoints; "
    "{unseen} entries are newer than the last and not yet witnessed.",
    "sv, unwitnessed": "Kedjan om {entries} poster är obruten, men utan vittnen kan ingen se om slutet "
    "kapats eller allt skrivits om.",
    "en, unwitnessed": "The chain of {entries} entries is unbroken, but without witnesses nobody can see "
    "whether its tail was cut or all of it rewritten.",
}
