"""Counted suspicions: one row per person, incident and offence, with whom it concerned.

Definitions: spec/04_rank/README.md, *Counted suspicion* and *Partner offence*.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.rank.lookups import offence_table
from hejda.tables.known import Known, day_of
from hejda.tables.registers import SUSPICIONS

YES, UNKNOWN, NO = 2, 1, 0
"""How a suspicion stands to *partner offence*, as an integer so that the strongest is the largest."""


def charges(known: Known, knowledge: Knowledge) -> ir.Table:
    """Offences known on D: their harm, classes, what they say of the relation, and if absorbed."""
    joined = known["offence"].left_join(offence_table(knowledge), "code", rname="{name}_rule")
    harm = ibis.ifelse(
        joined.attempt.fill_null(False), joined.harm_attempt, joined.harm_completed
    ).fill_null(0)
    unsaid = joined.close_relation.fill_null("unknown") == "unknown"
    relation = ibis.cases(
        (joined.close_relation == "yes", YES),
        (unsaid & joined.against_person.fill_null(True), UNKNOWN),
        else_=NO,
    ).cast("int64")
    marks = {
        name: joined[name].fill_null(False) for name in ("sexual", "grave", "threat", "confinement")
    }
    return joined.select(
        "offence_id",
        "code",
        charged_incident=joined.incident_id,
        absorbed=joined.absorbed_into.notnull(),
        harm=harm,
        said=relation,
        **marks,
    )


def one_of(column: ir.Value, words: Sequence[str], every: Sequence[str]) -> ir.BooleanValue:
    """Whether `column` is one of `words`, asked by whichever is the shorter: those or the others.

    `every`: all the words there are; stage 1 lets no other through.
    """
    others = sorted(set(every) - set(words))
    if not others:
        return ibis.literal(True)
    return column.isin(list(words)) if len(words) <= len(others) else ~column.isin(others)


def suspect_rows(known: Known, knowledge: Knowledge) -> ir.Table:
    """Involvements as suspect that may count on D, with how their ending is treated."""
    rows = known["involvement"]
    level = rows.suspicion.fill_null("unknown")
    counted = one_of(level, knowledge.population.suspicions_counted, SUSPICIONS)
    rows = rows.filter(rows.role == "suspect", counted)
    ended = (rows.ended_on <= ibis.literal(known.day)).fill_null(False)
    why = rows.ended_why.fill_null("unknown")

    def treated(word: str) -> ir.BooleanValue:
        reasons = [reason for reason, treatment in knowledge.ended.items() if treatment == word]
        return ended & one_of(why, reasons, tuple(knowledge.ended))

    return rows.filter(~treated("never")).select(
        "incident_id",
        "offence_id",
        "involvement_id",
        person=rows.record_id,
        registered=day_of(rows.first_registered_on),
        live=~ended,
        beside=treated("beside_live"),
        convicted=level == "convicted",
    )


def _per_offence(rows: ir.Table, offences: ir.Table) -> ir.Table:
    """Each suspect row with its offence, or with every offence of the incident it stands for."""
    named = rows.filter(rows.offence_id.notnull())
    sure = named.inner_join(offences, "offence_id", rname="{name}_charge").mutate(
        whole=ibis.literal(False)
    )
    whole = rows.filter(rows.offence_id.isnull()).drop("offence_id")
    spread = whole.left_join(offences, whole.incident_id == offences.charged_incident).mutate(
        whole=ibis.literal(True)
    )
    columns = [*rows.columns, "code", "harm", "said", "sexual", "grave", "threat", "confinement"]
    sure = sure.filter(~sure.absorbed)
    spread = spread.filter(~spread.absorbed.fill_null(False))
    return sure.select(*columns, "whole").union(spread.select(*columns, "whole"))


def _day_of_incident(known: Known) -> ir.Table:
    incident = known["incident"]
    registered = day_of(incident.first_registered_on)
    took_place = ibis.coalesce(
        day_of(incident.occurred_until), day_of(incident.occurred_on), registered
    )
    return incident.select("incident_id", day=ibis.least(took_place, registered))


def _that_may_matter(rows: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    """Suspect rows registered within a window, and older ones that may matter all the same.

    Those are: convicted, sentenced, or of somebody once inside, since time inside does not age what
    was recorded before it.
    """
    window = knowledge.serial.window_days
    if window is None:
        return rows
    earliest = known.number - max(window, knowledge.population.look_back_days)
    parts = [rows.filter((rows.registered >= earliest) | rows.convicted)]
    older = rows.filter(rows.registered < earliest, ~rows.convicted)
    more = []
    if "sanction" in known:
        sentenced = known["sanction"].select("offence_id").distinct()
        more.append(older.semi_join(sentenced, "offence_id"))
    if "custody" in known:
        custody = known["custody"]
        held = custody.filter(custody.kind.isin(list(knowledge.population.inside_kinds)))
        more.append(older.semi_join(held.select(person="record_id").distinct(), "person"))
    if more:
        parts.append(more[0] if len(more) == 1 else ibis.union(*more, distinct=True))
    return parts[0] if len(parts) == 1 else ibis.union(*parts)


def suspicions(known: Known, knowledge: Knowledge) -> ir.Table:
    """Counted suspicions on D before the question of what stands beside a live one.

    Columns: person, incident_id, offence_id, involvement_id, code, day, registered (day numbers),
    live, beside, convicted, whole (stands for the whole incident), harm (days), said, sexual,
    grave, threat, confinement. Rows registered before every window are left out unless they can
    still matter (`_that_may_matter`).
    """
    rows = _that_may_matter(suspect_rows(known, knowledge), known, knowledge)
    return _with_incident(rows, known, knowledge)


def _with_incident(rows: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    rows = _per_offence(rows, charges(known, knowledge))
    rows = rows.mutate(
        harm=rows.harm.fill_null(0),
        said=rows.said.fill_null(UNKNOWN),
        **{
            name: rows[name].fill_null(False)
            for name in ("sexual", "grave", "threat", "confinement")
        },
    )
    return rows.inner_join(_day_of_incident(known), "incident_id")


def victim_rows(known: Known) -> ir.Table:
    """Victims with the offence that concerns them: incident_id, victim, victim_offence, moved.

    Where that offence was absorbed, the one that absorbed it is read instead, and the victim is
    also found in that offence's incident (`moved`).
    """
    victims, offence = known["involvement"], known["offence"]
    victims = victims.filter(victims.role == "victim").select(
        "incident_id", victim=victims.record_id, offence_id=victims.offence_id
    )
    if not known.absorbs:
        plain = victims.rename(victim_offence="offence_id")
        return plain.mutate(moved=ibis.literal(False))
    absorbed = offence.filter(offence.absorbed_into.notnull()).select("offence_id", "absorbed_into")
    into = offence.select(absorbed_into="offence_id", into_incident="incident_id")
    absorbed = absorbed.left_join(into, "absorbed_into", rname="{name}_into")
    met = victims.left_join(absorbed, "offence_id", rname="{name}_absorbed")
    here = met.select(
        "incident_id",
        "victim",
        victim_offence=ibis.coalesce(met.absorbed_into, met.offence_id),
        moved=ibis.literal(False),
    )
    elsewhere = met.filter(met.into_incident != met.incident_id)
    return here.union(
        elsewhere.select(
            incident_id="into_incident",
            victim="victim",
            victim_offence="absorbed_into",
            moved=ibis.literal(True),
        )
    )


def pairings(counted: ir.Table, known: Known, ties: ir.Table | None) -> ir.Table:
    """Each counted suspicion beside each victim of the same offence, else of the incident.

    `counted` has the columns of `suspicions`; `ties` are the partner pairs (person, other, since).
    Adds victim, less_sure, paired (the two are a partner pair by the registers).
    """
    met = counted.inner_join(victim_rows(known), "incident_id")
    shares = (~met.whole) & (met.offence_id == met.victim_offence)
    unsure = met.whole | met.victim_offence.isnull()
    met = met.filter(met.person != met.victim, shares.fill_null(False) | (unsure & ~met.moved))
    met = met.mutate(less_sure=met.whole | met.victim_offence.isnull())
    if ties is None:
        return met.mutate(paired=ibis.literal(False))
    tied = met.left_join(
        ties, [met.person == ties.person, met.victim == ties.other], rname="{name}_tie"
    )
    paired = tied.since.notnull() & (tied.since <= tied.day)
    return tied.mutate(paired=paired.fill_null(False)).select(*met.columns, "paired")


def with_relation(counted: ir.Table, paired: ir.Table | None) -> ir.Table:
    """`counted` with `relation`: YES, UNKNOWN or NO, by what the offence says or a partner pair."""
    if paired is None:
        return counted.mutate(relation=counted.said)
    keys = ["person", "incident_id", "offence_key"]
    pairs = paired.filter(paired.paired).mutate(offence_key=paired.offence_id.fill_null(""))
    keyed = counted.mutate(offence_key=counted.offence_id.fill_null(""))
    met = keyed.left_join(pairs.select(*keys).distinct(), keys, rname="{name}_pair")
    relation = ibis.ifelse(met.person_pair.notnull(), YES, met.said).cast("int64")
    return met.mutate(relation=relation).select(*counted.columns, "relation")
