"""Figures as they may leave the house: no count under 8, all others to the nearest 5.

A share that would tell a hidden count is made of the rounded count, or hidden with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from hejda.base.wording import LANGUAGES, Both, number
from hejda.evaluate.small_numbers import HIDDEN_TO, hidden, rounded
from hejda.report.figures import MILLION, with_decimals
from hejda.report.validation_read import Told

FEW: Both = (f"färre än {HIDDEN_TO + 1}", f"fewer than {HIDDEN_TO + 1}")
ALL_BUT_FEW: Both = (f"alla utom färre än {HIDDEN_TO + 1}", f"all but fewer than {HIDDEN_TO + 1}")
HIDDEN: Both = ("döljs", "hidden")
MISSING: Both = ("kan inte räknas", "cannot be computed")


def count_words(count: int) -> Both:
    """A count of people as it may be shown."""
    if hidden(count):
        return FEW
    text = number(rounded(count))
    return text, text


def count(value: int) -> Markup:
    """A count of people, marked as one."""
    sv, en = count_words(value)
    if sv == en:
        return Markup('<span class="count">{}</span>').format(sv)
    spans = f'<span lang="sv">{escape(sv)}</span><span lang="en">{escape(en)}</span>'
    return Markup(f'<span class="count">{spans}</span>')  # noqa: S704 (escaped in the line above)


def decimal(value: float, decimals: int = 3) -> Both:
    """A number with so many decimals: a comma in Swedish, a point in English."""
    return with_decimals(round(value * MILLION), MILLION, decimals)


def signed(value: float, decimals: int = 3) -> Both:
    """As `decimal`, with a plus where it is above 0."""
    sv, en = decimal(value, decimals)
    plus = "+" if round(value * 10**decimals) > 0 else ""
    return plus + sv, plus + en


def interval(low: Both, high: Both) -> Both:
    """Two ends in words."""
    return f"{low[0]} till {high[0]}", f"{low[1]} to {high[1]}"


def figure(told: Told | None, decimals: int = 3, plus: bool = False) -> Both:
    """A figure with its interval in parentheses."""
    if told is None:
        return MISSING
    form = signed if plus else decimal
    value = form(told.value, decimals)
    if told.ends is None:
        return value
    ends = interval(form(told.ends[0], decimals), form(told.ends[1], decimals))
    return f"{value[0]} ({ends[0]})", f"{value[1]} ({ends[1]})"


def cell(told: Both) -> Markup:
    """A figure in a table: the interval under it, in smaller letters."""
    parts = []
    for language, text in zip(LANGUAGES, told, strict=True):
        value, _, ends = text.partition(" (")
        under = Markup('<small class="ends">({}</small>').format(ends) if ends else Markup()
        parts.append(Markup('<span lang="{}">{}{}</span>').format(language, value, under))
    return Markup().join(parts)


def per_cent(share: float, decimals: int = 0) -> Both:
    """A share as per cent."""
    sv, en = decimal(100 * share, decimals)
    return f"{sv} %", f"{en} %"


@dataclass(frozen=True, slots=True)
class OnList:
    """How many of the first `k` have the outcome, rounded, with the ends of the interval."""

    k: int
    with_it: int
    low: int
    high: int

    @property
    def precision(self) -> Both:
        """The share of the list that has the outcome, with its interval."""
        ends = interval(per_cent(self.low / self.k), per_cent(self.high / self.k))
        value = per_cent(self.with_it / self.k)
        return f"{value[0]} ({ends[0]})", f"{value[1]} ({ends[1]})"

    @property
    def of_100(self) -> int:
        """Of 100 people on the list, how many have the outcome."""
        return round(100 * self.with_it / self.k)

    @property
    def needed(self) -> float:
        """How many of the list one works with for each who has the outcome."""
        return self.k / self.with_it

    @property
    def needed_words(self) -> Both:
        """The same with its interval, in words."""
        value = decimal(self.needed, 1)
        low = decimal(self.k / self.high, 1)
        if not self.low:
            return f"{value[0]} ({low[0]} eller fler)", f"{value[1]} ({low[1]} or more)"
        ends = interval(low, decimal(self.k / self.low, 1))
        return f"{value[0]} ({ends[0]})", f"{value[1]} ({ends[1]})"

    def share_of(self, outcomes: int) -> Both:
        """The share of all `outcomes` that the list holds, with its interval."""
        whole = rounded(outcomes)
        ends = interval(per_cent(self.low / whole), per_cent(self.high / whole))
        value = per_cent(self.with_it / whole)
        return f"{value[0]} ({ends[0]})", f"{value[1]} ({ends[1]})"


def on_list(precision: Told | None, k: int) -> OnList | None:
    """The list of `k` places by its measured precision; None where it may not be shown."""
    if precision is None:
        return None
    with_it = round(precision.value * k)
    if hidden(with_it) or hidden(k - with_it):
        return None
    low, high = precision.ends or (precision.value, precision.value)
    return OnList(k, rounded(with_it), rounded(round(low * k)), rounded(round(high * k)))


def rounded_share(part: int, whole: int) -> float | None:
    """A share of people made of rounded counts; None where one of its two counts is hidden."""
    if whole <= 0 or hidden(part) or hidden(whole - part):
        return None
    return min(1.0, rounded(part) / rounded(whole))
