"""Reversed roles: pairs in which each is recorded as suspect with the other as victim, and their records.

Police called to two people who accuse each other may write down the wrong one as suspect. What is
gathered here, for every such pair and for both sides alike, is all that `reversed_roles_rule` reads
to say which of the two, if any, may be the victim. It reads what was recorded of acts, and when;
never sex, age, origin, health, or anything else about who somebody is.

Definitions: spec/03_relations/reversed_roles.md. In `known` records are already persons.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.relations.pairs import tied
from hejda.tables.known import Known, day_of

CLEARED = ("acquitted", "cleared", "no_crime")
"""Endings after which nobody is a suspect any more, whatever a pack says of other endings."""
YES, UNKNOWN, NO = 2, 1, 0
"""Whether an offence was between partners, as the record says; the strongest is the largest."""
WHOLE = ""
"""Stands for the offence of a row that names none: the whole incident."""


def gathered(
    known: Known,
    knowledge: Knowledge,
    keep: Callable[[str, ir.Table], ir.Table],
    ties: ir.Table | None = None,
) -> dict[str, ir.Table]:
    """The rows that `reversed_roles_marks.readings` reads, by name: exchange, noted, order, elsewhere.

    `keep` computes an expression once and gives back the table that holds its rows (an engine's
    `keep`): the other three rest on the pairs found. `ties`: partner pairs, both ways round (person,
    other); what the registers say outright where they are not given.
    """
    if ties is None:
        ties = tied(known, knowledge.population.partner_relations)
    found = keep("exchange", exchanges(known, knowledge, ties))
    return {
        "exchange": found,
        "noted": noted(known, knowledge, found),
        "order": orders(known, found),
        "elsewhere": elsewhere(known, knowledge, found),
    }


def exchanges(known: Known, knowledge: Knowledge, ties: ir.Table) -> ir.Table:
    """Incidents between two people who are each suspect with the other as victim, one row each.

    Columns: suspect, victim, incident_id; registered, event (day numbers); harm (days, the gravest
    offence of a suspicion that has not closed); charged, convicted; by_others (somebody else than
    the two called, or the police came by themselves); counts (the suspicion may count on D by the
    pack: its degree does, and it has not closed); cleared (it ended as acquitted, cleared or no
    crime). A pair is there only where each way has an incident that is not cleared, and where the
    two are a pair of `ties` (person, other), or an offence says or leaves open that they are.
    """
    rows = _suspect_beside_victim(_suspects(known, knowledge), known)
    keys = ["suspect", "victim", "incident_id"]
    open_harm = rows.harm.max(where=~rows.closed)
    incidents = rows.group_by(keys).agg(
        harm=open_harm.fill_null(0),
        charged=rows.charged.any(),
        convicted=rows.convicted.any(),
        counts=rows.counts.any(),
        cleared=rows.cleared.all(),
        said=rows.said.max(),
    )
    incidents = incidents.inner_join(_days(known), "incident_id")
    both = _both_ways(incidents, ties)
    return incidents.semi_join(both, ["suspect", "victim"]).select(
        *keys, "registered", "event", "harm", "charged", "convicted", "by_others", "counts",
        "cleared",
    )  # fmt: skip


def _both_ways(incidents: ir.Table, ties: ir.Table) -> ir.Table:
    """Pairs recorded both ways who are, or may be, partners: suspect, victim (both ways round)."""
    held = incidents.filter(~incidents.cleared)
    pairs = held.group_by("suspect", "victim").agg(said=held.said.max())
    back = pairs.select(suspect="victim", victim="suspect", said_back="said")
    both = pairs.inner_join(back, ["suspect", "victim"])
    said = both.filter((both.said >= UNKNOWN) | (both.said_back >= UNKNOWN))
    related = both.semi_join(ties, [both.suspect == ties.person, both.victim == ties.other])
    columns = ("suspect", "victim")
    return said.select(*columns).union(related.select(*columns), distinct=True)


def _suspect_beside_victim(suspects: ir.Table, known: Known) -> ir.Table:
    """`suspects` (rows of `_suspects`) beside victims of the same offence, else of the incident."""
    victims = _victims(known)
    same = suspects.inner_join(victims, suspects.offence_key == victims.victim_offence)
    same = same.filter(same.offence_key != WHOLE)
    whole = suspects.inner_join(
        victims,
        [
            suspects.incident_id == victims.victim_incident,
            (suspects.offence_key == WHOLE) | (victims.victim_offence == WHOLE),
        ],
    )
    columns = [*suspects.columns, "victim"]
    met = same.select(*columns).union(whole.select(*columns))
    return met.filter(met.suspect != met.victim)


def _suspects(known: Known, knowledge: Knowledge) -> ir.Table:
    """Suspect rows with their offence; a row that names none stands for all of the incident."""
    rows = known["involvement"]
    rows = rows.filter(rows.role == "suspect")
    ended = (rows.ended_on <= ibis.literal(known.day)).fill_null(False)
    why = rows.ended_why.fill_null("unknown")
    never = {word for word, treatment in knowledge.ended.items() if treatment == "never"}
    closed = ended & why.isin(sorted(never.union(CLEARED)))
    counted = list(knowledge.population.suspicions_counted)
    charged = rows.suspicion.isin(["charged", "convicted"]).fill_null(False)
    rows = rows.select(
        "incident_id",
        suspect="record_id",
        offence_key=_offence_key(rows, known),
        charged=charged & ~closed,
        convicted=(rows.suspicion == "convicted").fill_null(False) & ~closed,
        closed=closed,
        counts=rows.suspicion.fill_null("unknown").isin(counted) & ~closed,
        cleared=ended & why.isin(list(CLEARED)),
    )
    offences = _offences(known, knowledge)
    named = rows.filter(rows.offence_key != WHOLE)
    named = named.inner_join(offences, named.offence_key == offences.offence_id)
    gravest = offences.group_by("of_incident").agg(
        harm=offences.harm.max(), said=offences.said.max()
    )
    whole = rows.filter(rows.offence_key == WHOLE)
    whole = whole.left_join(gravest, whole.incident_id == gravest.of_incident)
    whole = whole.mutate(harm=whole.harm.fill_null(0), said=whole.said.fill_null(UNKNOWN))
    columns = [*rows.columns, "harm", "said"]
    return named.select(*columns).union(whole.select(*columns))


def _offence_key(rows: ir.Table, known: Known) -> ir.StringValue:
    """The offence a row names; where no offences were delivered, every row is of the whole."""
    return rows.offence_id.fill_null(WHOLE) if "offence" in known else ibis.literal(WHOLE)


def _offences(known: Known, knowledge: Knowledge) -> ir.Table:
    """Offences known on D and not absorbed into another: harm in days, and what they say of the tie."""
    rules = ibis.memtable(
        [
            {
                "code": rule.id,
                "completed": rule.harm_days,
                "attempted": rule.harm_days_attempt,
                "against_person": rule.against_person,
            }
            for rule in knowledge.offences
        ],
        schema=ibis.schema(
            {
                "code": "string",
                "completed": "int64",
                "attempted": "int64",
                "against_person": "boolean",
            }
        ),
    )
    offence = known["offence"]
    offence = offence.filter(offence.absorbed_into.isnull())
    met = offence.left_join(rules, "code", rname="{name}_rule")
    harm = ibis.ifelse(met.attempt.fill_null(False), met.attempted, met.completed).fill_null(0)
    unsaid = met.close_relation.fill_null("unknown") == "unknown"
    said = ibis.cases(
        (met.close_relation == "yes", YES),
        (unsaid & met.against_person.fill_null(True), UNKNOWN),
        else_=NO,
    )
    return met.select("offence_id", of_incident="incident_id", harm=harm, said=said.cast("int64"))


def _victims(known: Known) -> ir.Table:
    """Victims with their offence, or with the one that absorbed it."""
    rows, offence = known["involvement"], known["offence"]
    rows = rows.filter(rows.role == "victim")
    rows = rows.select(
        victim="record_id", victim_incident="incident_id", offence_id=_offence_key(rows, known)
    )
    if not known.absorbs:
        return rows.rename(victim_offence="offence_id")
    into = offence.filter(offence.absorbed_into.notnull()).select("offence_id", "absorbed_into")
    met = rows.left_join(into, "offence_id", rname="{name}_into")
    own = ibis.coalesce(met.absorbed_into, met.offence_id)
    return met.select("victim", "victim_incident", victim_offence=own)


def _days(known: Known) -> ir.Table:
    """Incidents with the day they were registered, the day of the event, and who called."""
    incident = known["incident"]
    registered = day_of(incident.first_registered_on)
    occurred = ibis.coalesce(incident.occurred_on, incident.occurred_until)
    event = day_of(occurred).fill_null(registered)
    called = incident.reported_by.isin(["third_person", "police"]).fill_null(False)
    return incident.select(
        "incident_id",
        registered=registered,
        event=ibis.least(event, registered),
        by_others=called | (incident.kind == "call_out").fill_null(False),
    )


def noted(known: Known, knowledge: Knowledge, found: ir.Table) -> ir.Table:
    """Observations about the suspect in the incidents of `found` (`exchanges`).

    Of kinds the pack declares and that are not about health. One that only a certain person can
    have made is left out: a sign shown to a reader would give that person away.
    Columns: suspect, incident_id, observation_id, kind, registered (day number), seen (recorded as
    a fact, from a source graded A or B).
    """
    rows = known["observation"]
    rows = rows.filter(rows.kind.isin(list(knowledge.kinds())), rows.could_only_come_from.isnull())
    graded = rows.reliability.isin(["A", "B"]).fill_null(False)
    rows = rows.select(
        "incident_id",
        "observation_id",
        "kind",
        suspect="about",
        registered=day_of(rows.first_registered_on),
        seen=(rows.nature == "fact").fill_null(False) & graded,
    )
    asked = found.select("suspect", "incident_id").distinct()
    return rows.semi_join(asked, ["suspect", "incident_id"])


def orders(known: Known, found: ir.Table) -> ir.Table:
    """Protection orders in force or lapsed between the two of a pair in `found` (`exchanges`).

    Columns: suspect (the restrained), victim (the protected), order_id, registered (day number of
    the decision). An order asked for or refused says nothing here.
    """
    rows = known["protection_order"]
    decided = ibis.coalesce(rows.decided_on, rows.valid_from, rows.registered_on)
    rows = rows.mutate(
        suspect=rows.restrained,
        victim=rows.protected,
        registered=ibis.least(day_of(decided), day_of(rows.registered_on)),
    )
    rows = rows.filter(rows.status.isin(["in_force", "lapsed"]))
    pairs = found.select("suspect", "victim").distinct()
    columns = ("suspect", "victim", "order_id", "registered")
    return rows.select(*columns).semi_join(pairs, ["suspect", "victim"])


def elsewhere(known: Known, knowledge: Knowledge, found: ir.Table) -> ir.Table:
    """Suspicions that may count on D, of offences between partners, of somebody in `found` against a
    third person, in incidents of their own.

    A third person with whom the roles are themselves in question (a pair of `found`) is left out.
    Columns: suspect, victim (the third person), incident_id, registered (day number).
    """
    suspects = _suspects(known, knowledge)
    suspects = suspects.filter(suspects.counts, suspects.said == YES)
    suspects = suspects.semi_join(found.select("suspect").distinct(), "suspect")
    rows = _suspect_beside_victim(suspects, known)
    rows = rows.select("suspect", "victim", "incident_id").distinct()
    rows = rows.anti_join(found.select("suspect", "victim").distinct(), ["suspect", "victim"])
    rows = rows.anti_join(
        found.select("suspect", "incident_id").distinct(), ["suspect", "incident_id"]
    )
    return rows.inner_join(_days(known), "incident_id").select(
        "suspect", "victim", "incident_id", "registered"
    )
