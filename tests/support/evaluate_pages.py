"""Runs the pages of spec/10_evaluate. They are read as those of spec/04_rank (markdown_spec.py).

**Given**

    people    person or people (how many are alike, 1), score, outcome, listed (yes or no), harm
              (days), chance, before, after (amounts), group
    followed  person, day, came (outcome, custody, left; nothing: not followed beyond that day)
    lists     day, people (names with commas), in order of day
    counts    count; lists of PLACES with a precision: places, precision

**When** measured … : `at N places`, `at a threshold of T`, `with a cap of N days`, `in N bins`, as far
as a measure needs it. **When** followed, listed, or shown.

**Then**

    measures   measure (a name in MEASURES), value
    came_first day, and the share to whom each has come first by then; nothing: to whom none has
    changes    day, new, stayed: shares of that day's list, and of the first list still on it
    shown      what may leave the house: count and shown, or places, precision and shown
    share      share, of (how many), low and high (the ends at 95 %)
    worth      amounts (with commas), worth: as how many equal ones they count
    groups     group, people, listed, listed_without, missed; `insufficient evidence` for too few

A value is a whole number, an exact fraction (11/12), a decimal right to its last digit, or `none`
where it is not defined. A fraction must agree to 1e-12.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from hejda.evaluate import calibration, discrimination, groups, turnover, utility
from hejda.evaluate.intervals import Share, wilson, worth
from hejda.evaluate.small_numbers import shown
from hejda.evaluate.survival import cumulative_incidence, event_free
from hejda.report.published import on_list
from hejda.report.validation_read import Told
from tests.support.markdown_spec import Case

EVENTS = {"nothing": 0, "outcome": 1, "custody": 2, "left": 3}
Row = dict[str, str]
Rows = list[Row]


class People:
    """The people of a case as arrays, and what the When line asks."""

    def __init__(self, case: Case) -> None:
        self.rows, self.when = case.tables("people"), case.when

    def numbers(self, name: str) -> np.ndarray:
        """A column of numbers, whole where all are."""
        values = [Fraction(row[name].replace(",", "")) for row in self.rows]
        whole = all(value.denominator == 1 for value in values)
        return np.array([int(v) if whole else float(v) for v in values])

    def flags(self, name: str) -> np.ndarray:
        """A column of yes and no."""
        assert {row[name] for row in self.rows} <= {"yes", "no"}, name
        return np.array([int(row[name] == "yes") for row in self.rows])

    @property
    def weight(self) -> np.ndarray:
        """How many people each row stands for."""
        return np.array([int(row.get("people") or 1) for row in self.rows])

    def asked(self, pattern: str) -> float:
        """The number that the When line gives."""
        found = re.search(pattern, self.when)
        assert found is not None, f"the When line says nothing like {pattern}"
        return float(found[1])

    @property
    def places(self) -> int:
        """N of `at N places`."""
        return int(self.asked(r"at (\d+) places?"))

    @property
    def threshold(self) -> np.ndarray:
        """T of `at a threshold of T`."""
        return np.array([self.asked(r"at a threshold of ([\d.]+)")])

    @property
    def capped(self) -> np.ndarray:
        """Harm, each row's no more than `with a cap of N days`."""
        return np.minimum(self.numbers("harm"), int(self.asked(r"with a cap of (\d+) days")))


def _at(measure: Callable[..., float]) -> Callable[[People], float]:
    return lambda p: measure(p.numbers("score"), p.flags("outcome"), p.places, p.weight)


def _of_chances(measure: Callable[..., float]) -> Callable[[People], float]:
    return lambda p: measure(p.numbers("chance").astype(float), p.flags("outcome"), p.weight)


MEASURES: dict[str, Callable[[People], float]] = {
    "AUC": lambda p: discrimination.auc(p.numbers("score"), p.flags("outcome"), p.weight),
    "average precision": lambda p: discrimination.average_precision(
        p.numbers("score"), p.flags("outcome"), p.weight
    ),
    "precision": _at(discrimination.precision_at),
    "recall": _at(discrimination.recall_at),
    "lift": _at(discrimination.lift_at),
    "number needed": _at(utility.number_needed),
    "harm captured": lambda p: discrimination.captured_at(
        p.numbers("score"), p.numbers("harm"), p.places, p.weight
    ),
    "capped harm captured": lambda p: discrimination.captured_at(
        p.numbers("score"), p.capped, p.places, p.weight
    ),
    "net benefit of the chances": lambda p: float(
        utility.net_benefit(p.numbers("chance"), p.flags("outcome"), p.threshold, p.weight)[0]
    ),
    "net benefit of the rule": lambda p: float(
        utility.net_benefit_of_rule(p.flags("listed"), p.flags("outcome"), p.threshold, p.weight)[0]
    ),
    "net benefit of everybody": lambda p: float(
        utility.net_benefit_of_all(p.flags("outcome"), p.threshold, p.weight)[0]
    ),
    "net benefit of nobody": lambda p: float(utility.net_benefit_of_none(p.threshold)[0]),
    "Brier": _of_chances(calibration.brier),
    "scaled Brier": _of_chances(calibration.scaled_brier),
    "observed to expected": _of_chances(calibration.observed_to_expected),
    "calibration in the large": _of_chances(calibration.calibration_in_the_large),
    "calibration slope": _of_chances(calibration.calibration_slope),
    "calibration error": lambda p: calibration.calibration_error(
        p.numbers("chance"), p.flags("outcome"), p.weight, int(p.asked(r"in (\d+) bins?"))
    ),
    "fall": lambda p: turnover.fall(p.numbers("before"), p.numbers("after"), p.weight),
    "fall of those listed": lambda p: turnover.fall(
        p.numbers("before"), p.numbers("after"), p.weight * p.flags("listed")
    ),
    "regression to the mean": lambda p: turnover.regression_to_the_mean(
        p.numbers("before"), p.numbers("after"), p.flags("listed"), p.weight
    ),
}
"""Name on the page → what hejda says."""


