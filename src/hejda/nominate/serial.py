"""Serial offending: several unconnected victims who are partners or victims of sexual offences.

Definitions: house.md §7, spec/05_nominate/README.md. Two victims of one household or family are
not unconnected; connection passes on through other victims of the same person.
"""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.tables.known import Known, day_of

PARTNER, SEXUAL, UNKNOWN = 3, 2, 1
FIND_OUT = "serial_unknown"
"""The mark of whoever would be on the way, were there a sign of a tie to the unknown one."""
ROUNDS = 4
"""How many steps of connection are followed between a person's victims."""


def in_window(paired: ir.Table, knowledge: Knowledge) -> ir.Table:
    """Suspicions beside victims (`paired`, with d) of episodes within the serial window."""
    window = knowledge.serial.window_days
    return paired if window is None else paired.filter(paired.d <= window)


def pairs_that_may_count(
    paired: ir.Table, people: ir.Table, known: Known, knowledge: Knowledge
) -> ir.Table:
    """Suspicions beside victims within the serial window, as far as they could make a mark.

    `paired`: every counted suspicion beside its victims; `people` (person): those ranked. `child`:
    the victim was a child on the day of the incident, by the latest birth date recorded.
    """
    rows = in_window(paired, knowledge)
    rows = rows.filter((rows.relation >= 1) | rows.sexual).semi_join(people, "person")
    columns = ("person", "incident_id", "victim", "relation", "said", "sexual")
    record = known["person_record"].filter(known["person_record"].birth_date.notnull())
    born = record.group_by(victim=record.record_id).agg(born=day_of(record.birth_date).max())
    rows = rows.left_join(born, "victim", rname="{name}_born")
    return rows.select(
        *columns,
        "paired",
        "less_sure",
        "d",
        offence_key=rows.offence_id.fill_null(""),
        child=(rows.day - rows.born < knowledge.serial.child_days).fill_null(False),
    )


def victims(rows: ir.Table, confirmed: ir.Table, family: ir.Table | None) -> ir.Table:
    """Victims that may count, each with the strongest kind: person, victim, kind, d.

    `rows` are those of `pairs_that_may_count`, `confirmed` those of `confirmed_victims`, `family`
    pairs tied by family (person, other). Only people with at least two victims, or one and a
    confirmed one, are looked at.
    """
    several = rows.group_by("person").agg(victims=rows.victim.nunique())
    several = several.filter(several.victims >= 2).select("person")
    looked_at = several.union(confirmed.select("person"), distinct=True)
    rows = rows.semi_join(looked_at, "person")
    keys = ["person", "incident_id", "offence_key"]
    beside = rows.group_by(keys).agg(beside=rows.victim.nunique(), pair_among=rows.paired.any())
    rows = rows.inner_join(beside, keys)
    only = rows.beside == 1
    kind = ibis.cases(
        (rows.paired, PARTNER),
        ((rows.said == 2) & ~rows.pair_among & only, PARTNER),
        (rows.sexual & (only | ~rows.less_sure), SEXUAL),
        else_=UNKNOWN,
    )
    rows = rows.mutate(kind=kind.cast("int64"))
    # Neither a child nor one's own family is a partner: nothing is missing that could be one.
    no_partner = rows.child
    if family is not None:
        own = family.select("person", victim="other", own=ibis.literal(True)).distinct()
        rows = rows.left_join(own, ["person", "victim"], rname="{name}_own")
        no_partner = rows.child | rows.own.fill_null(False)
    rows = rows.filter((rows.kind > UNKNOWN) | rows.sexual | ~no_partner)
    strong = rows.d.min(where=rows.kind >= SEXUAL)
    return rows.group_by("person", "victim").agg(kind=rows.kind.max(), d=strong)


