"""Opaque ids that outlive merging and splitting.

A person's id is a keyed hash of the record that founded it. In a merge the id with the oldest
founder survives and the others point to it; in a split an id stays with its founder; when what was
merged parts again, each part has its own id back. An id is never given to anybody else.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

LENGTH = 13
"""Letters of an id after its `p`: 65 bits, enough that no two of many millions meet."""


@dataclass(frozen=True, slots=True)
class Identity:
    """An id that was given: `founder` is the record it was made from (None once that record is
    erased), `founded` the day number that record was first registered, `merged_into` the id that
    stands for it now, None while it stands for itself."""

    person: str
    founder: str | None
    founded: int
    merged_into: str | None = None


def person_id(key: bytes, record: str) -> str:
    """The id founded by `record`, by the secret `key`."""
    digest = hmac.new(key, record.encode(), hashlib.sha256).digest()
    return "p" + base64.b32encode(digest).decode().lower()[:LENGTH]


def oldest(records: Iterable[str], registered: Mapping[str, int]) -> str:
    """The record that was registered first; of several, the first by id."""
    return min(records, key=lambda record: (registered[record], record))


def assigned(
    groups: Sequence[Sequence[str]],
    registered: Mapping[str, int],
    identities: Iterable[Identity],
    before: Mapping[str, str],
    key: bytes,
    taken: Collection[str] = (),
) -> tuple[dict[int, str], list[Identity]]:
    """(index of each group → its person id, every id ever given as it stands now).

    `groups`: every person's records. `registered`: record → day number. `identities`: ids given
    earlier. `before`: record → person earlier. `taken`: ids of people not asked about, given already.
    """
    group_of = {record: at for at, members in enumerate(groups) for record in members}
    known = {each.person: each for each in identities}
    followers: dict[str, list[str]] = defaultdict(list)
    for record, person in before.items():
        if record in group_of:
            followers[person].append(record)
    belonging: dict[int, list[Identity]] = defaultdict(list)
    for identity in known.values():
        at = _group_of(identity, group_of, followers, registered)
        if at is not None:
            belonging[at].append(identity)
    ids: dict[int, str] = {}
    for at, members in enumerate(groups):
        own = sorted(belonging.get(at, ()), key=lambda i: (i.founded, i.founder or "", i.person))
        if not own:
            founder = oldest(members, registered)
            own = [Identity(_new_id(key, founder, known, taken), founder, registered[founder])]
        ids[at] = own[0].person
        known[own[0].person] = replace(own[0], merged_into=None)
        for identity in own[1:]:
            known[identity.person] = replace(identity, merged_into=own[0].person)
    kept = [
        identity if identity.founder in group_of else replace(identity, founder=None)
        for identity in known.values()
    ]
    return ids, sorted(kept, key=lambda identity: identity.person)


def _new_id(key: bytes, founder: str, known: Collection[str], taken: Collection[str]) -> str:
    """An id that nobody has or had: a record that comes back does not take the id it once gave."""
    again = 1
    found = person_id(key, founder)
    while found in known or found in taken:
        again += 1
        found = person_id(key, f"{founder}\x1f{again}")
    return found


def _group_of(
    identity: Identity,
    group_of: Mapping[str, int],
    followers: Mapping[str, Sequence[str]],
    registered: Mapping[str, int],
) -> int | None:
    """Where an id belongs: with its founder, else with the oldest record that bore it."""
    if identity.founder is not None and identity.founder in group_of:
        return group_of[identity.founder]
    left = followers.get(identity.person)
    return group_of[oldest(left, registered)] if left else None
