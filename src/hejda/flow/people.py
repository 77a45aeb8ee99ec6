"""Explains the people shown: fetches their rows, recomputes their scores, and stops on a difference.

The engine scored everybody; what is shown about the few is computed again from their own records
in plain Python. Points that do not add up to the engine's score stop the run.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr import types as ir

from hejda.base.errors import Disagreement
from hejda.base.reasons import Reason
from hejda.engine.base import Engine
from hejda.flow.answer import Answer, Question
from hejda.flow.behind import Behind, behind
from hejda.knowledge.rules import LIST_RANKER
from hejda.nominate.groups import places_of
from hejda.nominate.marks import flags, gaps, table_gaps
from hejda.nominate.serial import FIND_OUT
from hejda.rank.contrary import Contrary, Standing, contrary
from hejda.rank.explain import victim_reasons
from hejda.rank.gather import (
    DOSSIER_BY_RECORD,
    Rows,
    computed_rows,
    dossier,
    materials,
    own_incidents,
)
from hejda.rank.material import Material
from hejda.rank.model import explanations
from hejda.rank.suspicions import YES
from hejda.relations.pairs import tied
from hejda.tables.known import Known

VARIANT_RANKER = "unknown_as_yes"
VICTIMS_RANKER = "several_victims"
WITHOUT_RELATION = ("relation_unknown", FIND_OUT)
"""Groups in which some relation is unknown, whether or not by a suspicion that is used."""
WITH_LEAVING = ("harm", "serial")
"""Lists one leaves when nothing new is registered; of the groups beside them no day can be told."""


@dataclass
class Explained:
    """What is said about the people shown, by person (record id) and ranker or list.

    `dossier`, `rows`, `known`: their register rows, in memory, as rows, and on the engine.
    `counted`: their suspicions that count, on the engine (those compared included).
    `signs`: per person and overlay kind the observations behind the flag. `behind`: per person,
    those compared with an earlier run included, the records to compare.
    """

    reasons: dict[tuple[str, str], list[Reason]] = field(default_factory=dict)
    contrary: dict[tuple[str, str], list[Contrary]] = field(default_factory=dict)
    flags: dict[str, list[str]] = field(default_factory=dict)
    gaps: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    dossier: dict[str, pa.Table] = field(default_factory=dict)
    rows: Rows = field(default_factory=dict)
    known: Known | None = None
    counted: ir.Table | None = None
    gone: set[str] = field(default_factory=set)
    signs: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    behind: dict[str, Behind] = field(default_factory=dict)


def explained(
    engine: Engine,
    answer: Answer,
    question: Question,
    everybody: bool = False,
    compared: Collection[str] | None = None,
) -> Explained:
    """Reasons, counterweights, flags and gaps for everybody proposed (or `everybody` ranked).

    `compared`: people (record ids) on the lists of an earlier run. Their records are looked at too,
    and nothing else is said of them.
    """
    people = {row["person"] for row in answer.proposals}
    if everybody:
        ranked = engine.arrow(answer.prepared.ranked.people.select("person"))
        people |= set(ranked["person"].to_pylist())
    looked_at = sorted(people.union(compared or ()))
    chosen = engine.keep("shown", _table_of(looked_at))
    work = _Explaining(engine, answer, question, chosen, people)
    return work.run(looked_at if compared is not None else ())


def _table_of(people: list[str]) -> ir.Table:
    return ibis.memtable({"person": people}, schema=ibis.schema({"person": "string"}))


class _Explaining:
    def __init__(
        self,
        engine: Engine,
        answer: Answer,
        question: Question,
        chosen: ir.Table,
        people: set[str],
    ) -> None:
        self.engine, self.answer, self.question = engine, answer, question
        self.ranked = answer.prepared.ranked
        self.knowledge = question.knowledge
        self.explain = explanations(question.knowledge)
        self.chosen, self.people = chosen, people
        self.out = Explained()
        self.gone = self._rows(answer.gone) if answer.gone is not None else []

    def run(self, compared: Collection[str]) -> Explained:
        """Everything, in the order in which it is needed; `compared` are in another run too."""
        self.out.gone = {row["involvement_id"] for row in self.gone}
        known = self.ranked.known
        incidents = self.engine.keep("own_incident", own_incidents(known, self.chosen))
        # Kept on the engine: what is computed from them reads a few thousand rows, again and again.
        kept = {
            name: self.engine.keep(f"shown_{name}", table)
            for name, table in dossier(known, self.chosen, incidents).items()
        }
        fetched = {name: self.engine.arrow(table) for name, table in kept.items()}
        self.rows = {name: table.to_pylist() for name, table in fetched.items()}
        self.own = self.out.known = known.narrowed(kept)
        main = self._materials("main", self.chosen)
        self.out.behind = behind(compared, main, self.rows, self.out.gone)
        self.out.dossier, self.out.rows = fetched, self.rows
        if not self.people.issuperset(compared):
            self.out.dossier = _of_people(fetched, self.people)
            self.out.known = known.narrowed(
                {name: ibis.memtable(table) for name, table in self.out.dossier.items()}
            )
            self.out.rows = {name: t.to_pylist() for name, t in self.out.dossier.items()}
        self._reasons(main)
        self._reasons_beside_the_lists(main)
        self._contrary(main)
        self._flags_and_gaps(main)
        return self.out

    def _rows(self, table: ir.Table) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.engine.arrow(table).to_pylist()
        return rows

    def _of_chosen(self, table: ir.Table) -> list[dict[str, Any]]:
        return self._rows(table.semi_join(self.chosen, "person"))

    def _materials(self, variant: str, people: ir.Table) -> dict[str, Material]:
        kinds = self.knowledge.population.partner_relations
        ties = tied(self.own, kinds) if "relation" in self.own else None
        tables = computed_rows(self.own, self.knowledge, people, ties, variant, self.engine.keep)
        computed = {name: self._rows(table) for name, table in tables.items()}
        if variant == "main":
            self.out.counted = tables["counted"]
        if variant == "unknown_as_yes":
            for row in computed["counted"]:
                row["relation"] = YES if row["relation"] else row["relation"]
        gone = {(row["involvement_id"], row["offence_id"]) for row in self.gone}
        return materials(computed, self.rows, self.own, self.knowledge, gone)

    def _reasons(self, found: dict[str, Material]) -> None:
        for ranker, table in self.answer.rankings.items():
            scores = self._rows(table.semi_join(self.chosen, "person").select("person", "score"))
            for row in scores:
                if row["person"] not in self.people:
                    continue
                reasons = self.explain[ranker](found[row["person"]], self.knowledge)
                self._keep_reasons(row["person"], ranker, reasons, row["score"])

    def _keep_reasons(self, person: str, ranker: str, reasons: list[Reason], score: int) -> None:
        if sum(reason.points for reason in reasons) != score:
            raise Disagreement(
                "points_differ",
                f"The points of a person do not add up to the score by {ranker}.",
                "The engine and the explanation computed different answers from the same records.",
                "Nothing was written. Keep the delivery and report this as a defect.",
            )
        self.out.reasons[(person, ranker)] = reasons

    def _reasons_beside_the_lists(self, main: dict[str, Material]) -> None:
        """The two groups whose score is not a ranker's own: by variant, and by victims."""
        unsure = {r["person"] for r in self.answer.proposals if r["list"] == "relation_unknown"}
        wider = self._materials("unknown_as_yes", _table_of(sorted(unsure))) if unsure else {}
        for row in self.answer.proposals:
            person = row["person"]
            if row["list"] == "relation_unknown":
                reasons = self.explain[LIST_RANKER](wider[person], self.knowledge)
                self._keep_reasons(person, VARIANT_RANKER, reasons, row["score"])
            elif row["list"] == "several_victims":
                reasons = victim_reasons(main[person], self.knowledge)
                self._keep_reasons(person, VICTIMS_RANKER, reasons, row["score"])

    def _standings(self) -> dict[tuple[str, str], Standing]:
        scores = self.engine.arrow(self.answer.rankings[LIST_RANKER].select("score"))
        ascending = np.sort(scores["score"].to_numpy()).tolist()
        standings: dict[tuple[str, str], Standing] = {}
        for places in self.question.capacity:
            taken = [
                row["score"]
                for row in self.answer.proposals
                if places_of(row["list"]) == places.list
                and row["police_region"] == places.police_region
            ]
            full = taken and len(taken) == places.places
            standings[(places.list, places.police_region)] = Standing(
                ascending, min(taken) if full else places.floor
            )
        return standings

    def _contrary(self, found: dict[str, Material]) -> None:
        standings = self._standings()
        released = {row["person"]: row["release"] for row in self._rows(self.answer.inside)}
        touched = {
            row["person"]
            for row in self._rows(
                self.answer.touched["without_ended"].semi_join(self.chosen, "person")
            )
        }
        without = self.answer.variants["without_ended"].semi_join(self.chosen, "person")
        scores = {row["person"]: row["score"] for row in self._rows(without)}
        for row in self.answer.proposals:
            standing = standings.get((places_of(row["list"]), row["police_region"]))
            if standing is None:
                standing = standings.get(("harm", row["police_region"]), Standing((), 0))
            if (row["person"], LIST_RANKER) in self.out.reasons:
                self.out.contrary[(row["person"], row["list"])] = contrary(
                    found[row["person"]],
                    self.knowledge,
                    standing,
                    (row["person"] in touched, scores.get(row["person"])),
                    self._at_liberty_from(row, released),
                )

    def _at_liberty_from(self, row: dict[str, Any], released: dict[str, int | None]) -> int | None:
        """The day number from which days at liberty lead off the list; None where none is known."""
        if row["list"] not in WITH_LEAVING:
            return None
        today = self.ranked.known.number
        release = released.get(row["person"], today)
        return None if release is None else max(release, today)

    def _flags_and_gaps(self, found: dict[str, Material]) -> None:
        marks = {row["person"]: row["mark"] for row in self._of_chosen(self.answer.marks)}
        inside = {row["person"] for row in self._of_chosen(self.answer.inside)}
        where = {
            row["person"]: row["police_region"] for row in self._of_chosen(self.answer.regions)
        }
        lethal = set(self.knowledge.kinds(lethality=True))
        known = self.ranked.known
        tables = table_gaps(known.present, self.answer.no_serial != "no_victims")
        for row in self.answer.proposals:
            person = row["person"]
            own = found[person]
            seen: dict[str, set[str]] = {}
            for sign in own.signs:
                if sign.kind in lethal and sign.d < self.knowledge.windows.flag_days:
                    seen.setdefault(sign.kind, set()).add(sign.observation_id)
            self.out.signs[person] = seen
            self.out.flags[person] = flags(marks.get(person), seen, person in inside)
            used = [s for e in own.episodes for s in e.suspicions]
            self.out.gaps[(person, row["list"])] = gaps(
                age_unknown=own.age is None,
                region_unknown=where.get(person, "unknown") == "unknown",
                relation_unknown=row["list"] in WITHOUT_RELATION
                or any(s.relation == 1 for s in used),
                less_sure=own.less_sure,
                tables=tables,
            )


def _of_people(tables: dict[str, pa.Table], people: set[str]) -> dict[str, pa.Table]:
    """The dossier of `people` alone, out of one that holds others' too."""
    wanted = pa.array(sorted(people), pa.string())

    def own(table: pa.Table, columns: tuple[str, ...]) -> pa.Table:
        found = [pc.is_in(table[column], wanted) for column in columns]
        return table.filter(found[0] if len(found) == 1 else pc.or_(*found))

    kept = {name: own(tables[name], DOSSIER_BY_RECORD[name]) for name in DOSSIER_BY_RECORD
            if name in tables}  # fmt: skip
    involved = own(tables["involvement"], ("record_id",))["incident_id"]
    for name in ("incident", "offence", "involvement"):
        if name in tables:
            kept[name] = tables[name].filter(pc.is_in(tables[name]["incident_id"], involved))
    return {name: kept[name] for name in tables}
