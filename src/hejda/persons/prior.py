"""How likely two records are one person's before anything is compared, from the weights themselves."""

from __future__ import annotations

from collections.abc import Mapping

ROUNDS = 500
START = 1e-4
LEAST = 1e-12


def chance_beforehand(counts: Mapping[int, int], possible: int) -> float:
    """The share of all `possible` pairs that are one person's.

    `counts`: weight in thousandths of a bit (the chance beforehand not counted) → number of pairs
    compared. The share under which as many matches are expected as it says (the expectation and
    maximisation of one parameter, Dempster, Laird and Rubin 1977); pairs never compared are taken
    not to match.
    """
    odds = [(2.0 ** (weight / 1000), n) for weight, n in sorted(counts.items())]
    chance = START
    for _ in range(ROUNDS):
        prior = chance / (1 - chance)
        expected = sum(n * (1 - 1 / (1 + prior * factor)) for factor, n in odds)
        new = min(max(expected / possible, LEAST), 0.5)
        if abs(new - chance) < 1e-10 * chance:
            break
        chance = new
    return chance
