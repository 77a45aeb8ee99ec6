"""By what tradition somebody is named, read from the names their records bear; never used to link.

Linkage that fails oftener for one way of naming than for another would fail those people: so its
errors are counted for each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

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


Cells = Mapping[frozenset[str], Errors]
"""People who are of the very same traditions, and those of them for whom something went wrong."""


def cells(groups: Mapping[str, set[str]], people: set[str], wrong: set[str]) -> Cells:
    """`people` by the traditions they are of (somebody may be of several), and the `wrong` of them."""
    of: dict[str, set[str]] = defaultdict(set)
    for name, members in groups.items():
        for person in members & people:
            of[person].add(name)
    whole = Counter(frozenset(of[person]) for person in people)
    part = Counter(frozenset(of[person]) for person in people & wrong)
    return {key: Errors(part[key], n) for key, n in whole.items()}


def together(several: Iterable[Cells]) -> Cells:
    """The cells of several countries as one."""
    people: Counter[frozenset[str]] = Counter()
    wrong: Counter[frozenset[str]] = Counter()
    for each in several:
        for key, errors in each.items():
            people[key] += errors.people
            wrong[key] += errors.wrong
    return {key: Errors(wrong[key], n) for key, n in people.items()}


def by_tradition(found: Cells) -> dict[str, Errors]:
    """Tradition → errors, in the order of the traditions; those that nobody is of are left out."""
    result = {}
    for name in (TRANSLITERATED, DOUBLE, COMMON, OTHER):
        mine = [errors for key, errors in found.items() if name in key]
        if mine:
            result[name] = Errors(sum(e.wrong for e in mine), sum(e.people for e in mine))
    return result


def linkage_cells(
    person_of: Mapping[str, str], truth: Mapping[str, str], written: Mapping[str, str | None]
) -> Cells:
    """Errors of linkage among people with several records. `written`: record → names."""
    several, wrong = wrongly_linked(person_of, truth)
    return cells(traditions(names_by_person(truth, written)), several, wrong)


def names_by_person(
    truth: Mapping[str, str], written: Mapping[str, str | None]
) -> dict[str, list[str]]:
    """Person → names in their records. `truth`: record → person, `written`: record → names."""
    found: dict[str, list[str]] = defaultdict(list)
    for record, person in truth.items():
        text = written[record]
        found[person] += [text] if text else []
    return found


@dataclass(frozen=True)
class Ratio:
    """The largest share of errors of a tradition over the smallest, infinite where one is 0.

    low, high: 95 % of bootstrapped countries lie between. by_chance: median and 95th percentile of
    what countries of as many people would show if errors struck everybody alike.
    """

    value: float
    low: float
    high: float
    by_chance: tuple[float, float]


def largest_ratio(found: Cells, seed: int = 1, rounds: int = 4000) -> Ratio:
    """The largest ratio between two traditions, and how much of it may be chance."""
    keys = sorted(found, key=sorted)
    people = np.array([found[key].people for key in keys])
    wrong = np.array([found[key].wrong for key in keys])
    names = [n for n in (TRANSLITERATED, DOUBLE, COMMON, OTHER) if any(n in k for k in keys)]
    member = np.array([[name in key for name in names] for key in keys], np.int64)
    rng = np.random.default_rng(seed)  # noqa: TID251  (a fixed seed)
    drawn = rng.binomial(people, wrong / people, (rounds, len(keys)))
    alike = rng.binomial(people, wrong.sum() / people.sum(), (rounds, len(keys)))
    value, again, chance = (_ratios(w, people, member) for w in (wrong[None, :], drawn, alike))
    low, high = np.quantile(again, (0.025, 0.975), method="inverted_cdf")
    middle, most = np.quantile(chance, (0.5, 0.95), method="inverted_cdf")
    return Ratio(float(value[0]), float(low), float(high), (float(middle), float(most)))


def _ratios(
    wrong: NDArray[np.int64], people: NDArray[np.int64], member: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The largest ratio of each row of `wrong` (rows, cells); 1 where nothing went wrong at all."""
    shares = (wrong @ member) / (people @ member)
    least, most = shares.min(axis=1), shares.max(axis=1)
    ratio = np.divide(most, least, out=np.full(len(most), np.inf), where=least > 0)
    return np.where(most > 0, ratio, 1.0)


def told(errors: Mapping[str, Errors], ratio: Ratio) -> str:
    """The errors in words, a line each, and the largest ratio between two traditions."""
    lines = [
        f"{name}: {e.wrong} of {e.people} wrong, {e.share:.4%}"
        f" ({e.interval[0]:.4%} to {e.interval[1]:.4%})"
        for name, e in errors.items()
    ]
    lines.append(
        f"largest ratio: {ratio.value:.2f} ({ratio.low:.2f} to {ratio.high:.2f}); were all alike, "
        f"chance alone would show {ratio.by_chance[0]:.2f}, in one of 20 countries over "
        f"{ratio.by_chance[1]:.2f}"
    )
    return "\n".join(lines) + "\n"
