"""Tables of integers made once in Python from a rule's numbers: engines only look them up.

`exp` differs between engines in one value of ten and float sums differ from run to run
(decision 0002), so no engine ever computes a power, a logarithm or a quotient before the ranking.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

from hejda.knowledge.rules import ExpectedHarm, RepeatRisk

MILLION = 1_000_000
STEP_BITS = 10
"""Sums of weights are looked up in steps of 2**10 millionths: a shift is exact on every engine."""
LAST_STEP = 65_535
"""The highest step looked up, about 67 undecayed incidents; more changes nothing."""
RECIPROCAL_BITS = 40


def _half_up(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _power_of_half(days: int, half_life: int) -> Decimal:
    return Decimal(2) ** (-Decimal(days) / Decimal(half_life))


@lru_cache(maxsize=64)
def decay(half_life_days: int, last_day: int) -> tuple[int, ...]:
    """Weight in millionths of something 0, 1, … `last_day` days at liberty ago, halving each
    `half_life_days`.
    """
    with localcontext() as context:
        context.prec = 28
        return tuple(
            _half_up(MILLION * _power_of_half(day, half_life_days)) for day in range(last_day + 1)
        )


@lru_cache(maxsize=64)
def two_decays(rule: RepeatRisk, last_day: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Weights in millionths by day for partner incidents and for other incidents."""
    with localcontext() as context:
        context.prec = 28
        fast = Decimal(rule.fast_share_thousandths) / 1000
        other = Decimal(rule.other_share_thousandths) / 1000
        mixed = [
            fast * _power_of_half(day, rule.half_life_fast_days)
            + (1 - fast) * _power_of_half(day, rule.half_life_slow_days)
            for day in range(last_day + 1)
        ]
        return (
            tuple(_half_up(MILLION * weight) for weight in mixed),
            tuple(_half_up(MILLION * other * weight) for weight in mixed),
        )


@lru_cache(maxsize=16)
def chances(rule: RepeatRisk) -> tuple[int, ...]:
    """Chance in millionths of at least one new record, by step of the decayed sum.

    Gamma–Poisson: 1 − (rate/(rate+1)) ** (shape + s), a negative binomial's share above zero.
    """
    with localcontext() as context:
        context.prec = 28
        rate = Decimal(rule.rate_thousandths) / 1000
        log_none = (rate / (rate + 1)).ln()
        none = (Decimal(rule.shape_thousandths) / 1000 * log_none).exp()
        factor = (Decimal(1 << STEP_BITS) / MILLION * log_none).exp()
        table = []
        for _ in range(LAST_STEP + 1):
            table.append(_half_up(MILLION * (1 - none)))
            none *= factor
        return tuple(table)


@lru_cache(maxsize=16)
def reciprocals(rule: ExpectedHarm) -> tuple[int, ...]:
    """2**40 ÷ (prior weight + weight of the incidents), by step of the decayed number."""
    prior = 1000 * rule.shrinkage_thousandths
    return tuple(
        ((2 << RECIPROCAL_BITS) + below) // (2 * below)
        for below in (prior + (step << STEP_BITS) for step in range(LAST_STEP + 1))
    )


def step_of(millionths: int) -> int:
    """The step under which a sum of weights is looked up."""
    return min(millionths >> STEP_BITS, LAST_STEP)


def prior_harm(rule: ExpectedHarm) -> int:
    """The group's capped harm with the prior's weight, in millionths of a day."""
    return 1000 * rule.shrinkage_thousandths * rule.group_harm_days


def shrunken_harm(rule: ExpectedHarm, harm_millionths: int, weight_millionths: int) -> int:
    """Expected capped harm of a partner offence, in 1/1024 of a day, shrunk towards the group."""
    reciprocal = reciprocals(rule)[step_of(weight_millionths)]
    return ((prior_harm(rule) + harm_millionths) * reciprocal) >> (RECIPROCAL_BITS - 10)
