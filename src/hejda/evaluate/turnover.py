"""How much a list changes, and how much of a fall would have come by itself.

Sources: science.md §4.1, §4.6: the people with most harm last year have 72 to 75 % less next year,
with nobody doing anything. Galton 1886; Barnett, van der Pols and Dobson 2005.
"""

from __future__ import annotations

from hejda.evaluate.rows import Counts, Numbers, Weight, amounts_of, counts_of, flags_of, quotient


def overlap(earlier: Numbers, later: Numbers, weight: Weight = None) -> float:
    """The share of the people on the later list who were on the earlier; nan where it is empty.

    `earlier`, `later`: 1 for those on the list, 0 for others, one element per person.
    """
    counts = counts_of(weight, len(later))
    now = counts * flags_of(later, len(later))
    return quotient((now * flags_of(earlier, len(later))).sum(), now.sum())


def turnover(earlier: Numbers, later: Numbers, weight: Weight = None) -> float:
    """The share of the people on the later list who are new; nan where it is empty."""
    return overlap(1 - flags_of(earlier, len(later)), later, weight)


def fall(before: Numbers, after: Numbers, weight: Weight = None) -> float:
    """How much less there is after than before, as a share of before: .75 is three quarters less.

    Below 0 where there is more; nan where there was nothing. By itself no sign of an effect.
    """
    counts = counts_of(weight, len(before))
    then = (counts * amounts_of(before, len(before))).sum()
    now = (counts * amounts_of(after, len(before))).sum()
    return 1 - quotient(now, then)


def regression_to_the_mean(
    before: Numbers, after: Numbers, flagged: Numbers, weight: Weight = None
) -> float:
    """How much of the excess of those flagged over everybody's mean is gone afterwards.

    1 − (mean after, flagged − mean after, all) / (mean before, flagged − mean before, all): 0 where
    they stand out as much as before, 1 where not at all. Measured where nobody did anything, it is
    what a fall must be compared with. nan where they did not stand out, or nobody is flagged.
    """
    counts = counts_of(weight, len(before))
    chosen = counts * flags_of(flagged, len(before))
    then = _excess(amounts_of(before, len(before)), chosen, counts)
    now = _excess(amounts_of(after, len(before)), chosen, counts)
    return 1 - quotient(now, then)


def _excess(amount: Numbers, chosen: Counts, counts: Counts) -> float:
    """Mean of those chosen − mean of all, times the numbers of both: whole numbers stay whole."""
    return float((chosen * amount).sum() * counts.sum() - (counts * amount).sum() * chosen.sum())
