"""Suffolk, a landmark: who is ranked that day, by whose scores, and who was charged again.

Outcome: a new broad-DV offence (close_relation yes) that took place after the landmark (by the day
of filing where the day is missing), filed within the horizon. Outcomes are read from the registers
as first filed, whatever became of the charge.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path

import ibis
import numpy as np

from hejda.engine.duckdb import DuckDB
from hejda.engine.read import delivered_tables, read_delivery
from hejda.flow.answer import Question, answered
from hejda.flow.run import vocabulary
from hejda.knowledge.load import load_knowledge
from hejda.nominate.places import national
from hejda.tables.known import day_of

HERE = Path(__file__).parent
HORIZON_DAYS = 365
NOW = dt.date(2026, 11, 22)


@dataclass(frozen=True)
class Landmark:
    """`people` in one order; `scores[ranker]`, `harm` (of the new offences, uncapped) and the
    episodes (index of person, d, partner, harm) follow it."""

    people: list[str]
    scores: dict[str, np.ndarray]
    harms: list[list[int]]
    episodes: dict[str, np.ndarray]

    @property
    def outcome(self) -> np.ndarray:
        """True where the person was charged again."""
        return np.array([bool(found) for found in self.harms])

    def captured(self, cap_days: int) -> np.ndarray:
        """Capped harm in days of the new incidents, per person: the gravest offence of each."""
        return np.array([sum(min(h, cap_days) for h in found) for found in self.harms])


def landmark(data: Path, day: dt.date, rankers: tuple[str, ...]) -> Landmark:
    """The landmark `day` of the delivery in `data`, computed by hejda itself."""
    knowledge = load_knowledge(HERE / "knowledge", day)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        delivery = read_delivery(
            HERE / "source.yaml", data, work, now=NOW, rules=vocabulary(knowledge)
        )
        engine = DuckDB(work)
        tables = delivered_tables(engine, delivery)
        question = Question(day, day, "suffolk", knowledge, national(300, 0), rankers)
        answer = answered(engine, tables, question)
        rows = {name: engine.arrow(t).to_pylist() for name, t in answer.rankings.items()}
        people = sorted(row["person"] for row in rows["expected_harm"])
        place = {person: index for index, person in enumerate(people)}
        scores = {}
        for name, found in rows.items():
            scores[name] = np.zeros(len(people), dtype=np.int64)
            for row in found:
                scores[name][place[row["person"]]] = row["score"]
        episodes = answer.prepared.ranked.episodes.semi_join(
            answer.prepared.ranked.people, "person"
        )
        listed = engine.arrow(episodes.select("person", "d", "partner", "harm")).to_pylist()
        harms = _new_harm(engine, tables, day, knowledge, place)
        engine.close()
    return Landmark(
        people,
        scores,
        harms,
        {
            "person": np.array([place[row["person"]] for row in listed]),
            "d": np.array([row["d"] for row in listed]),
            "partner": np.array([row["partner"] for row in listed]),
            "harm": np.array([row["harm"] for row in listed]),
        },
    )


def _new_harm(engine, tables, day, knowledge, place) -> list[list[int]]:
    """Harm in days of the gravest new offence of each new incident, per person."""
    involvement, offence, incident = (tables[n] for n in ("involvement", "offence", "incident"))
    first = involvement.filter(involvement.registered_on == involvement.first_registered_on)
    met = first.filter(first.role == "suspect").select("record_id", "offence_id")
    charged = offence.filter(offence.close_relation == "yes").select(
        "offence_id", "incident_id", "code"
    )
    met = met.inner_join(charged, "offence_id").inner_join(
        incident.select(
            "incident_id",
            filed=day_of(incident.first_registered_on),
            took_place=ibis.coalesce(
                day_of(incident.occurred_on), day_of(incident.first_registered_on)
            ),
        ),
        "incident_id",
    )
    number = (day - dt.date(1970, 1, 1)).days
    new = met.filter(
        met.filed > number, met.filed <= number + HORIZON_DAYS, met.took_place > number
    )
    days = {o.id: o.harm_days for o in knowledge.offences}
    gravest: dict[tuple[str, str], int] = {}
    for row in engine.arrow(new.select("record_id", "incident_id", "code")).to_pylist():
        if row["record_id"] in place:
            key = (row["record_id"], row["incident_id"])
            gravest[key] = max(gravest.get(key, 0), days.get(row["code"], 0))
    harms: list[list[int]] = [[] for _ in place]
    for (person, _), harm in gravest.items():
        harms[place[person]].append(harm)
    return harms
