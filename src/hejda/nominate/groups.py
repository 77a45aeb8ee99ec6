"""The two lists and the groups beside them: who is proposed, where, in what order.

Definitions: spec/05_nominate/README.md. Everything here is a proposal; nobody is listed by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.nominate.places import NATIONAL, Places, cut
from hejda.nominate.serial import FIND_OUT, in_window

COLUMNS = ("list", "police_region", "place", "person", "score")
SHARING = {FIND_OUT: "serial"}
"""Groups that take places of a list."""


def places_of(name: str) -> str:
    """The list whose places whoever is in the list or group `name` takes, if it takes any."""
    return SHARING.get(name, name)


@dataclass(frozen=True)
class Field:
    """Everybody who may be proposed, one row each.

    Columns: person, score, police_region, release (day number, missing), inside, takes_place,
    mark (serial mark, missing), seen (a kind that forces review was seen).
    """

    people: ir.Table
    capacity: tuple[Places, ...]

    @property
    def national(self) -> bool:
        """True where places are given for the country as a whole."""
        return all(place.police_region == NATIONAL for place in self.capacity)

    def with_region(self, table: ir.Table) -> ir.Table:
        """`table` with the region whose places its people compete for."""
        return table.mutate(police_region=ibis.literal(NATIONAL)) if self.national else table


def field(
    scores: ir.Table,
    regions: ir.Table,
    inside: ir.Table,
    marks: ir.Table,
    seen: ir.Table,
    today: int,
    knowledge: Knowledge,
) -> ir.Table:
    """The table of `Field`: scores (person, score) beside everything that says where they go."""
    table = scores.select("person", "score").inner_join(
        regions.select("person", "police_region"), "person"
    )
    table = table.left_join(inside, "person", rname="{name}_inside")
    table = table.mutate(inside=table.person_inside.notnull()).drop("person_inside")
    table = table.left_join(marks, "person", rname="{name}_mark").drop("person_mark")
    table = table.left_join(seen, "person", rname="{name}_seen")
    soon = table.release.notnull() & (table.release <= today + knowledge.lists.release_lead_days)
    return table.select(
        "person",
        "score",
        "police_region",
        "release",
        "inside",
        "mark",
        takes_place=~table.inside | soon.fill_null(False),
        seen=table.person_seen.notnull(),
    )


def _numbered(name: str, table: ir.Table, order: list[ir.Value]) -> ir.Table:
    place = ibis.row_number().over(ibis.window(group_by="police_region", order_by=order)) + 1
    return table.select(
        list=ibis.literal(name),
        police_region="police_region",
        place=place.cast("int64"),
        person="person",
        score="score",
    )


def _taken(name: ir.Value, chosen: ir.Table) -> ir.Table:
    taken = chosen.filter(chosen.place.notnull())
    return taken.select(
        list=name,
        police_region="police_region",
        place=taken.place.cast("int64"),
        person="person",
        score="score",
    )


def proposals(whole: Field, serial: bool) -> ir.Table:
    """Both lists, `serial_unknown`, `release` and `review`: list, police_region, place, person, score."""
    people = whole.people
    chosen = {"harm": cut(people, whole.capacity, "harm")}
    if serial:
        chosen["serial"] = cut(people.filter(people.mark.notnull()), whole.capacity, "serial")
    before = ibis.union(*chosen.values()) if len(chosen) > 1 else chosen["harm"]
    waiting = before.filter(before.place.isnull()).select("person", "score", "police_region")
    waiting = waiting.distinct().inner_join(people.select("person", "release"), "person")
    tables = [_taken(ibis.literal("harm"), chosen["harm"])]
    if serial:
        # One queue: whoever took a place stands on the list, or in the group, by the mark.
        marked = chosen["serial"].inner_join(people.select("person", "mark"), "person")
        tables.append(_taken(ibis.ifelse(ibis._.mark == FIND_OUT, FIND_OUT, "serial"), marked))
    tables.append(
        _numbered(
            "release", waiting, [waiting.release.fill_null(10_000_000).asc(), waiting.person.asc()]
        )
    )
    forced = whole.with_region(people.filter(people.seen)).anti_join(before, "person")
    tables.append(_numbered("review", forced, [forced.score.desc(), forced.person.asc()]))
    return ibis.union(*tables)


def relation_unknown(variant: Field, harm: ir.Table) -> ir.Table:
    """Who would take a harm place if every unknown relation were a partner's.

    `variant.people` carry the variant's scores; `harm` holds the people on the harm list.
    """
    chosen = cut(variant.people, variant.capacity, "harm")
    entering = chosen.filter(chosen.place.notnull()).anti_join(harm, "person")
    return _numbered("relation_unknown", entering, [entering.score.desc(), entering.person.asc()])


def with_several_victims(
    paired: ir.Table, barred: ir.Table | None, knowledge: Knowledge
) -> ir.Table:
    """Suspects with at least two victims within the serial window: person, score (their number)."""
    rows = in_window(paired, knowledge)
    counts = rows.group_by("person").agg(score=rows.victim.nunique().cast("int64"))
    counts = counts.filter(counts.score >= 2)
    return counts if barred is None else counts.anti_join(barred, "person")


def several_victims(counts: ir.Table, regions: ir.Table, whole: Field) -> ir.Table:
    """The group for a delivery that says nothing of relations: `counts` with their regions."""
    met = counts.inner_join(regions.select("person", "police_region"), "person")
    met = whole.with_region(met)
    return _numbered("several_victims", met, [met.score.desc(), met.person.asc()])
