"""The referee, part 2: the few formulas that are not whole-number sums, by decimals of 60 digits."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache

from hejda.knowledge.rules import ExpectedHarm, RepeatRisk

DIGITS = 60
MILLION = 1_000_000
LAST_INDEX = 65_535


def rounded(number: Decimal) -> int:
    """The nearest whole number, halves upwards."""
    return int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _halved(days: int, half_life: int) -> Decimal:
    """2 to the power of −days/half_life."""
    return Decimal(2) ** (Decimal(-days) / Decimal(half_life))


@cache
def decay(half_life: int, days: int) -> int:
    """The weight of something `days` old, in millionths."""
    with localcontext() as context:
        context.prec = DIGITS
        return rounded(MILLION * _halved(days, half_life))


@cache
def risk_weight(rule: RepeatRisk, days: int, partner: bool) -> int:
    """w(d) of a partner episode, v(d) of another, in millionths."""
    with localcontext() as context:
        context.prec = DIGITS
        fast = Decimal(rule.fast_share_thousandths) / 1000
        bracket = fast * _halved(days, rule.half_life_fast_days)
        bracket += (1 - fast) * _halved(days, rule.half_life_slow_days)
        share = Decimal(1) if partner else Decimal(rule.other_share_thousandths) / 1000
        return rounded(MILLION * share * bracket)


@cache
def chance(rule: RepeatRisk, summed: int) -> int:
    """P for the summed weights S, in millionths."""
    index = min(summed // 1024, LAST_INDEX)
    with localcontext() as context:
        context.prec = DIGITS
        rate = Decimal(rule.rate_thousandths) / 1000
        exponent = Decimal(rule.shape_thousandths) / 1000 + Decimal(index * 1024) / MILLION
        return rounded(MILLION * (1 - (rate / (rate + 1)) ** exponent))


def mean_harm(rule: ExpectedHarm, weighed_harm: int, weights: int) -> int:
    """M: expected harm given an offence, in 1/1024 of a day, shrunk towards the group."""
    index = min(weights // 1024, LAST_INDEX)
    group = 1000 * rule.shrinkage_thousandths
    with localcontext() as context:
        context.prec = DIGITS
        reciprocal = rounded(Decimal(2**40) / Decimal(group + index * 1024))
    return (group * rule.group_harm_days + weighed_harm) * reciprocal // 2**30
