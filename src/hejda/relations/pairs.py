"""Pairs of person records that a register ties together."""

from __future__ import annotations

from ibis.expr import types as ir

from hejda.tables.known import Known, day_of


def tied(known: Known, kinds: tuple[str, ...]) -> ir.Table:
    """Pairs tied by a relation of one of `kinds`, both ways round: person, other, since.

    `since` is the day number from which the tie held, 0 where the register does not say; when it
    ended does not matter (a former partner is a partner in the sense of the rules).
    """
    relation = known["relation"]
    chosen = relation.filter(relation.kind.isin(list(kinds)))
    since = day_of(chosen.valid_from).fill_null(-1_000_000)
    forth = chosen.select(person=chosen.record_a, other=chosen.record_b, since=since)
    back = chosen.select(person=chosen.record_b, other=chosen.record_a, since=since)
    both = forth.union(back)
    return both.group_by("person", "other").agg(since=both.since.min())


def sharing_household(known: Known) -> ir.Table:
    """Pairs of records with overlapping spells in one household: person, other."""
    residence = known["residence"]
    spells = residence.filter(residence.household.notnull()).select(
        "household",
        person=residence.record_id,
        starts=day_of(residence.valid_from).fill_null(-1_000_000),
        ends=day_of(residence.valid_to).fill_null(10_000_000),
    )
    others = spells.view()
    met = spells.inner_join(
        others,
        [
            spells.household == others.household,
            spells.person != others.person,
            spells.starts <= others.ends,
            others.starts <= spells.ends,
        ],
        rname="{name}_other",
    )
    return met.select("person", other=met.person_other).distinct()
