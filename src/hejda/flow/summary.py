"""What a run says of itself in run.json: what came in, by which rules, what came out."""

from __future__ import annotations

from typing import Any

import ibis
import numpy as np

from hejda import __version__
from hejda.engine.base import Engine
from hejda.flow.answer import Answer, Question
from hejda.flow.people import Explained
from hejda.flow.protected import protected_kinds, protected_references
from hejda.flow.variants import leaving_without_ended
from hejda.knowledge.rules import LIST_RANKER, Knowledge
from hejda.nominate.groups import places_of
from hejda.nominate.labels import PROTECTED_SOURCE
from hejda.nominate.places import NATIONAL
from hejda.report.limits import LIMITS

PERMILLES = (0, 5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 400, 500, 600, 700, 800, 900, 1000)
"""Shares of people, in thousandths, at which the concentration of harm is told."""


def run_facts(
    engine: Engine, answer: Answer, shown: Explained, question: Question
) -> dict[str, Any]:
    """The part of run.json that stages 4 and 5 answer for."""
    scores = answer.rankings[LIST_RANKER]
    groups = _sizes(answer)
    return {
        "hejda_version": __version__,
        "source": question.source,
        "as_of": question.as_of.isoformat(),
        "now": question.now.isoformat(),
        "population": {
            "ranked": engine.count(scores),
            "inside": engine.count(answer.inside.semi_join(scores, "person")),
            "held_back": answer.held_back,
            "with_gap": _gap_counts(engine, answer),
        },
        "knowledge": knowledge_facts(question.knowledge),
        "lists": {name: _list_facts(name, answer, question) for name in ("harm", "serial")},
        "groups": {n: size for n, size in groups.items() if n not in ("harm", "serial")},
        "overlay": _overlay(answer, shown),
        "variants": _variant_facts(engine, answer, question, groups),
        "concentration": {"recorded": _concentration(engine, answer, question.knowledge)},
        "limits": {language: list(lines) for language, lines in LIMITS.items()},
    }


def _sizes(answer: Answer) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for row in answer.proposals:
        sizes[row["list"]] = sizes.get(row["list"], 0) + 1
    return sizes


def _gap_counts(engine: Engine, answer: Answer) -> dict[str, int]:
    people = answer.prepared.ranked.people
    unknown = answer.regions.filter(answer.regions.police_region == "unknown")
    relation = answer.touched["unknown_as_yes"].semi_join(people, "person")
    return {
        "age_unknown": engine.count(people.filter(people.age.isnull())),
        "region_unknown": engine.count(unknown.semi_join(people, "person")),
        "relation_unknown": engine.count(relation),
    }


def knowledge_facts(knowledge: Knowledge) -> dict[str, Any]:
    """Which rules were used, and what about them is due for review or unverified."""
    return {
        "pack": knowledge.pack,
        "title": knowledge.title.model_dump(),
        "fingerprint": knowledge.fingerprint,
        "on": knowledge.on.isoformat(),
        "model": knowledge.model.model_dump(mode="json") if knowledge.model else None,
        "harm_scale": knowledge.harm_scale,
        "harm_reference_date": knowledge.harm_reference_date.isoformat(),
        "due_for_review": list(knowledge.due_for_review),
        "unverified": list(knowledge.unverified),
        "ended": dict(knowledge.ended),
        "ended_note": knowledge.ended_note.model_dump(),
        "observation_titles": {
            kind.id: kind.title.model_dump()
            for kind in knowledge.observations
            if kind.sensitive == "none"
        },
    }


def _list_facts(name: str, answer: Answer, question: Question) -> dict[str, Any]:
    rows = [row for row in answer.proposals if row["list"] == name]
    beside = [r for r in answer.proposals if r["list"] != name and places_of(r["list"]) == name]
    places = [place for place in question.capacity if place.list == name]
    by_region = [
        {
            "police_region": place.police_region,
            "places": place.places,
            "floor": place.floor,
            "taken": _in_region(rows, place.police_region),
            "shared": _in_region(beside, place.police_region),
        }
        for place in places
    ]
    facts: dict[str, Any] = {
        "places": sum(place.places for place in places),
        "taken": len(rows),
        "shared": len(beside),
        "floor": min((place.floor for place in places), default=0),
        "cut_score": min((row["score"] for row in rows + beside), default=None),
        "by_region": by_region if any(p.police_region != NATIONAL for p in places) else [],
    }
    if name == "serial":
        facts["missing_because"] = [answer.no_serial] if answer.no_serial else []
    return facts


def _in_region(rows: list[dict[str, Any]], police_region: str) -> int:
    return sum(row["police_region"] == police_region for row in rows)


def _overlay(answer: Answer, shown: Explained) -> dict[str, int]:
    """People each kind brings before a human; a kind nobody shown may be named by is not told."""
    counts = dict(answer.forced)
    protected = protected_references(shown)
    silent = 0
    for person in sorted(shown.signs):
        kinds = protected_kinds(shown, protected, person) & set(counts)
        for kind in kinds:
            counts[kind] -= 1
        silent += bool(kinds)
    return {**counts, PROTECTED_SOURCE: silent} if silent else counts


def _variant_facts(
    engine: Engine, answer: Answer, question: Question, groups: dict[str, int]
) -> dict[str, Any]:
    """How the harm list would look without ended suspicions, and with unknown read as partner's."""
    leaving = len(leaving_without_ended(engine, answer, question))
    return {
        "without_ended": {"stay": groups.get("harm", 0) - leaving, "leave": leaving},
        "unknown_as_yes": {"enter": groups.get("relation_unknown", 0)},
    }


def _concentration(engine: Engine, answer: Answer, knowledge: Knowledge) -> list[list[int]]:
    """Share of the recorded capped harm held by the people with most of it, in thousandths."""
    ranked = answer.prepared.ranked
    episodes = ranked.episodes.semi_join(ranked.people, "person")
    capped = ibis.least(episodes.harm, knowledge.expected_harm.cap_days)
    table = episodes.group_by("person").agg(harm=capped.sum(where=episodes.partner))
    harms = np.sort(engine.arrow(table.select("harm"))["harm"].to_numpy())[::-1]
    sums = [0, *np.cumsum(harms).tolist()]
    if not sums[-1]:
        return []
    return [[p, sums[len(harms) * p // 1000] * 1000 // sums[-1]] for p in PERMILLES]
