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
) -> ir.Table:
    """Those of the pairs `unknown` (person, victim) that some sign concerns: person, victim.

    `paired` (person, incident_id, victim): the incidents whose observations are asked.
    """
    pairs = unknown.select("person", other="victim")
    noted = noted_between(paired, known, knowledge).select("person", "victim")
    signed = ibis.union(*_by_registers(pairs, known, knowledge), noted, distinct=True)
    return signed.semi_join(unknown, PAIR)


def _by_registers(pairs: ir.Table, known: Known, knowledge: Knowledge) -> list[ir.Table]:
    """Recorded relations between partners, orders, and homes but for those of one family."""
    partners = tied(known, knowledge.population.partner_relations)
    family = tied(known, knowledge.serial.family_relations)
    home = homes(pairs, known, knowledge).anti_join(family, ["person", "other"])
    return [rows.select("person", victim="other") for rows in (partners, orders(known), home)]


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
