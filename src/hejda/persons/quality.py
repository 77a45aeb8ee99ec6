"""How good a linkage is, where the truth is known (an invented country): shares with their counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`; None where there is nothing to count."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Quality:
    """Pairs: of the pairs joined, those that are one person (precision); of the pairs that are one
    person, those joined (recall). Clusters: of the people with several records as found, those whose
    records are all one person's (precision); of the true ones, those found whole (recall)."""

    pair_precision: Share
    pair_recall: Share
    cluster_precision: Share
    cluster_recall: Share

    @property
    def pair_f1(self) -> float | None:
        """Harmonic mean of precision and recall over pairs."""
        found, true = self.pair_precision.whole, self.pair_recall.whole
        return 2 * self.pair_precision.part / (found + true) if found + true else None


def _pairs(sizes: Counter[str] | Counter[tuple[str, str]]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())


def quality(person_of: Mapping[str, str], truth: Mapping[str, str]) -> Quality:
    """Compares record → person as found with record → person as it is, over records both know."""
    truth = {record: person for record, person in truth.items() if record in person_of}
    found = Counter(person_of[record] for record in truth)
    true = Counter(truth.values())
    both = Counter((person_of[record], person) for record, person in truth.items())
    right = _pairs(both)
    behind: dict[str, set[str]] = defaultdict(set)
    split: dict[str, set[str]] = defaultdict(set)
    for record, person in truth.items():
        behind[person_of[record]].add(person)
        split[person].add(person_of[record])
    several = [person for person, n in found.items() if n > 1]
    truly = [person for person, n in true.items() if n > 1]
    return Quality(
        Share(right, _pairs(found)),
        Share(right, _pairs(true)),
        Share(sum(len(behind[person]) == 1 for person in several), len(several)),
        Share(sum(len(split[person]) == 1 for person in truly), len(truly)),
    )
