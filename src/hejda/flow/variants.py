"""Who of the harm list would not be on it if suspicions that have ended did not count."""

from __future__ import annotations

from ibis.expr import types as ir

from hejda.engine.base import Engine
from hejda.flow.answer import Answer, Question
from hejda.knowledge.rules import LIST_RANKER
from hejda.nominate import groups
from hejda.nominate.places import cut
from hejda.rank.episodes import in_variant
from hejda.rank.suspicions import YES


def leaving_without_ended(engine: Engine, answer: Answer, question: Question) -> set[str]:
    """People (record ids) on the harm list who would leave it in the variant `without_ended`.

    The list is cut again, with everybody's scores of the variant: whoever it brings past somebody
    counts too.
    """
    touched = answer.touched["without_ended"]
    listed = {row["person"] for row in answer.proposals if row["list"] == "harm"}
    if not listed or not engine.count(touched):
        return set()
    main = answer.rankings[LIST_RANKER].select("person", "score")
    variant = answer.variants["without_ended"].select("person", "score")
    scores = main.anti_join(touched, "person").union(variant)
    scores = _still_standing(scores, answer)
    known = answer.prepared.ranked.known
    field = groups.field(
        scores,
        answer.regions,
        answer.inside,
        answer.marks.limit(0),
        main.select("person").limit(0),
        known.number,
        question.knowledge,
    )
    chosen = cut(field, question.capacity, "harm")
    stay = engine.arrow(chosen.filter(chosen.place.notnull()).select("person"))
    return listed - set(stay["person"].to_pylist())


def _still_standing(scores: ir.Table, answer: Answer) -> ir.Table:
    """`scores` of those of whom, seen from now, a counted partner suspicion is left."""
    if answer.gone is None:
        return scores
    run = answer.prepared
    rows = run.suspicions
    rows = rows.filter(rows.counts_without_ended, rows.relation >= YES)
    rows = rows.semi_join(in_variant(run.episodes, "without_ended"), ["person", "incident_id"])
    rows = rows.mutate(offence_key=rows.offence_id.fill_null(""))
    gone = answer.gone.mutate(offence_key=answer.gone.offence_id.fill_null(""))
    return scores.semi_join(rows.anti_join(gone, ["involvement_id", "offence_key"]), "person")