def grouped(victim_rows: ir.Table, connected: ir.Table | None) -> ir.Table:
    """Victims with `family`, the same for connected victims of one person.

    `connected`: pairs of people tied by family or household (person, other).
    """
    table = victim_rows.mutate(family=victim_rows.victim)
    if connected is None:
        return table
    left, right = victim_rows.view(), victim_rows.view()
    edges = left.inner_join(right, [left.person == right.person], rname="{name}_b")
    edges = edges.inner_join(
        connected,
        [edges.victim == connected.person, edges.victim_b == connected.other],
        rname="{name}_c",
    ).select("person", "victim", near="victim_b")
    for _ in range(ROUNDS):
        labels = table.select("person", near="victim", near_family="family")
        spread = edges.inner_join(labels, ["person", "near"])
        least = spread.group_by("person", "victim").agg(least=spread.near_family.min())
        met = table.left_join(least, ["person", "victim"], rname="{name}_least")
        family = ibis.least(met.family, met.least.fill_null(met.family))
        table = met.select(*victim_rows.columns, family=family)
    return table


def marks(
    families: ir.Table,
    confirmed: ir.Table,
    connected: ir.Table | None,
    signed: ir.Table | None,
    knowledge: Knowledge,
) -> ir.Table:
    """Serial marks: person, mark.

    `families`: output of `grouped`; `confirmed`: victims of convictions and orders (person,
    victim) at any time still lawfully held; `connected`: pairs tied by family or household;
    `signed`: victims of unknown relation with a sign of a tie (person, victim), if there may be any.
    """
    told = families.mutate(signed=ibis.literal(False))
    if signed is not None:
        signs = signed.select("person", "victim", sign=ibis.literal(True)).distinct()
        told = families.left_join(signs, ["person", "victim"], rname="{name}_sign")
        told = told.mutate(signed=told.sign.fill_null(False))
    kinds = told.group_by("person", "family").agg(
        kind=told.kind.max(), d=told.d.min(), signed=told.signed.any()
    )
    unknown = kinds.kind == UNKNOWN
    counts = kinds.group_by("person").agg(
        partners=(kinds.kind == PARTNER).cast("int64").sum(),
        sexual=(kinds.kind == SEXUAL).cast("int64").sum(),
        unknown=unknown.cast("int64").sum(),
        signed=(unknown & kinds.signed).cast("int64").sum(),
    )
    another = _somebody_else(families, kinds, confirmed, connected, knowledge)
    met = counts.left_join(another, "person", rname="{name}_another")
    groups = met.partners + met.sexual
    mark = ibis.cases(
        (met.partners >= 2, "serial_partner"),
        (groups >= 2, "serial_sexual"),
        ((groups == 1) & (met.signed >= 1), "on_the_way"),
        ((groups >= 1) & met.person_another.notnull(), "on_the_way"),
        ((groups == 1) & (met.unknown >= 1), FIND_OUT),
        else_=None,
    )
    table = met.select("person", mark=mark)
    return table.filter(table.mark.notnull())


def _somebody_else(
    families: ir.Table,
    kinds: ir.Table,
    confirmed: ir.Table,
    connected: ir.Table | None,
    knowledge: Knowledge,
) -> ir.Table:
    """People with a recent victim and a conviction or order concerning another: person."""
    recent = kinds.filter(kinds.kind >= SEXUAL, kinds.d <= knowledge.serial.recent_days)
    members = families.semi_join(recent, ["person", "family"])
    other = confirmed.semi_join(recent, "person").anti_join(members, ["person", "victim"])
    if connected is not None:
        near = members.select("person", member="victim").inner_join(
            connected.select(member="person", victim="other"), "member"
        )
        other = other.anti_join(near, ["person", "victim"])
    return other.select("person").distinct()


def confirmed_victims(convicted: ir.Table, known: Known) -> ir.Table:
    """Victims named by a conviction or by an order in force or lapsed: person, victim."""
    kept = convicted.filter((convicted.relation == 2) | convicted.sexual)
    order = known["protection_order"]
    orders = order.filter(
        order.status.isin(["in_force", "lapsed"]), order.restrained != order.protected
    ).select(person=order.restrained, victim=order.protected)
    return kept.select("person", "victim").union(orders, distinct=True)
