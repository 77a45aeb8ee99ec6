"""From pairs of records to people: joins the surest pairs first, and never across what keeps apart.

Two records of different valid numbers, two that somebody said are different people, and two between
which a guard stands never become one person, not even through others. What is refused is told, so
that a person can decide. The answer depends on the records and pairs alone, not on their order, and
for each group of records hanging together only on that group.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hejda.persons.guards import BARRED, Guard, joins_from
from hejda.persons.judgements import Decided, Pair, pair_of
from hejda.persons.model import SPLIT


@dataclass(frozen=True, slots=True)
class Link:
    """A compared pair: its weight in thousandths of a bit, and the guard between the two."""

    a: str
    b: str
    weight: int
    guard: Guard = Guard.OPEN


@dataclass(frozen=True, slots=True)
class Numbers:
    """The valid numbers of a record; None where it has none of that kind."""

    personal: str | None = None
    coordination: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A pair that would have been joined, and why it was not."""

    a: str
    b: str
    why: str
    weight: int | None = None


@dataclass
class Clusters:
    """Who is who. `members`: every group of two or more records, each in order of id, in order of
    their first. `how`: record → how it was joined. `refused`: in order of pair. `joining`: pairs heavy
    enough to join by themselves, or kept by hysteresis, whatever people decided; the next run's
    `before`."""

    members: list[list[str]] = field(default_factory=list)
    how: dict[str, str] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    joining: list[Pair] = field(default_factory=list)


class _Groups:
    """Groups of records with what they may not be joined with."""

    def __init__(
        self,
        numbers: Mapping[str, Numbers],
        apart: Iterable[Pair],
        barred: Iterable[Pair],
        firm: Iterable[Pair],
    ) -> None:
        self.numbers = numbers
        self.parent: dict[str, str] = {}
        self.members: dict[str, list[str]] = {}
        self.known: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self.apart = _beside(apart)
        self.barred = _beside(barred)
        self.firm = _beside(firm)

    def root(self, record: str) -> str:
        """The record that stands for the group of `record`."""
        top = record
        while (above := self.parent.get(top, top)) != top:
            top = above
        while (above := self.parent.get(record, record)) != top and record != top:
            self.parent[record] = top
            record = above
        if top not in self.members:
            own = self.numbers.get(top, Numbers())
            self.members[top] = [top]
            self.known[top] = (
                frozenset([own.personal] if own.personal else ()),
                frozenset([own.coordination] if own.coordination else ()),
            )
        return top

    def number_conflict(self, a: str, b: str) -> bool:
        """True where the groups with roots `a` and `b` have different numbers of one kind."""
        return any(
            one and two and not one & two
            for one, two in zip(self.known[a], self.known[b], strict=True)
        )

    def kept_apart(self, a: str, b: str) -> bool:
        """True where somebody decided that a member of one group is not a member of the other."""
        return self._across(self.apart, a, b) > 0

    def guarded(self, a: str, b: str) -> bool:
        """True where a guarded pair stands between two groups, and no firm pair joins them.

        A record that leaves open who is meant ("Waller", without a given name) does not make twins
        one person; a record that agrees with two, each a slip of the pen away, does join them.
        """
        return self._across(self.barred, a, b) > 0 and not self._across(self.firm, a, b)

    def _across(self, beside: Mapping[str, set[str]], a: str, b: str) -> int:
        small, large = sorted((a, b), key=lambda root: len(self.members[root]))
        return sum(
            self.root(each) == large
            for member in self.members[small]
            for each in beside.get(member, ())
        )

    def join(self, a: str, b: str) -> None:
        """Makes one group of those with roots `a` and `b`."""
        small, large = sorted((a, b), key=lambda root: (len(self.members[root]), root))
        self.parent[small] = large
        self.members[large] += self.members.pop(small)
        other = self.known.pop(small)
        mine = self.known[large]
        self.known[large] = (mine[0] | other[0], mine[1] | other[1])


def _beside(pairs: Iterable[Pair]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for a, b in pairs:
        found.setdefault(a, set()).add(b)
        found.setdefault(b, set()).add(a)
    return found


def clusters(
    numbers: Mapping[str, Numbers],
    by_number: Sequence[Pair],
    links: Iterable[Link],
    said: Decided,
    before: Collection[Pair] = frozenset(),
) -> Clusters:
    """The people behind records.

    `numbers`: record → valid numbers, of those that have one. `by_number`: pairs that one number
    joins. `links`: compared pairs. `said`: what people decided. `before`: pairs that joined by
    themselves in the run before; between SPLIT and the threshold such a pair stays joined.
    """
    links = list(links)
    chosen = _in_order(links, before)
    barred = {pair_of(link.a, link.b) for link in links if link.guard in BARRED} - set(said.same)
    numbered = sorted({pair_of(a, b) for a, b in by_number})
    firm = {
        pair_of(link.a, link.b)
        for link, how in chosen
        if how == "names" and link.guard is not Guard.LOOSE
    }
    groups = _Groups(numbers, said.apart, barred, firm | set(numbered) | set(said.same))
    found = Clusters(joining=sorted(pair_of(link.a, link.b) for link, _ in chosen))
    for a, b in said.same:
        _try(groups, found, Refused(a, b, "judgement_conflict"), said, "judgement")
    for a, b in numbered:
        _try(groups, found, Refused(a, b, "number_conflict"), said, "number")
    for link, how in chosen:
        refused = Refused(*pair_of(link.a, link.b), "number_conflict", link.weight)
        _try(groups, found, refused, said, how)
    found.refused.sort(key=lambda each: (each.a, each.b, each.why))
    found.members = sorted(
        sorted(members) for members in groups.members.values() if len(members) > 1
    )
    return found


def _in_order(links: Iterable[Link], before: Collection[Pair]) -> list[tuple[Link, str]]:
    """Links strong enough to join, the strongest first, each with how; what stays together only
    because it was comes after all that joins by itself."""
    chosen = []
    for link in links:
        least = joins_from(link.guard)
        if least is None:
            continue
        together = pair_of(link.a, link.b) in before
        if link.weight >= least:
            chosen.append((link, "names"))
        elif together and link.weight >= SPLIT:
            chosen.append((link, "hysteresis"))
    return sorted(
        chosen,
        key=lambda each: (
            each[1] == "hysteresis",
            -each[0].weight,
            pair_of(each[0].a, each[0].b),
        ),
    )


def _try(groups: _Groups, found: Clusters, pair: Refused, said: Decided, how: str) -> None:
    """Joins the two groups of `pair`, or notes why not."""
    if pair.a in said.alone or pair.b in said.alone:
        return
    a, b = groups.root(pair.a), groups.root(pair.b)
    if a != b:
        if how != "judgement" and groups.number_conflict(a, b):
            found.refused.append(Refused(pair.a, pair.b, "number_conflict", pair.weight))
            return
        if groups.kept_apart(a, b):
            found.refused.append(Refused(pair.a, pair.b, "judgement_conflict", pair.weight))
            return
        if how != "judgement" and groups.guarded(a, b):
            found.refused.append(Refused(pair.a, pair.b, "relative_guard", pair.weight))
            return
        groups.join(a, b)
    for record in (pair.a, pair.b):
        found.how.setdefault(record, how)
