"""By what tradition somebody is named, read from the names their records bear; never used to link.

Linkage that fails oftener for one way of naming than for another would fail those people: so its
errors are counted for each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from hejda.persons.names import folded
from hejda.synthetic.names import ROOTS, names

TRANSLITERATED, DOUBLE, COMMON, OTHER = "transliterated", "double family name", "common", "other"
HOME = ROOTS.index("se")
COMMONEST = 10
Z = 1.959964


@cache
def words_from_elsewhere() -> frozenset[str]:
    """Names, and their other spellings, that only people with roots elsewhere bear."""
    known = names()
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for roots, texts, variants in (
        (known.given_roots, known.given, known.given_variants),
        (known.family_roots, known.family, known.family_variants),
    ):
        for root, text, others in zip(roots, texts, variants, strict=True):
            found[bool(root == HOME)] |= {w for t in (text, *others) for w in folded(t).split()}
    return frozenset(found[False] - found[True])


def traditions(names_of: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """Tradition → people of it, who may be of several. `names_of`: person → names in their records."""
    last = {
        person: Counter(name.split()[-1] for name in written).most_common(1)[0][0]
        for person, written in names_of.items()
        if written
    }
    common = {name for name, _ in Counter(last.values()).most_common(COMMONEST)}
    found: dict[str, set[str]] = {each: set() for each in (TRANSLITERATED, DOUBLE, COMMON, OTHER)}
    for person, written in names_of.items():
        words = {word for name in written for word in folded(name).replace("-", " ").split()}
        mine = set()
        if words & words_from_elsewhere():
            mine.add(TRANSLITERATED)
        if any("-" in name.split(" ", 1)[-1] for name in written):
            mine.add(DOUBLE)
        if last.get(person) in common:
            mine.add(COMMON)
        for each in mine or {OTHER}:
            found[each].add(person)
    return found


def wrongly_linked(
    person_of: Mapping[str, str], truth: Mapping[str, str]
) -> tuple[set[str], set[str]]:
    """(people with several records, those of them who were not found whole, or not pure)."""
    records: dict[str, list[str]] = defaultdict(list)
    behind: dict[str, set[str]] = defaultdict(set)
    for record, person in truth.items():
        records[person].append(record)
        behind[person_of[record]].add(person)
    several = {person for person, mine in records.items() if len(mine) > 1}
    wrong = {
        person
        for person in several
        if len({person_of[record] for record in records[person]}) > 1
        or any(len(behind[person_of[record]]) > 1 for record in records[person])
    }
    return several, wrong


@dataclass(frozen=True)
class Errors:
    """`wrong` of `people` were linked wrongly."""

    wrong: int
    people: int

    @property
    def share(self) -> float:
        """Share linked wrongly."""
        return self.wrong / self.people

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of the share, 95 %."""
        n, p = self.people, self.share
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * (p * (1 - p) / n + Z * Z / (4 * n * n)) ** 0.5
        return max(0.0, middle - half), min(1.0, middle + half)


def errors_by_tradition(
    person_of: Mapping[str, str], truth: Mapping[str, str], written: Mapping[str, str | None]
) -> dict[str, Errors]:
    """Tradition → errors among people with several records. `written`: record → names."""
    names_of: dict[str, list[str]] = defaultdict(list)
    for record, person in truth.items():
        text = written[record]
        names_of[person] += [text] if text else []
    several, wrong = wrongly_linked(person_of, truth)
    return {
        each: Errors(len(people & wrong), len(people & several))
        for each, people in traditions(names_of).items()
        if people & several
    }


def told(errors: Mapping[str, Errors]) -> str:
    """The errors in words, a line each, and the largest ratio between two traditions."""
    lines = [
        f"{name}: {e.wrong} of {e.people} wrong, {e.share:.4%}"
        f" ({e.interval[0]:.4%} to {e.interval[1]:.4%})"
        for name, e in errors.items()
    ]
    shares = [e.share for e in errors.values()]
    ratio = f"{max(shares) / min(shares):.2f}" if min(shares) else "not defined (a share is 0)"
    return "\n".join([*lines, f"largest ratio: {ratio}"]) + "\n"
