"""Landmarks: who was ranked on a day, by what, and what was registered about them afterwards.

Scores and features see only what was known on the day; outcomes, exposure and measures are read from
what came in later. Nothing of the second ever reaches the first (`flow.leaks` holds us to it).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from ibis.expr import types as ir
from numpy.typing import NDArray

from hejda.base.dates import day_number
from hejda.base.errors import InputError
from hejda.engine.base import Engine
from hejda.evaluate.outcomes import new_offences
from hejda.flow.answer import Question, ranked_on
from hejda.knowledge.rules import Knowledge
from hejda.nominate.regions import regions
from hejda.rank.episodes import in_variant
from hejda.rank.features import FEATURES, MARKS, Feature, feature_table
from hejda.rank.liberty import spells_inside
from hejda.rank.prepare import Prepared
from hejda.relations.pairs import tied
from hejda.tables.known import Known, known_on

PERIODS = 4
"""A horizon is cut into quarters of a year for the discrete-time model."""
NEVER = -1

Whole = NDArray[np.int64]


@dataclass
class Landmark:
    """One day, looked at. Every array has one element (or row) per person, in the order of `people`.

    scores: ranker → score. features: name → capped value. headline: days from the landmark to
    the first new incident within the horizon that the police did not bring themselves, -1 without.
    harm, capped: harm days of all new incidents, plain and each capped.
    liberty: days at liberty in each quarter of the horizon, people × PERIODS. ended: days to death
    or leaving the country, -1 without. inside_after: days to the first spell inside, -1 without.
    treated: days to the first measure taken within the horizon, -1 without; treated_before: one had
    been taken by the landmark. region: police region. sex, age: for looking at groups only.
    """

    day: dt.date
    horizon: int
    people: list[str]
    scores: dict[str, Whole]
    features: dict[str, Whole]
    headline: Whole
    harm: Whole
    capped: Whole
    liberty: Whole
    ended: Whole
    inside_after: Whole
    treated: Whole
    treated_before: NDArray[np.bool_]
    region: list[str]
    sex: list[str]
    age: Whole

    @property
    def outcome(self) -> Whole:
        """1 where the person had the headline outcome within the horizon."""
        found: Whole = (self.headline != NEVER).astype(np.int64)
        return found


def landmark(
    engine: Engine,
    delivered: dict[str, ir.Table],
    question: Question,
    outcome: str,
    horizon: int,
    features: tuple[Feature, ...] = FEATURES,
) -> Landmark:
    """The landmark on the question's day. Raises InputError where nobody is ranked that day."""
    prepared, rankings = ranked_on(engine, delivered, question, MARKS)
    table = engine.keep("landmark_feature", feature_table(prepared.ranked, features))
    values = engine.arrow(table.order_by("person"))
    people: list[str] = values["person"].to_pylist()
    if not people:
        raise InputError(
            "nobody_ranked",
            f"Nobody is ranked on {question.as_of}.",
            "A model needs people with recorded partner offences before the day.",
            "Choose a later day.",
        )
    place = {person: index for index, person in enumerate(people)}
    scores = {
        name: by_person(engine.arrow(t.select("person", "score")), place, "score")
        for name, t in rankings.items()
    }
    day = day_number(question.as_of)
    after = _After(engine, delivered, question, place, day, horizon)
    new = engine.arrow(outcomes_after(engine, delivered, question, prepared, outcome, day, horizon))
    headline, harm, capped = headline_and_harm(new, place, question)
    sex, age = _sex_and_age(engine, prepared.ranked.known, prepared.ranked.people, place)
    treated, before = after.measures()
    return Landmark(
        day=question.as_of,
        horizon=horizon,
        people=people,
        scores=scores,
        features={f.name: values[f.name].to_numpy() for f in features},
        headline=headline,
        harm=harm,
        capped=capped,
        liberty=after.liberty(),
        ended=after.endings(),
        inside_after=after.inside(),
        treated=treated,
        treated_before=before,
        region=_regions(engine, prepared, question, people),
        sex=sex,
        age=age,
    )


def by_person(table: pa.Table, place: dict[str, int], column: str, missing: int = 0) -> Whole:
    """The values of `column`, one per person of `place`; `missing` for those without a row."""
    found = np.full(len(place), missing, np.int64)
    for person, value in zip(table["person"].to_pylist(), table[column].to_pylist(), strict=True):
        if person in place and value is not None:
            found[place[person]] = value
    return found


def outcomes_after(
    engine: Engine,
    delivered: dict[str, ir.Table],
    question: Question,
    prepared: Prepared,
    outcome: str,
    day: int,
    horizon: int,
    weights: Knowledge | None = None,
) -> ir.Table:
    """New incidents of those prepared, as `new_offences` gives them, partners as known at the end.

    `weights`: the rules whose scale weighs them; the question's own without.
    """
    ties = None
    if "relation" in delivered:
        end = question.as_of + dt.timedelta(days=horizon)
        later = Known.on(end, question.source, delivered, engine.view)
        ties = tied(later, question.knowledge.population.partner_relations)
    rows = new_offences(delivered, question.knowledge, outcome, day, horizon, ties, weights)
    return rows.semi_join(prepared.ranked.people, "person")


