"""Is the invented country like what has been published? Each fact with its range and its source."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from hejda.knowledge.harm import harm_of
from hejda.knowledge.reading import read_pack
from hejda.synthetic.arrays import Ints
from hejda.synthetic.course import Course
from hejda.synthetic.relations import NEVER
from hejda.synthetic.reports import CODES, LETHAL, PATTERN, Reports
from hejda.synthetic.violence import Acts

TWO_YEARS, YEAR, QUARTER = 730, 365, 91
SERIOUS = (4, 5, 6, 8)
"""Kinds of act that count as serious: gross assault, rape, confinement, against life."""
VIOLENCE = (2, 4, 5, 6, 8)


@dataclass(frozen=True)
class Fact:
    """One published fact beside what the country gives; shares between 0 and 1."""

    fact: str
    low: float
    high: float
    simulated: float
    inside: bool
    source: str


def _fact(name: str, low: float, high: float, found: float, source: str) -> Fact:
    return Fact(name, low, high, round(found, 4), low <= found <= high, source)


def least_days() -> Ints:
    """The least penalty in days of each offence in CODES, a fine as one day.

    It stands nearest to the starting points that the published concentrations were counted by; the
    lists' own scale (the middle of each penal scale) gives assault a far larger share. An attempt
    counts as the completed offence, as it does there.
    """
    pack = read_pack("se")
    found = (harm_of(pack, code, "statutory_minimum") for code in CODES)
    return np.array([harm.completed if harm else 0 for harm in found])


class _Recorded:
    """Reports about partners, by pair of suspect and victim."""

    def __init__(self, reports: Reports, span: tuple[int, int]) -> None:
        rows = np.flatnonzero(reports.couple >= 0)
        self.reports, self.span = reports, span
        self.suspect = reports.suspect[rows].astype(np.int64)
        self.victim = reports.victim[rows].astype(np.int64)
        self.day = reports.registered[rows].astype(np.int64)
        self.happened = reports.day[rows].astype(np.int64)
        pair = self.suspect * 100_000_000 + self.victim
        order = np.lexsort((self.day, pair))
        self.pair, self.pair_day = pair[order], self.day[order]
        self.harm = least_days()[reports.code[rows]]

    def no_return(self) -> float:
        """Pairs without a second report within two years of the first."""
        first = np.append(True, self.pair[1:] != self.pair[:-1])
        again = np.append(~first[1:], False)
        gap = np.append(self.pair_day[1:] - self.pair_day[:-1], 0)
        followed = first & (self.pair_day < self.span[1] - TWO_YEARS)
        returned = followed & again & (gap <= TWO_YEARS)
        return 1 - float(returned.sum() / max(followed.sum(), 1))

    def first_quarter(self) -> float:
        """Of first new reports within a year, the share within a quarter."""
        same = self.pair[1:] == self.pair[:-1]
        gap = self.pair_day[1:] - self.pair_day[:-1]
        followed = self.pair_day[:-1] < self.span[1] - YEAR
        within = same & followed & (gap <= YEAR)
        return float((within & (gap <= QUARTER)).sum() / max(within.sum(), 1))

    def concentration(self, share: float) -> float:
        """Harm over the last two years held by that share of the suspects."""
        lately = self.day >= self.span[1] - TWO_YEARS
        _, who = np.unique(self.suspect[lately], return_inverse=True)
        harm = np.sort(np.bincount(who, self.harm[lately]))[::-1]
        many = max(1, round(len(harm) * share))
        return float(harm[:many].sum() / max(harm.sum(), 1))

    def serial(self) -> float:
        """Suspects with two or more victims."""
        pairs = np.unique(self.pair) // 100_000_000
        _, victims = np.unique(pairs, return_counts=True)
        return float((victims >= 2).mean()) if len(victims) else 0.0

    def turnover(self) -> float:
        """Of the top 3 % by a year's harm, those not there the year before; mean of years."""
        lists = []
        for begins in range(self.span[0] + YEAR, self.span[1] - YEAR + 1, YEAR):
            lately = (self.day >= begins) & (self.day < begins + YEAR)
            who, index = np.unique(self.suspect[lately], return_inverse=True)
            harm = np.bincount(index, self.harm[lately], minlength=len(who))
            many = max(20, 3 * len(who) // 100)
            lists.append(set(who[np.lexsort((who, -harm))][:many].tolist()))
        new = [len(b - a) / len(b) for a, b in pairwise(lists) if b]
        return float(np.mean(new)) if new else 0.0

    def first_report(self, people: int) -> Ints:
        """Day of each person's first report as suspect against a partner."""
        first = np.full(people, NEVER)
        np.minimum.at(first, self.suspect, self.day)
        return first


def _without_contact(acts: Acts, course: Course, first: Ints, begins: int) -> float:
    """First serious acts by people not yet reported, among those after two years of records."""
    rows = np.flatnonzero(course.happened & np.isin(acts.kind, SERIOUS) & (acts.day >= begins))
    _, earliest = np.unique(acts.actor[rows], return_index=True)
    rows = rows[earliest]
    return float((first[acts.actor[rows]] >= acts.day[rows]).mean()) if len(rows) else 0.0


def _known_killers(acts: Acts, course: Course, first: Ints, begins: int) -> float:
    rows = np.flatnonzero(course.happened & (acts.kind == LETHAL) & (acts.day >= begins))
    return float((first[acts.actor[rows]] < acts.day[rows]).mean()) if len(rows) else 0.0


def _clearance(reports: Reports, code: int, last: int) -> float:
    rows = (reports.code == code) & (reports.act >= 0) & (reports.registered < last - YEAR)
    return float((reports.charged[rows] < NEVER).mean()) if rows.any() else 0.0


def calibrate(
    acts: Acts, course: Course, reports: Reports, span: tuple[int, int], people: int
) -> list[Fact]:
    """Every fact of the calibration, in the order in which the report shows them."""
    return [*_of_course(acts, course, reports, span, people), *_clearances(reports, span[1])]


def _of_course(
    acts: Acts, course: Course, reports: Reports, span: tuple[int, int], people: int
) -> list[Fact]:
    recorded = _Recorded(reports, span)
    first = recorded.first_report(people)
    begins = min(span[0] + 3 * YEAR, span[1] - YEAR)
    return [*_of_records(recorded), *_of_truth(acts, course, first, begins)]


def _of_records(recorded: _Recorded) -> list[Fact]:
    """What the records show."""
    return [
        _fact(
            "recorded pairs without a new report in two years",
            0.70,
            0.80,
            recorded.no_return(),
            "[BA15] 76 %, [BAR17] 78 %",
        ),
        _fact(
            "share of recorded harm with the top 3 % of suspects",
            0.50,
            0.90,
            recorded.concentration(0.03),
            "[BAR17] 90 %, [WA16] 2 % > 50 %",
        ),
        _fact(
            "recorded suspects with two or more victims",
            0.04,
            0.20,
            recorded.serial(),
            "[ROB14] 4–20 %",
        ),
        _fact(
            "yearly turnover of the top list by past harm",
            0.90,
            1.0,
            recorded.turnover(),
            "[NOR19] > 95 %",
        ),
        _fact(
            "first quarter's share of a year's new reports",
            0.50,
            0.62,
            recorded.first_quarter(),
            "56 %, issue 3",
        ),
    ]


def _of_truth(acts: Acts, course: Course, first: Ints, begins: int) -> list[Fact]:
    """What only the truth beside the records shows."""
    violent = course.happened & np.isin(acts.kind, VIOLENCE)
    return [
        _fact(
            "first serious acts without an earlier report",
            0.50,
            1.0,
            _without_contact(acts, course, first, begins),
            "[BA15] [THO17] over half",
        ),
        _fact(
            "people behind acts against life reported before",
            0.40,
            0.60,
            _known_killers(acts, course, first, begins),
            "[POL2405] about half",
        ),
        _fact(
            "violence that is reported",
            0.03,
            0.06,
            float(course.reported[violent].mean()),
            "[S8] 3–4 %",
        ),
    ]


def _clearances(reports: Reports, last: int) -> list[Fact]:
    """Person clearance of five offences beside the Swedish table."""
    table = {2: 0.15, 1: 0.16, 0: 0.05, 5: 0.09, PATTERN: 0.22}
    return [
        _fact(
            f"clearance of {CODES[code]}",
            share - 0.05,
            share + 0.05,
            _clearance(reports, code, last),
            "[S34]",
        )
        for code, share in table.items()
    ]


GIVEN_UP = (
    "Acts against life are three times as many per inhabitant as in Sweden (acts.lethal_factor): at "
    "the real rate, shares of them could only be measured in a country that takes an hour to make.",
)
"""Facts that cannot hold at once, and which gave way."""


def rows(facts: list[Fact]) -> list[dict[str, Any]]:
    """The facts as rows of calibration.json."""
    return [asdict(fact) for fact in facts]
