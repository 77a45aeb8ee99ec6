"""Names what was done where the chain breaks.

That it breaks is certain; what was done is read from what remains: which place each entry was hashed for,
and which entry each one names as the one before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hejda_audit.entries import Entry, bound
from hejda_audit.findings import Finding, Kind

REACH = 1000
"""How many entries put in or taken out in one run are still counted rightly."""


@dataclass(frozen=True)
class Break:
    """Where the chain breaks: the place due, the entry found there, and the hashes accepted before it.

    `accepted` ends with the hash the entry should have named; `following` are the entries after it.
    """

    place: int
    found: Entry
    accepted: Sequence[bytes]
    following: Iterator[Entry]

    @property
    def due(self) -> bytes:
        """The hash the entry found should have named as the one before."""
        return self.accepted[-1]


def diagnosed(broken: Break) -> Finding:
    """The finding that explains what is left, or *edited* where nothing more can be said."""
    place, found = broken.place, broken.found
    if found.seq < place:
        return Finding(Kind.INSERTED, found.seq, found.seq)
    if found.seq > place:
        return _out_of_order(broken) or Finding(Kind.DELETED, place, found.seq - 1)
    if hashed_for(found, place):
        return _earlier(broken)
    inserted = _inserted_before(broken)
    if inserted:
        return inserted
    return _belonging_elsewhere(broken)


def hashed_for(entry: Entry, place: int) -> bool:
    """Whether the entry's own hash was made for this place."""
    return bound(entry.previous, place, entry.at, entry.body) == entry.hash


def _out_of_order(broken: Break) -> Finding | None:
    """In an export, the line that is missed may come later."""
    for other in broken.following:
        if other.seq == broken.place and other.previous == broken.due:
            return Finding(Kind.SWAPPED, broken.place, broken.found.seq)
    return None


def _earlier(broken: Break) -> Finding:
    """The entry is whole but names another before it: that one was changed, and its hash made anew."""
    if broken.found.previous == broken.due:
        return Finding(Kind.TIME_BACKWARDS, broken.place, broken.place, "audit.entry")
    changed = max(broken.place - 1, 1)
    return Finding(Kind.EDITED, changed, changed)


def _inserted_before(broken: Break) -> Finding | None:
    """The entry names one further back, and was hashed for the place after it."""
    place, found = broken.place, broken.found
    for back in range(1, min(len(broken.accepted), REACH)):
        if broken.accepted[-1 - back] == found.previous and hashed_for(found, place - back):
            return Finding(Kind.INSERTED, place - back, place - 1)
    return None


def _belonging_elsewhere(broken: Break) -> Finding:
    """Looks through the rest for the entry that belongs here, or whose contents do."""
    place, found, due = broken.place, broken.found, broken.due
    for steps, other in enumerate(broken.following, start=1):
        if other.previous == due and hashed_for(other, place):
            if hashed_for(found, other.seq):
                return Finding(Kind.SWAPPED, place, other.seq)
            return Finding(Kind.INSERTED, place, place + steps - 1)
        for at in {other.at, found.at}:
            if bound(due, place, at, other.body) == found.hash:
                return Finding(Kind.SWAPPED, place, other.seq)
    for ahead in range(1, REACH):
        if hashed_for(found, place + ahead):
            return Finding(Kind.DELETED, place, place + ahead - 1)
    return Finding(Kind.EDITED, place, place)
