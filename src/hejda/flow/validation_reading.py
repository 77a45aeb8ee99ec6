"""What a validation reads: the landmarks, and beside them the months before, the scales, the own list.

One delivery, one engine; everything that is later measured is taken out of it here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from ibis.expr import types as ir

from hejda.engine.base import Engine
from hejda.engine.read import load_mapping
from hejda.flow.answer import Question
from hejda.flow.landmarks import Landmark, landmark
from hejda.flow.leaks import leaks, refuse_leaks
from hejda.flow.linked_run import people_for_records
from hejda.flow.months import RANKED_MONTHLY, Month, month_days, month_of
from hejda.flow.own_list import marked, own_list, read_own_list
from hejda.flow.reading import opened
from hejda.flow.run import chosen_pack
from hejda.flow.scales import Weighed, as_weighed, weighed_by
from hejda.flow.seen import ValidateOrder
from hejda.flow.validation_facts import Looked
from hejda.knowledge.load import load_knowledge, scales_in
from hejda.nominate.places import national
from hejda.rank.features import FEATURES
from hejda.rank.rankers import RANKERS

Progress = Callable[[str], None]


def read_for(order: ValidateOrder, work: Path, progress: Progress, beside: bool = True) -> Looked:
    """Everything measured, out of the delivery; without `beside` only the landmarks.

    Raises InputError where a ranking on the test day knows what came later.
    """
    mapping = load_mapping(order.source)
    pack = chosen_pack(order.rules, order.source, mapping)
    knowledge = load_knowledge(pack, order.test)
    rows = read_own_list(order.own_list) if order.own_list and beside else None
    with opened(order, work, knowledge, progress) as (engine, records, rows_in):
        delivered, naming, _, _ = people_for_records(
            engine, records, mapping, order.test, None, None, progress
        )
        reading = _Reading(order, mapping.source, pack, engine, delivered, progress)
        landmarks = reading.landmarks()
        months, scales, own = list[Month](), list[Weighed](), None
        if beside:
            scales = reading.scales(landmarks[-1])
            months = reading.months()
        if rows is not None:
            own = own_list(engine, records, naming, order.test, rows)
            marked(own, landmarks[-1])
        has = frozenset(delivered)
    fingerprint = knowledge.fingerprint
    return Looked(landmarks, fingerprint, naming.person, rows_in, has, months, scales, own)


class _Reading:
    """The delivery of one validation, asked about many days."""

    def __init__(
        self,
        order: ValidateOrder,
        source: str,
        pack: str | Path,
        engine: Engine,
        delivered: dict[str, ir.Table],
        progress: Progress,
    ) -> None:
        self.order, self.source, self.pack = order, source, pack
        self.engine, self.delivered, self.progress = engine, delivered, progress

    def question(self, day: dt.date, rankers: tuple[str, ...] = tuple(RANKERS)) -> Question:
        """What is asked on a day, by the rules of that day."""
        rules = load_knowledge(self.pack, day)
        return Question(day, day, self.source, rules, national(1, rules.lists.floor), rankers)

    def landmarks(self) -> list[Landmark]:
        """The training days and then the test day."""
        found, order = [], self.order
        for day in [*sorted(set(order.train)), order.test]:
            self.progress(f"landmark {day}")
            question = self.question(day)
            if day == order.test:
                refuse_leaks(leaks(self.engine, self.delivered, question, FEATURES))
            made = landmark(self.engine, self.delivered, question, order.outcome, order.horizon)
            found.append(made)
        return found

    def scales(self, test: Landmark) -> list[Weighed]:
        """The test day by every scale the pack can use, the one in use first."""
        (used, title), *others = scales_in(self.pack).items()
        found = [as_weighed(test, used, title)]
        for scale, title in others:
            self.progress(f"harm by {scale}")
            rules = load_knowledge(self.pack, test.day, scale)
            question, outcome = self.question(test.day), self.order.outcome
            found.append(
                weighed_by(self.engine, self.delivered, question, test, outcome, rules, title)
            )
        return found

    def months(self) -> list[Month]:
        """The months before the test day."""
        found = []
        for day in month_days(self.order.test, self.order.months):
            self.progress(f"lists of {day}")
            question = self.question(day, RANKED_MONTHLY)
            found.append(month_of(self.engine, self.delivered, question))
        return found