def differs(written: str, value: float | None) -> bool:
    """Whether a value is another than the page has it."""
    if written == "none" or value is None or math.isnan(value):
        return not (written == "none" and (value is None or math.isnan(value)))
    decimals = written.partition(".")[2]
    close = 0.5 * 10 ** -len(decimals) + 1e-12 if decimals else 1e-12
    return abs(float(Fraction(written.replace(",", ""))) - value) > close


def _compared(words: str, expected: dict[str, str], found: dict[str, Any]) -> Iterator[str]:
    for name, written in expected.items():
        value = found.get(name)
        wrong = written != value if isinstance(value, str) else differs(written, value)
        if wrong:
            yield f"  Then {words}: {name} expected {written}, got {value}"


def _came_first(case: Case, day: int) -> dict[str, float]:
    rows = case.tables("followed")
    days = np.array([int(row["day"]) for row in rows])
    event = np.array([EVENTS[row["came"]] for row in rows])
    found = {
        name: cumulative_incidence(days, event, cause=code).at(day)
        for name, code in EVENTS.items()
        if code
    }
    return found | {"nothing": event_free(days, event).at(day)}


def _change(case: Case, day: str) -> dict[str, float]:
    rows = case.tables("lists")
    on = {row["day"]: {name.strip() for name in row["people"].split(",")} for row in rows}
    everybody = sorted(set().union(*on.values()))
    flags = {d: np.array([int(name in found) for name in everybody]) for d, found in on.items()}
    at = [row["day"] for row in rows].index(day)
    earlier = flags[rows[at - 1]["day"]]
    return {
        "new": turnover.turnover(earlier, flags[day]),
        "stayed": turnover.overlap(flags[day], flags[rows[0]["day"]]),
    }


def _shown(row: Row) -> str:
    if "count" in row:
        told = shown(int(row["count"]))
        return "hidden" if told is None else str(told)
    places = int(row["places"])
    listed = on_list(Told(float(Fraction(row["precision"])), None, None), places)
    return "hidden" if listed is None else f"{listed.with_it} of {places}"


def _group(case: Case, name: str) -> dict[str, Any]:
    people = People(case)
    inside = np.array([int(row["group"] == name) for row in people.rows]) * people.weight
    told = groups.rates(people.flags("listed"), people.flags("outcome"), inside)
    few = "insufficient evidence"
    shares = {
        "listed": told.selection_rate,
        "listed_without": told.false_positive_rate,
        "missed": told.false_negative_rate,
    }
    sure = groups.enough(people.flags("outcome"), inside)
    return {"people": told.rows, **{n: s if sure else few for n, s in shares.items()}}


def differences(case: Case) -> list[str]:
    """What hejda says otherwise than the page."""
    found: list[str] = []
    for words, _, rows in case.then:
        for row in rows:
            rest = dict(row)
            if words == "measures":
                value = MEASURES[row["measure"]](People(case))
                told: dict[str, Any] = {row["measure"]: value}
                rest = {row["measure"]: row["value"]}
            elif words == "came_first":
                told = _came_first(case, int(rest.pop("day")))
            elif words == "changes":
                told = _change(case, rest.pop("day"))
            elif words == "shown":
                told, rest = {"shown": _shown(row)}, {"shown": row["shown"]}
            elif words == "share":
                low, high = wilson(Share(float(Fraction(row["share"])), float(Fraction(row["of"]))))
                told, rest = {"low": low, "high": high}, {"low": row["low"], "high": row["high"]}
            elif words == "worth":
                amounts = np.array([int(each) for each in row["amounts"].split(",")])
                told, rest = {"worth": worth(amounts)}, {"worth": row["worth"]}
            elif words == "groups":
                told = _group(case, rest.pop("group"))
            else:
                raise ValueError(f"{case.title}: nothing is known of {words}")
            found += _compared(words, rest, told)
    return found
