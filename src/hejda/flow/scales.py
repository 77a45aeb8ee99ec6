"""Does it matter how harm is weighed: the test day by every harm scale that the pack can use.

Who is ranked, who has the outcome and which incidents count stay as they are; only the weights of
the offences change, and with them the scores of those rankers that read harm. The scorecard stays as
it was fitted. Source: science.md §1.3, §4.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from ibis.expr import types as ir
from numpy.typing import NDArray

from hejda.base.dates import day_number
from hejda.engine.base import Engine
from hejda.evaluate.discrimination import Ordered, captured_at, held_by_first
from hejda.evaluate.intervals import Estimate, clustered, clustered_curve
from hejda.evaluate.rows import Floats, Weight
from hejda.evaluate.turnover import overlap
from hejda.flow.answer import Question, ranked_on
from hejda.flow.landmarks import Landmark, by_person, headline_and_harm, outcomes_after
from hejda.flow.seen import MODEL, Seen, ValidateOrder, ends_of, first_of, list_size
from hejda.knowledge.rules import LIST_RANKER, Knowledge, Text

READING_HARM = (LIST_RANKER, "harm_12m", "v100", "rfgv")
"""Rankers whose score depends on the scale."""
COMPARED = (MODEL, LIST_RANKER, "repeat_risk", "harm_12m", "count_12m", "v100", "rfgv")
Whole = NDArray[np.int64]
Figures = dict[str, Any]


@dataclass(frozen=True)
class Weighed:
    """The test day by one scale, in the order of its people: scores, and what came after.

    scores: of the rankers that read harm. harm, capped: harm days of all new incidents, plain and
    each capped.
    """

    scale: str
    title: Text
    scores: dict[str, Whole]
    harm: Whole
    capped: Whole


def weighed_by(
    engine: Engine,
    delivered: dict[str, ir.Table],
    question: Question,
    test: Landmark,
    outcome: str,
    other: Knowledge,
    title: Text,
) -> Weighed:
    """The test day asked about in `question`, by the scale of the rules `other`, which is called `title`."""
    asked = replace(question, knowledge=other, rankers=READING_HARM)
    prepared, rankings = ranked_on(engine, delivered, asked)
    place = {person: index for index, person in enumerate(test.people)}
    scores = {
        name: by_person(engine.arrow(table.select("person", "score")), place, "score")
        for name, table in rankings.items()
    }
    day = day_number(question.as_of)
    later = outcomes_after(engine, delivered, question, prepared, outcome, day, test.horizon, other)
    _, harm, capped = headline_and_harm(engine.arrow(later), place, question)
    return Weighed(other.harm_scale, title, scores, harm, capped)


def as_weighed(test: Landmark, scale: str, title: Text) -> Weighed:
    """The test day by the scale in use."""
    scores = {name: test.scores[name] for name in READING_HARM if name in test.scores}
    return Weighed(scale, title, scores, test.harm, test.capped)


def by_scale(now: Seen, scales: Sequence[Weighed], order: ValidateOrder) -> Figures:
    """Capped harm held by the first places of each ranker's list, by every scale; counts as they are.

    `scales`: the one in use first. rows: ranker → scale → the share held with its interval, and how
    many of those places have the outcome (`with`). `same`: scale → the share of the places of
    `expected_harm` that it gives to the same people as the scale in use. `swapped`: scale → pairs
    of rankers whose order it turns around; `sure` where neither interval holds 0.
    """
    k = list_size(len(now.people))
    names = [name for name in COMPARED if name in now.scores]
    held = _Held(now, scales, names, k)
    told = clustered_curve(held.measured, now.people, order.draws, order.seed)
    found: dict[tuple[str, ...], Estimate] = dict(zip(held.keys, told, strict=True))
    used = scales[0]
    return {
        "list": k,
        "used": used.scale,
        "scales": {one.scale: one.title.model_dump() for one in scales},
        "rows": {
            name: {
                one.scale: ends_of(found[(one.scale, name)])
                | {"with": held.with_outcome(one, name)}
                for one in scales
            }
            for name in names
        },
        "same": {
            one.scale: ends_of(_same_people(now, used, one, k, order)) for one in scales[1:]
        },
        "swapped": {
            one.scale: _swapped(names, found, used.scale, one.scale) for one in scales[1:]
        },
    }  # fmt: skip


class _Held:
    """The share of capped harm held, by scale and ranker, and its differences, on one draw."""

    def __init__(self, now: Seen, scales: Sequence[Weighed], names: Sequence[str], k: int) -> None:
        self.now, self.k = now, k
        self.scales, self.names = scales, names
        self.orders = {
            (one.scale, name): Ordered(_score(now, one, name)) for one in scales for name in names
        }
        pairs = combinations(names, 2)
        self.keys: list[tuple[str, ...]] = [
            *self.orders, *((one.scale, a, b) for a, b in pairs for one in scales)
        ]  # fmt: skip

    def measured(self, weight: Weight) -> Floats:
        """The share held in the order of `keys`: each alone, then the first minus the second."""
        held = {
            (one.scale, name): captured_at(
                self.orders[(one.scale, name)], one.capped[self.now.people], self.k, weight
            )
            for one in self.scales
            for name in self.names
        }
        return np.array([
            held[(key[0], key[1])] - (held[(key[0], key[2])] if len(key) == 3 else 0)
            for key in self.keys
        ])  # fmt: skip

    def with_outcome(self, one: Weighed, name: str) -> int:
        """How many of the first places have the outcome, to the nearest whole number."""
        return round(held_by_first(self.orders[(one.scale, name)], self.now.outcome, self.k))


def _score(now: Seen, one: Weighed, name: str) -> Whole:
    return one.scores[name][now.people] if name in one.scores else now.scores[name]


def _same_people(
    now: Seen, used: Weighed, other: Weighed, k: int, order: ValidateOrder
) -> Estimate:
    one, two = (first_of(_score(now, scale, LIST_RANKER), k) for scale in (used, other))
    return clustered(lambda w: overlap(one, two, w), now.people, order.draws, order.seed)


def _swapped(
    names: Sequence[str], gaps: dict[tuple[str, ...], Estimate], used: str, other: str
) -> list[Figures]:
    found = []
    for a, b in combinations(names, 2):
        one, two = gaps[(used, a, b)], gaps[(other, a, b)]
        if one.value * two.value < 0:
            falls, rises = (b, a) if two.value > 0 else (a, b)
            sure = all(gap.low > 0 or gap.high < 0 for gap in (one, two))
            found.append({"falls": falls, "rises": rises, "sure": sure})
    return found
