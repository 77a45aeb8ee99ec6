"""Stages 3 to 5 on an engine: from register tables to rankings and proposals."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import ibis
from ibis.expr import types as ir

from hejda.engine.base import Engine
from hejda.knowledge.rules import LIST_RANKER, Knowledge
from hejda.nominate import groups, regions, serial
from hejda.nominate.places import Places
from hejda.rank.episodes import episodes, in_variant, registered_lately
from hejda.rank.liberty import inside_on
from hejda.rank.model import rankers_of
from hejda.rank.population import excluded, minors
from hejda.rank.prepare import Prepared, prepared, scores_in_variant, touched_by
from hejda.rank.rankers import Ranked, convicted_of, placed
from hejda.rank.shown import no_longer_shown
from hejda.rank.suspicions import UNKNOWN, YES
from hejda.relations.pairs import sharing_household, tied
from hejda.relations.signs_of_tie import signs_of_tie
from hejda.tables.known import Known


@dataclass(frozen=True)
class Question:
    """What is asked of the registers: on which date, seen from when, by which rules and places."""

    as_of: dt.date
    now: dt.date
    source: str
    knowledge: Knowledge
    capacity: tuple[Places, ...]
    rankers: tuple[str, ...] = (LIST_RANKER,)


@dataclass
class Answer:
    """Rankings as tables of the engine; proposals as rows; what the run must say beside them.

    `victims`: those the serial marks rest on (person, victim, kind, d); None without a serial list.
    """

    prepared: Prepared
    rankings: dict[str, ir.Table]
    regions: ir.Table
    proposals: list[dict[str, Any]]
    marks: ir.Table
    victims: ir.Table | None
    inside: ir.Table
    gone: ir.Table | None
    no_serial: str | None
    held_back: int
    variants: dict[str, ir.Table]
    touched: dict[str, ir.Table]
    forced: dict[str, int]


def ranked_on(
    engine: Engine,
    delivered: dict[str, ir.Table],
    question: Question,
    more: tuple[str, ...] = (),
) -> tuple[Prepared, dict[str, ir.Table]]:
    """What was known on the day, prepared, and every ranking asked for.

    `delivered`: register table name → expression on `engine`. `more`: further columns of
    suspicions to keep.
    """
    known = Known.on(question.as_of, question.source, delivered, engine.view)
    offence = known["offence"]
    absorbed = offence.filter(offence.absorbed_into.notnull()).limit(1)
    known = replace(known, absorbs=engine.count(absorbed) > 0)
    knowledge = question.knowledge
    kinds = knowledge.population.partner_relations
    ties = engine.keep("tie", tied(known, kinds)) if "relation" in known else None
    if question.now > question.as_of:
        more = (*more, "involvement_id")
    run = prepared(known, knowledge, ties, engine.keep, question.rankers, more)
    rankers = rankers_of(knowledge)
    rankings = {
        name: engine.keep(f"ranking_{name}", placed(rankers[name].score(run.ranked), name))
        for name in question.rankers
    }
    return run, rankings


def answered(engine: Engine, delivered: dict[str, ir.Table], question: Question) -> Answer:
    """Ranks and proposes. `delivered`: register table name → expression on `engine`."""
    run, rankings = ranked_on(engine, delivered, question)
    return _Proposing(engine, delivered, question, run, rankings).answer()


class _Proposing:
    """Stage 5 for one question; holds the tables its steps share."""

    def __init__(
        self,
        engine: Engine,
        delivered: dict[str, ir.Table],
        question: Question,
        run: Prepared,
        rankings: dict[str, ir.Table],
    ) -> None:
        self.engine, self.question, self.run, self.rankings = engine, question, run, rankings
        self.delivered = delivered
        self.ranked: Ranked = run.ranked
        self.known, self.knowledge = run.ranked.known, question.knowledge
        self.scores = rankings[LIST_RANKER].select("person", "score")
        self.victims: ir.Table | None = None
        self.gone = self._gone()
        self.no_serial = self._why_no_serial()

    def answer(self) -> Answer:
        """Every list and group, put together."""
        keep = self.engine.keep
        touched = {
            name: keep(f"touched_{name}", touched_by(self.run, name))
            for name in ("without_ended", "unknown_as_yes")
        }
        variants = {
            name: keep(f"variant_{name}", scores_in_variant(self.run, name, table))
            for name, table in touched.items()
        }
        wider = self.scores.anti_join(touched["unknown_as_yes"], "person").union(
            variants["unknown_as_yes"]
        )
        everybody = self.scores.select("person").union(wider.select("person"), distinct=True)
        several = self._with_several_victims() if self.no_serial == "no_relations" else None
        if several is not None:
            everybody = everybody.union(several.select("person"), distinct=True)
        where = keep("region", self._regions(everybody, several is not None))
        marks = keep("mark", self._marks())
        inside = keep("inside", inside_on(self.known, self.knowledge))
        whole = self._field("field", self.scores, YES, where, marks, inside)
        listed = keep("proposal", groups.proposals(whole, self.no_serial is None))
        parts = [listed]
        if self.no_serial != "no_relations" and self.engine.count(touched["unknown_as_yes"]):
            variant = self._field("field_variant", wider, UNKNOWN, where, marks, inside)
            harm = listed.filter(listed.list == "harm")
            parts.append(groups.relation_unknown(variant, harm))
        if several is not None:
            parts.append(groups.several_victims(several, where, whole))
        rows = self.engine.arrow(ibis.union(*parts) if len(parts) > 1 else listed).to_pylist()
        rows.sort(key=lambda row: (row["list"], row["police_region"], row["place"]))
        return Answer(
            prepared=self.run,
            rankings=self.rankings,
            regions=where,
            proposals=rows,
            marks=marks,
            victims=self.victims,
            inside=inside,
            gone=self.gone,
            no_serial=self.no_serial,
            held_back=self._held_back_count(),
            variants=variants,
            touched=touched,
            forced=self._forced(),
        )

    def _regions(self, people: ir.Table, unranked_too: bool) -> ir.Table:
        found = self.ranked.episodes
        if unranked_too:
            rows = self.run.suspicions
            found = in_variant(episodes(rows, self.known, self.knowledge, everybody=True), "main")
        return regions.regions(people, found, self.known, self.knowledge, self.engine.keep)

    def _gone(self) -> ir.Table | None:
        if self.question.now <= self.question.as_of:
            return None
        table = no_longer_shown(
            self.ranked.counted, self.delivered, self.known, self.question.now, self.knowledge
        )
        table = self.engine.keep("gone", table)
        return table if self.engine.count(table) else None

    def _why_no_serial(self) -> str | None:
        rows, offence = self.known["involvement"], self.known["offence"]
        if not self.engine.count(rows.filter(rows.role == "victim").limit(1)):
            return "no_victims"
        said = offence.filter(offence.close_relation.isin(["yes", "no"])).limit(1)
        if "relation" not in self.known and not self.engine.count(said):
            return "no_relations"
        return None

    def _family(self) -> ir.Table | None:
        if "relation" not in self.known:
            return None
        kinds = self.knowledge.serial.family_relations
        return tied(self.known, kinds).select("person", "other")

    def _connected(self, family: ir.Table | None) -> ir.Table | None:
        parts = [] if family is None else [family]
        if "residence" in self.known:
            parts.append(sharing_household(self.known))
        if not parts:
            return None
        return self.engine.keep(
            "connected", ibis.union(*parts, distinct=True) if len(parts) > 1 else parts[0]
        )

    def _marks(self) -> ir.Table:
        if self.no_serial is not None:
            return ibis.memtable([], schema=ibis.schema({"person": "string", "mark": "string"}))
        keep = self.engine.keep
        family = self._family()
        connected = self._connected(family)
        confirmed = keep(
            "confirmed", serial.confirmed_victims(convicted_of(self.ranked), self.known)
        )
        pairs = keep(
            "pair",
            serial.pairs_that_may_count(
                self.ranked.paired,
                self.ranked.people.select("person"),
                self.known,
                self.knowledge,
            ),
        )
        chosen = keep("victim", serial.victims(pairs, confirmed, family))
        self.victims = chosen
        families = keep("family", serial.grouped(chosen, connected))
        unknown = chosen.filter(chosen.kind == serial.UNKNOWN)
        paired = serial.in_window(self.ranked.paired, self.knowledge)
        paired = paired.semi_join(unknown, "person")
        signed = signs_of_tie(unknown, paired, self.known, self.knowledge)
        signed = None if signed is None else keep("signed", signed)
        return serial.marks(families, confirmed, connected, signed, self.knowledge)

    def _seen(self) -> ir.Table:
        kinds = [k.id for k in self.knowledge.observations if k.forces_review]
        signs = self.ranked.signs
        recent = signs.filter(
            signs.kind.isin(kinds) if kinds else ibis.literal(False),
            signs.d < self.knowledge.windows.flag_days,
        )
        return recent.select("person", "kind").distinct()

    def _forced(self) -> dict[str, int]:
        """How many ranked people each kind that forces review brings before a human."""
        seen = self._seen().semi_join(self.ranked.people, "person")
        rows = self.engine.arrow(seen.group_by("kind").agg(people=seen.count())).to_pylist()
        counts = {row["kind"]: int(row["people"]) for row in rows}
        return {k.id: counts.get(k.id, 0) for k in self.knowledge.observations if k.forces_review}

    def _still_standing(self, rows: ir.Table) -> ir.Table:
        """Rows of counted suspicions, less those that may no longer be shown."""
        if self.gone is None:
            return rows
        keyed = rows.mutate(offence_key=rows.offence_id.fill_null(""))
        gone = self.gone.mutate(offence_key=self.gone.offence_id.fill_null(""))
        return keyed.anti_join(gone, ["involvement_id", "offence_key"]).drop("offence_key")

    def _without_held_back(self, scores: ir.Table, least: int) -> ir.Table:
        if self.gone is None:
            return scores
        variant = "unknown_as_yes" if least == UNKNOWN else "main"
        rows = self.run.suspicions
        rows = rows.filter(rows[f"counts_{variant}"], rows.relation >= least)
        rows = registered_lately(rows, self.known, self.knowledge)
        return scores.semi_join(self._still_standing(rows), "person")

    def _held_back_count(self) -> int:
        if self.gone is None:
            return 0
        left = self._without_held_back(self.scores, YES)
        return self.engine.count(self.scores) - self.engine.count(left)

    def _field(
        self,
        name: str,
        scores: ir.Table,
        least: int,
        where: ir.Table,
        marks: ir.Table,
        inside: ir.Table,
    ) -> groups.Field:
        table = groups.field(
            self._without_held_back(scores, least),
            where,
            inside,
            marks,
            self._seen().select("person").distinct(),
            self.known.number,
            self.knowledge,
        )
        return groups.Field(self.engine.keep(name, table), self.question.capacity)

    def _with_several_victims(self) -> ir.Table:
        barred = minors(self.known, self.knowledge)
        if "person_status" in self.known:
            barred = barred.union(excluded(self.known, self.knowledge), distinct=True)
        counts = groups.with_several_victims(self.ranked.paired, barred, self.knowledge)
        if self.gone is not None:
            rows = serial.in_window(self.ranked.counted, self.knowledge)
            counts = counts.semi_join(self._still_standing(rows), "person")
        return self.engine.keep("several", counts)
