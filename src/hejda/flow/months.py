"""Who comes and goes: the lists as they would have stood month after month up to the test day.

Every month is read as it was known that day. The scorecard is the same in all of them, that of the
test day, so that what changes is what was recorded and not the model. Source: science.md §4.1, §4.6.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from ibis.expr import types as ir
from numpy.typing import NDArray

from hejda.engine.base import Engine
from hejda.evaluate.intervals import clustered, clustered_curve
from hejda.evaluate.turnover import overlap, turnover
from hejda.flow.answer import Question, ranked_on
from hejda.flow.landmarks import Landmark, by_person
from hejda.flow.models import points
from hejda.flow.seen import MODEL, ValidateOrder, ends_of, list_size
from hejda.knowledge.rules import LIST_RANKER
from hejda.knowledge.scorecard import Scorecard
from hejda.rank.features import FEATURES, MARKS, feature_table

RANKED_MONTHLY = (LIST_RANKER, "count_12m")
LISTED = (LIST_RANKER, MODEL, "count_12m")
"""Whose lists are looked at month by month: the one lists are made by, the scorecard, and counting."""
Whole = NDArray[np.int64]
Figures = dict[str, Any]


@dataclass(frozen=True)
class Month:
    """Everybody ranked on a day, with their scores and features, in the order of `people`."""

    day: dt.date
    people: list[str]
    scores: dict[str, Whole]
    features: dict[str, Whole]


def month_days(test: dt.date, months: int) -> list[dt.date]:
    """The same day of the month in so many months before `test`, the earliest first.

    Where a month has no such day, its last.
    """
    found = []
    for back in range(months, 0, -1):
        year, month = divmod(test.year * 12 + test.month - 1 - back, 12)
        last = calendar.monthrange(year, month + 1)[1]
        found.append(dt.date(year, month + 1, min(test.day, last)))
    return found


def month_of(engine: Engine, delivered: dict[str, ir.Table], question: Question) -> Month:
    """Who was ranked on the question's day, and by what; nobody where nobody was."""
    prepared, rankings = ranked_on(engine, delivered, question, MARKS)
    table = engine.keep("month_feature", feature_table(prepared.ranked, FEATURES))
    values = engine.arrow(table.order_by("person"))
    people: list[str] = values["person"].to_pylist()
    place = {person: index for index, person in enumerate(people)}
    scores = {
        name: by_person(engine.arrow(t.select("person", "score")), place, "score")
        for name, t in rankings.items()
    }
    features = {f.name: values[f.name].to_numpy() for f in FEATURES}
    return Month(question.as_of, people, scores, features)


def as_month(test: Landmark) -> Month:
    """The test day as the last of its months."""
    return Month(test.day, test.people, test.scores, test.features)


def comings_and_goings(
    model: Scorecard, before: Sequence[Month], test: Landmark, order: ValidateOrder
) -> Figures | None:
    """How the lists changed from month to month, counts as they are; None without two months.

    For each ranker: `size` of each list; `new`, `back` (of the new, those who stood on an earlier
    one of these lists) and `gone` at each change; `share` new at each change; `monthly`, the share
    new over all changes; `still`, the share of the first list on each later one; `different` people
    in all.
    """
    months = [*before, as_month(test)]
    while months and not months[0].people:
        months.pop(0)
    if len(months) < 2:
        return None
    k = list_size(min(len(month.people) for month in months))
    found: Figures = {"list": k, "days": [month.day.isoformat() for month in months], "rankers": {}}
    for ranker in LISTED:
        lists = [listed(_scores(model, month, ranker), month.people, k) for month in months]
        if all(lists):
            found["rankers"][ranker] = _changes(lists, order)
    return found


def _scores(model: Scorecard, month: Month, ranker: str) -> Whole:
    return points(model, month.features) if ranker == MODEL else month.scores[ranker]


def listed(score: Whole, people: Sequence[str], k: int) -> set[str]:
    """The first `k` of those with a score above 0; among equal scores the first in order of people.

    A list is never filled with people of whom a ranker says nothing.
    """
    first = np.argsort(-score, kind="stable")[:k]
    return {people[at] for at in first if score[at] > 0}


def _changes(lists: Sequence[set[str]], order: ValidateOrder) -> Figures:
    everybody = sorted(set().union(*lists))
    on = [np.array([int(person in one) for person in everybody]) for one in lists]
    persons = np.arange(len(everybody))
    earlier, later = np.concatenate(on[:-1]), np.concatenate(on[1:])
    met = np.cumsum(on, axis=0) > 0
    changes = list(pairwise(on))
    of_months = np.tile(persons, len(changes))
    share = clustered_curve(
        lambda w: np.array([turnover(a, b, w) for a, b in changes]),
        persons, order.draws, order.seed,
    )  # fmt: skip
    still = clustered_curve(
        lambda w: np.array([overlap(one, on[0], w) for one in on]),
        persons, order.draws, order.seed,
    )  # fmt: skip
    monthly = clustered(lambda w: turnover(earlier, later, w), of_months, order.draws, order.seed)
    return {
        "size": [int(one.sum()) for one in on],
        "new": [int((b * (1 - a)).sum()) for a, b in changes],
        "back": [int((b * (1 - a) * met[at]).sum()) for at, (a, b) in enumerate(changes)],
        "gone": [int((a * (1 - b)).sum()) for a, b in changes],
        "share": [ends_of(one) for one in share],
        "still": [ends_of(one) for one in still],
        "monthly": ends_of(monthly),
        "different": len(everybody),
    }
