"""One day looked at for a replay: who was on which list, and what was registered of some people.

The lists are those of an ordinary run on that day. Beside them stands everything registered by
then, counted or not: it is read by rules that leave nothing out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from ibis.expr import types as ir
from numpy.typing import NDArray

from hejda.base.dates import day_number
from hejda.engine.base import Engine
from hejda.evaluate.missed import Suspicion
from hejda.flow.answer import Answer, Question, answered
from hejda.flow.resolved import with_people
from hejda.knowledge.rules import LIST_RANKER, Knowledge
from hejda.nominate.groups import places_of
from hejda.nominate.places import national
from hejda.rank.gather import dossier, own_incidents
from hejda.rank.suspicions import UNKNOWN, YES, pairings, suspicions, with_relation
from hejda.relations.pairs import tied
from hejda.tables.known import Known
from hejda.tables.registers import REGISTERS, SUSPICIONS

Rows = list[dict[str, Any]]
NOT_TOLD = ("acquitted", "cleared", "no_crime")
"""Endings after which a suspicion is not counted among what was registered."""
EVERYBODY = 1_000_000
ALIKE_THOUSANDTHS = 50
"""Scores that differ by no more than this share, in thousandths, look the same."""


@dataclass
class Look:
    """One day. People are named as that day's run names them.

    places: list → person → place (`serial`: with the group that shares its places; `release`: whoever
    waits inside). cuts: list → the score a place
    took: that of the last place, or the floor while places were empty. ranked: person → (place,
    score). counts: person → (incidents, partner incidents) registered with them as suspect.
    suspicions: person → those against a partner, or perhaps so. other_role: people who stand in an
    incident between partners, not as suspect. together: joined people → lists they would be on.
    unranked: (incidents, partner incidents) → (people not ranked, of them with the outcome).
    """

    places: dict[str, dict[str, int]]
    cuts: dict[str, int]
    floor: int
    ranked: dict[str, tuple[int, int]]
    counts: dict[str, tuple[int, int]]
    suspicions: dict[str, list[Suspicion]]
    other_role: set[str]
    scores: NDArray[np.int64]
    had: NDArray[np.bool_]
    unranked: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    together: set[str] = field(default_factory=set)

    def alike(self, score: int) -> tuple[int, int]:
        """(ranked people with about this score, of them with the outcome within the horizon)."""
        near = np.abs(self.scores - score) * 1000 <= ALIKE_THOUSANDTHS * abs(score)
        return int(near.sum()), int((near & self.had).sum())


@dataclass(frozen=True)
class Asked:
    """Whom a day is looked at for.

    people: those of the cases, as the day names them. joined: person → the name they share with
    another person of the same case, of those who lie under several. outcome: records of people with
    the outcome within the horizon after the day. partners: whether the records, in hindsight, know
    two people of that day as partners.
    """

    people: frozenset[str]
    joined: Mapping[str, str]
    outcome: Collection[str]
    partners: Callable[[str, str], bool]


def everything_counts(knowledge: Knowledge) -> Knowledge:
    """The same rules, but that no degree, no ending and no age keeps a suspicion out."""
    population = knowledge.population.model_copy(update={"suspicions_counted": SUSPICIONS})
    serial = knowledge.serial.model_copy(update={"window_days": None})
    ended = dict.fromkeys(knowledge.ended, "as_recorded")
    return knowledge.model_copy(update={"population": population, "serial": serial, "ended": ended})


def registered_suspicions(engine: Engine, known: Known, knowledge: Knowledge) -> ir.Table:
    """Every suspicion registered by the day, with its relation: the columns of `suspicions`, relation."""
    open_rules = everything_counts(knowledge)
    rows = engine.keep("replay_suspicion", suspicions(known, open_rules))
    if "relation" not in known:
        return with_relation(rows, None)
    kinds = knowledge.population.partner_relations
    ties = engine.keep("replay_tie", tied(known, kinds))
    return engine.keep("replay_related", with_relation(rows, pairings(rows, known, ties)))


def partners_ever(
    engine: Engine, known: Known, knowledge: Knowledge, people: Collection[str]
) -> set[tuple[str, str]]:
    """Pairs of `people` and others whom the registers, as `known`, show as partners; both ways."""
    chosen = engine.keep("replay_chosen", _names(people))
    rows = registered_suspicions(engine, known, knowledge)
    victims = pairings(rows.filter(rows.relation == YES), known, None).select("person", "victim")
    victims = victims.filter(
        victims.person.isin(chosen.person) | victims.victim.isin(chosen.person)
    )
    found = {(r["person"], r["victim"]) for r in engine.arrow(victims.distinct()).to_pylist()}
    if "relation" in known:
        ties = tied(known, knowledge.population.partner_relations).semi_join(chosen, "person")
        found |= {(r["person"], r["other"]) for r in engine.arrow(ties).to_pylist()}
    return found | {(other, one) for one, other in found}


def looked_at(
    engine: Engine, delivered: dict[str, ir.Table], question: Question, asked: Asked
) -> Look:
    """Runs the day and looks at the people asked for."""
    answer = answered(engine, delivered, question)
    return _Looking(engine, question, asked, answer).look()


def _names(people: Collection[str], column: str = "person") -> ir.Table:
    return ibis.memtable(
        pa.table({column: sorted(people)}, pa.schema([(column, pa.string())])),
    )


class _Looking:
    def __init__(self, engine: Engine, question: Question, asked: Asked, answer: Answer) -> None:
        self.engine, self.question, self.asked, self.answer = engine, question, asked, answer
        self.knowledge = question.knowledge
        self.known = answer.prepared.ranked.known
        self.chosen = engine.keep("replay_chosen", _names(asked.people))
        self.outcome = engine.keep("replay_outcome", _names(asked.outcome))

    def look(self) -> Look:
        """Everything, the joined people last: their run takes the place of the day's tables."""
        engine = self.engine
        ranking = engine.arrow(self.answer.rankings[LIST_RANKER].select("person", "score", "place"))
        people, scores = ranking["person"].to_pylist(), ranking["score"].to_numpy()
        had = np.isin(np.array(people, dtype=object), list(self.asked.outcome))
        told = zip(people, ranking["place"].to_pylist(), scores.tolist(), strict=True)
        ranked = {p: (place, score) for p, place, score in told if p in self.asked.people}
        rows = registered_suspicions(engine, self.known, self.knowledge)
        counts = engine.keep("replay_count", self._counts(rows))
        own = engine.keep("replay_own", own_incidents(self.known, self.chosen))
        involved = self._rows(self.known["involvement"].semi_join(own, "incident_id"))
        look = Look(
            places=self._places(),
            cuts=self._cuts(),
            floor=self.knowledge.lists.floor,
            ranked=ranked,
            counts={
                r["person"]: (r["incidents"], r["partner"])
                for r in self._rows(counts.semi_join(self.chosen, "person"))
            },
            suspicions=self._suspicions(rows, involved),
            other_role=self._other_role(own, involved),
            scores=scores.astype(np.int64),
            had=had.astype(np.bool_),
            unranked=self._unranked(counts),
        )
        if self.asked.joined:
            look.together = self._together(look.cuts)
        return look

    def _rows(self, table: ir.Table) -> Rows:
        found: Rows = self.engine.arrow(table).to_pylist()
        return found

    def _places(self) -> dict[str, dict[str, int]]:
        places: dict[str, dict[str, int]] = {"harm": {}, "serial": {}, "release": {}}
        for row in self.answer.proposals:
            name = places_of(row["list"])
            if name in places:
                places[name][row["person"]] = row["place"]
        return places

    def _cuts(self) -> dict[str, int]:
        cuts = {}
        for given in self.question.capacity:
            taken = [
                r["score"] for r in self.answer.proposals if places_of(r["list"]) == given.list
            ]
            full = taken and len(taken) >= given.places
            cuts[given.list] = min(taken) if full else given.floor
        return cuts

    def _counts(self, rows: ir.Table) -> ir.Table:
        """Incidents in which somebody stands as suspect: person, incidents, partner."""
        involved = self.known["involvement"]
        gone = involved.ended_why.isin(list(NOT_TOLD))
        gone = gone & (involved.ended_on <= ibis.literal(self.known.day)).fill_null(False)
        told = rows.anti_join(involved.filter(gone.fill_null(False)), "involvement_id")
        each = told.group_by("person", "incident_id").agg(partner=(told.relation == YES).any())
        return each.group_by("person").agg(
            incidents=each.count().cast("int64"), partner=each.partner.cast("int64").sum()
        )

    def _unranked(self, counts: ir.Table) -> dict[tuple[int, int], tuple[int, int]]:
        rest = counts.anti_join(self.answer.rankings[LIST_RANKER], "person")
        met = rest.left_join(self.outcome, "person", rname="{name}_had")
        same = met.group_by("incidents", "partner").agg(
            people=met.count().cast("int64"), had=met.person_had.count().cast("int64")
        )
        return {(r["incidents"], r["partner"]): (r["people"], r["had"]) for r in self._rows(same)}

    def _suspicions(self, rows: ir.Table, involved: Rows) -> dict[str, list[Suspicion]]:
        own = rows.semi_join(self.chosen, "person")
        parts = {row["involvement_id"]: row for row in involved}
        against: dict[tuple[str, str | None], set[str]] = defaultdict(set)
        for pair in self._rows(pairings(own, self.known, None)):
            against[(pair["involvement_id"], pair["offence_id"])].add(pair["victim"])
        found: dict[str, list[Suspicion]] = defaultdict(list)
        for row in self._rows(own):
            victims = against[(row["involvement_id"], row["offence_id"])]
            later = any(self.asked.partners(row["person"], victim) for victim in victims)
            partner = row["relation"] == YES
            if partner or later or row["relation"] == UNKNOWN:
                part = parts.get(row["involvement_id"], {})
                found[row["person"]].append(self._suspicion(row, part, partner))
        return found

    def _suspicion(self, row: dict[str, Any], part: dict[str, Any], partner: bool) -> Suspicion:
        population, day = self.knowledge.population, self.known.day
        ended = part.get("ended_on") is not None and part["ended_on"] <= day
        treated = self.knowledge.ended.get(part.get("ended_why") or "unknown", "never")
        return Suspicion(
            partner=partner,
            may_be=not partner,
            ended=ended and treated != "as_recorded",
            degree=(part.get("suspicion") or "unknown") in population.suspicions_counted,
            recent=row["registered"] >= day_number(day) - population.look_back_days,
        )

    def _other_role(self, own: ir.Table, involved: Rows) -> set[str]:
        """People asked for who stand in an incident between partners as something but suspect.

        Where nobody is the suspect, the partner may stand in any role.
        """
        offences = self._rows(self.known["offence"].semi_join(own, "incident_id"))
        said = {row["incident_id"] for row in offences if row["close_relation"] == "yes"}
        others: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in involved:
            others[row["incident_id"]].append(row)
        found = set()
        for row in involved:
            person = row["record_id"]
            if row["role"] == "suspect" or person not in self.asked.people:
                continue
            beside = [r for r in others[row["incident_id"]] if r["record_id"] != person]
            suspects = [r for r in beside if r["role"] == "suspect"]
            known = any(self.asked.partners(person, r["record_id"]) for r in suspects or beside)
            coded = row["role"] == "victim" and suspects and row["incident_id"] in said
            if known or coded:
                found.add(person)
        return found

    def _together(self, cuts: Mapping[str, int]) -> set[str]:
        """Joined people who would have been on a list, had their records lain together."""
        engine, joined = self.engine, self.asked.joined
        people = engine.keep("replay_split", _names(joined))
        incidents = own_incidents(self.known, people)
        table = pa.table({"record": list(joined), "stands_for": list(joined.values())})
        names = engine.keep("replay_joined", ibis.memtable(table))
        own = {
            name: engine.keep(f"replay_own_{name}", with_people(name, rows, names))
            for name, rows in dossier(self.known, people, incidents).items()
            if name in REGISTERS
        }
        records = own.get("person_record")
        if records is not None:
            own["person_record"] = engine.keep("replay_own_people", _one_each(records))
        wide = national(EVERYBODY, self.knowledge.lists.floor)
        again = answered(engine, own, replace(self.question, capacity=wide))
        names_joined = set(joined.values())
        return {
            row["person"]
            for row in again.proposals
            if row["list"] in cuts
            and row["person"] in names_joined
            and row["score"] >= cuts[row["list"]]
        }


def _one_each(records: ir.Table) -> ir.Table:
    """Person records, the first registered where several were joined to one person."""
    first = records.mutate(
        at=ibis.row_number().over(
            ibis.window(group_by="record_id", order_by=[records.registered_on.asc()])
        )
    )
    return first.filter(first.at == 0).drop("at")