def headline_and_harm(
    new: pa.Table, place: dict[str, int], question: Question
) -> tuple[Whole, Whole, Whole]:
    """(days to the first outcome the police did not bring, harm, capped harm) of each of `place`."""
    cap = question.knowledge.expected_harm.cap_days
    headline = np.full(len(place), NEVER, np.int64)
    harm, capped = (np.zeros(len(place), np.int64) for _ in range(2))
    for row in new.to_pylist():
        at = place[row["person"]]
        harm[at] += row["harm"]
        capped[at] += min(row["harm"], cap)
        earlier = headline[at] == NEVER or row["after"] < headline[at]
        if earlier and not row["by_police"]:
            headline[at] = row["after"]
    return headline, harm, capped


def _sex_and_age(
    engine: Engine, known: Known, people: ir.Table, place: dict[str, int]
) -> tuple[list[str], Whole]:
    age = by_person(engine.arrow(people.select("person", "age")), place, "age", missing=-1)
    sex = ["unknown"] * len(place)
    if "person_record" in known and "sex" in known["person_record"].columns:
        rows = known["person_record"].select(person="record_id", sex="sex")
        for row in engine.arrow(rows.semi_join(people, "person")).to_pylist():
            sex[place[row["person"]]] = row["sex"] or "unknown"
    return sex, age


def _regions(
    engine: Engine, prepared: Prepared, question: Question, people: list[str]
) -> list[str]:
    ranked = prepared.ranked
    main = in_variant(prepared.episodes, "main")
    where = regions(ranked.people, main, ranked.known, ranked.knowledge, engine.keep)
    rows = engine.arrow(where.select("person", "police_region")).to_pylist()
    found = {row["person"]: row["police_region"] for row in rows}
    return [found.get(person, "unknown") for person in people]


class _After:
    """What the registers came to say of the horizon: custody, death, measures."""

    def __init__(
        self,
        engine: Engine,
        delivered: dict[str, ir.Table],
        question: Question,
        place: dict[str, int],
        day: int,
        horizon: int,
    ) -> None:
        self.engine, self.delivered, self.question = engine, delivered, question
        self.place, self.day, self.horizon = place, day, horizon
        self.end = question.as_of + dt.timedelta(days=horizon)

    def _known(self, name: str) -> list[dict[str, object]]:
        """Rows of a table as known when the horizon ended, of the people of the landmark."""
        if name not in self.delivered:
            return []
        rows = self.engine.arrow(known_on(self.delivered[name], self.end)).to_pylist()
        return [row for row in rows if row["record_id"] in self.place]

    def _spells(self) -> list[tuple[int, int, int]]:
        """(place, first, last day + 1) of spells inside, in days from the landmark."""
        if "custody" not in self.delivered:
            return []
        later = Known.on(self.end, self.question.source, self.delivered, self.engine.view)
        table = spells_inside(later, self.question.knowledge)
        rows = self.engine.arrow(table.filter(table.ends > self.day)).to_pylist()
        return [
            (self.place[r["person"]], r["starts"] - self.day, r["ends"] - self.day)
            for r in rows
            if r["person"] in self.place
        ]

    def liberty(self) -> Whole:
        """Days at liberty, alive and in the country, by quarter of the horizon."""
        edges = np.linspace(0, self.horizon, PERIODS + 1).round().astype(int)
        days = np.tile(np.diff(edges), (len(self.place), 1)).astype(np.int64)
        spells = [(at, a, b) for at, a, b in self._spells()]
        spells += [
            (at, int(day), self.horizon) for at, day in enumerate(self.endings()) if day != NEVER
        ]
        for at, start, end in spells:
            for period in range(PERIODS):
                low, high = max(start, edges[period]), min(end, edges[period + 1])
                days[at, period] -= max(0, high - low)
        return np.maximum(days, 0)

    def inside(self) -> Whole:
        """Days to the first spell inside that begins within the horizon."""
        found = np.full(len(self.place), NEVER, np.int64)
        for at, start, _ in self._spells():
            if 0 < start <= self.horizon and (found[at] == NEVER or start < found[at]):
                found[at] = start
        return found

    def endings(self) -> Whole:
        """Days to death, or to leaving the country, within the horizon."""
        found = np.full(len(self.place), NEVER, np.int64)
        for row in self._known("person_status"):
            since = row["valid_from"]
            if row["kind"] == "returned" or not isinstance(since, dt.date):
                continue
            days = day_number(since) - self.day
            at = self.place[str(row["record_id"])]
            if 0 < days <= self.horizon and (found[at] == NEVER or days < found[at]):
                found[at] = days
        return found

    def measures(self) -> tuple[Whole, NDArray[np.bool_]]:
        """(days to the first measure within the horizon, whether one was taken by the landmark)."""
        found = np.full(len(self.place), NEVER, np.int64)
        before = np.zeros(len(self.place), np.bool_)
        for row in self._known("measure_taken"):
            done = row["done_on"]
            if not isinstance(done, dt.date):
                continue
            days = day_number(done) - self.day
            at = self.place[str(row["record_id"])]
            if days <= 0:
                before[at] = True
            elif days <= self.horizon and (found[at] == NEVER or days < found[at]):
                found[at] = days
        return found, before
