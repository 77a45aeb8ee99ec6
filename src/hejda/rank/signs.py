"""Signs: observations about a person that a ranking may see. Health kinds are never among them."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.rank.liberty import with_liberty_age
from hejda.tables.known import Known, day_of


def signs(known: Known, knowledge: Knowledge) -> ir.Table:
    """Observations of public kinds, with days at liberty since.

    Columns: person, kind, observation_id, incident_id, day, d.
    """
    seen = known["observation"]
    registered = day_of(seen.first_registered_on)
    rows = seen.filter(seen.kind.isin(list(knowledge.kinds()))).select(
        "kind",
        "observation_id",
        "incident_id",
        person=seen.about,
        day=ibis.least(day_of(seen.observed_on).fill_null(registered), registered),
    )
    rows = with_liberty_age(rows, known, knowledge, "day", "d")
    return rows.filter(rows.d >= 0)
