"""Signs that two people had a tie where no record says what they were to each other.

Definitions: spec/05_nominate/README.md, *Sign of a tie*. A sign says that there is something to find
out, never that the two were partners.
"""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.relations.pairs import tied
from hejda.relations.ties import among, homes, orders
from hejda.tables.known import Known

PAIR = ("person", "victim")


def signs_of_tie(
    unknown: ir.Table, paired: ir.Table, known: Known, knowledge: Knowledge
) -> ir.Table | None:
    """Those of the pairs `unknown` (person, victim) that some sign concerns: person, victim.

    `paired` (person, incident_id, victim): the incidents whose observations are asked. None where
    no table that could hold a sign was delivered.
    """
    pairs = unknown.select("person", other="victim")
    found = []
    if "relation" in known:
        found.append(tied(known, knowledge.population.partner_relations))
    if "protection_order" in known:
        found.append(orders(known))
    if "residence" in known:
        family = tied(known, knowledge.serial.family_relations)
        found.append(homes(pairs, known, knowledge).anti_join(family, ["person", "other"]))
    signed = [rows.select("person", victim="other") for rows in found]
    if "observation" in known:
        signed.append(noted_between(paired, known, knowledge).select("person", "victim"))
    if not signed:
        return None
    return (ibis.union(*signed) if len(signed) > 1 else signed[0]).semi_join(unknown, PAIR)


def noted_between(paired: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    """Observations of kinds between partners, where the person had one victim in the incident:
    person, victim, kind, observation_id.

    `paired` (person, incident_id, victim). Not those that only one person can have made: a mark that
    rests on one would give it away.
    """
    noted = known["observation"]
    noted = noted.filter(
        among(noted.kind, knowledge.kinds(between_partners=True)),
        noted.could_only_come_from.isnull(),
    )
    noted = noted.select("incident_id", "kind", "observation_id", person=noted.about)
    alone = paired.group_by("person", "incident_id").agg(
        victim=paired.victim.min(), victims=paired.victim.nunique()
    )
    met = alone.filter(alone.victims == 1).inner_join(noted, ["person", "incident_id"])
    return met.select("person", "victim", "kind", "observation_id").distinct()
