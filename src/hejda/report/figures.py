"""Figures as a reader wants them: scores in harm days, shares, sizes, durations, in both languages."""

from __future__ import annotations

from hejda.base.wording import Both, counted, number

MILLION = 1_000_000


def with_decimals(value: int, unit: int, decimals: int) -> Both:
    """`value / unit` rounded to so many decimals: a comma in Swedish, a point in English."""
    scale = 10**decimals
    sign = -1 if value < 0 else 1
    rounded = (abs(value) * scale * 2 + unit) // (unit * 2)
    whole, part = divmod(rounded, scale)
    text = number(sign * whole) if whole else ("−0" if sign < 0 and part else "0")
    if not decimals:
        return text, text
    return f"{text},{part:0{decimals}d}", f"{text}.{part:0{decimals}d}"


def harm_days(score: int) -> Both:
    """A score of expected_harm (millionths of a harm day) in days, finer when it is small."""
    return with_decimals(score, MILLION, 1 if abs(score) >= 10 * MILLION else 2)


def percent(permille: int) -> Both:
    """A share in thousandths as per cent: "12,5 %"."""
    sv, en = with_decimals(permille, 10, 0 if permille % 10 == 0 else 1)
    return f"{sv} %", f"{en} %"


def file_size(size: int) -> Both:
    """Bytes as kB or MB."""
    if size < 1000:
        return f"{number(size)} byte", counted(size, "byte", "bytes")
    unit, name = (MILLION, "MB") if size >= MILLION else (1000, "kB")
    sv, en = with_decimals(size, unit, 1)
    return f"{sv} {name}", f"{en} {name}"


def seconds(value: float) -> Both:
    """Seconds with two decimals."""
    sv, en = with_decimals(round(value * 1000), 1000, 2)
    return f"{sv} s", f"{en} s"


def share_of(part: int, whole: int) -> int:
    """`part` of `whole` in thousandths, never outside 0–1000; 0 of nothing."""
    if whole <= 0:
        return 0
    return max(0, min(1000, part * 1000 // whole))
