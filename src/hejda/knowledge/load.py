"""What the rules say on one day: the only reader of rule files for a run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from hejda.base.errors import KnowledgeError
from hejda.knowledge.grounds import Ground, Grounds
from hejda.knowledge.harm import harm_note, harm_of
from hejda.knowledge.periods import nearest, period_on
from hejda.knowledge.reading import read_pack
from hejda.knowledge.rules import (
    AgePriors,
    Exclusion,
    ExpectedHarm,
    Knowledge,
    Lists,
    Offence,
    Population,
    Region,
    RepeatRisk,
    Rfgv,
    Serial,
    Text,
    Windows,
)
from hejda.knowledge.version import fingerprint_of, of_grounds, of_ranking
from hejda.knowledge.written import NumberPeriod, Reviewed, WrittenGround, WrittenPack


def load_knowledge(pack: Path | str, on: dt.date, scale: str | None = None) -> Knowledge:
    """What the pack of that name (`xx`, `se`), or in that folder, says on a day.

    Raises KnowledgeError with every fault of its files, or when a rule the ranking needs does not
    hold on that day. Rules past their review date, and rules nobody has verified, are named in
    `due_for_review` and `unverified`: they go on, but never silently. `scale`: weighs harm instead
    of the scale in use; one of `scales_in`.
    """
    found = read_pack(pack)
    if scale is not None:
        found = replace(found, head=found.head.model_copy(update={"harm_scale": scale}))
    return knowledge_on(found, on)


def scales_in(pack: Path | str) -> dict[str, Text]:
    """The harm scales by which the pack weighs every offence, with titles, the one in use first."""
    found = read_pack(pack)
    whole = [
        s for s in found.scales if all(harm_of(found, o, s) is not None for o in found.offences)
    ]
    used = found.head.harm_scale
    return {s: found.rule(s).title for s in sorted(whole, key=lambda s: (s != used, s))}


def knowledge_on(pack: WrittenPack, on: dt.date) -> Knowledge:
    """What a pack that has been read says on a day."""

    def numbers(rule_id: str) -> dict[str, Any]:
        return numbers_on(pack, rule_id, on).numbers

    return Knowledge(
        pack=pack.head.id,
        title=pack.head.title,
        on=on,
        fingerprint=fingerprint_of(of_ranking(pack.documents)),
        harm_scale=pack.head.harm_scale,
        harm_reference_date=pack.head.harm_reference_date,
        offences=tuple(offence_on(pack, offence, on) for offence in pack.offences),
        regions=tuple(_regions(pack)),
        observations=tuple(kind.as_value() for kind in pack.kinds.kinds),
        population=Population(**numbers("population")),
        ended=numbers("use_of_ended"),
        ended_note=pack.rule("use_of_ended").plain,
        exclusions=tuple(_exclusions(numbers("exclusions"))),
        windows=Windows(**numbers("windows"), random_seed=numbers("random")["seed"]),
        repeat_risk=RepeatRisk(**numbers("repeat_risk")),
        expected_harm=ExpectedHarm(**numbers("expected_harm")),
        rfgv=Rfgv(**numbers("rfgv")),
        age_priors=AgePriors(**numbers("age_priors")),
        serial=Serial(**numbers("serial")),
        lists=Lists(**numbers("lists")),
        due_for_review=tuple(_due(pack, on)),
        unverified=tuple(_unverified(pack, on)),
    )


def load_grounds(pack: Path | str, on: dt.date) -> Grounds:
    """The legal grounds of the pack of that name, or in that folder, on a day.

    Raises KnowledgeError with every fault of its files, or when it has no ground at all.
    """
    return grounds_on(read_pack(pack), on)


def grounds_on(pack: WrittenPack, on: dt.date) -> Grounds:
    """The legal grounds of a pack that has been read, on a day; those that came later are left out.

    One that is no longer in force stays with its last text and the day it ended, so that what
    rested on it can be told when it ended. Raises KnowledgeError for a pack without grounds.
    """
    if not pack.grounds:
        raise KnowledgeError(
            "no_grounds",
            f"The rule pack {pack.folders.shown} has no legal grounds.",
            "Without a ground nobody may be listed, and nothing says when a listing ends.",
            "Add files under law/retention, or name a pack that has them.",
        )
    begun = [g for g in pack.grounds.values() if (g.in_force.since or on) <= on]
    told = [_ground(ground, on) for ground in sorted(begun, key=lambda ground: ground.id)]
    return Grounds(
        pack=pack.head.id,
        on=on,
        fingerprint=fingerprint_of(of_grounds(pack.documents)),
        grounds=tuple(told),
        due_for_review=tuple(g.id for g in told if pack.grounds[g.id].reviewed.again_by < on),
        unverified=tuple(ground.id for ground in told if not ground.verified),
    )


def _ground(ground: WrittenGround, on: dt.date) -> Ground:
    period = nearest(ground.periods, on)
    verified = ground.verified_on(on)
    return Ground(
        id=ground.id,
        kind=ground.kind,
        title=ground.title,
        plain=ground.plain,
        act=ground.act,
        paragraph=period.paragraph,
        fields=period.fields,
        access=period.access,
        clocks=period.clocks,
        until=ground.in_force.until,
        verified=verified,
        doubt=None if verified else ground.doubt,
    )


def numbers_on(pack: WrittenPack, rule_id: str, on: dt.date) -> NumberPeriod:
    """The period of a rule that holds on a day. Raises KnowledgeError when none does."""
    rule = pack.rule(rule_id)
    period = period_on(rule.periods, on)
    if period is None:
        raise KnowledgeError(
            "rule_not_in_force",
            f"The rule {rule_id} of {pack.folders.shown} does not hold on {on}.",
            "A rule of another day may not stand in for it.",
            f"Choose a day on which it holds (hejda rules {rule_id}), or add the period.",
        )
    return period


def offence_on(pack: WrittenPack, offence_id: str, on: dt.date) -> Offence:
    """An offence as it stands on a day, weighed by the pack's scale at its reference date.

    Where no period covers the day, or the reference date, the nearest one stands in, and
    `harm_note` says so.
    """
    rows = pack.offences[offence_id]
    weighed, stands = nearest(rows, pack.head.harm_reference_date), nearest(rows, on)
    harm = harm_of(pack, offence_id, pack.head.harm_scale)
    if harm is None:  # the reader refuses a pack whose scale has a hole
        raise KnowledgeError("no_harm", f"Nothing says how {offence_id} is weighed.")
    from_table = pack.head.harm_scale in pack.harm_tables
    return Offence(
        id=offence_id,
        title=stands.title,
        at=stands.at,
        classes=stands.classes,
        harm_days=harm.completed,
        harm_days_attempt=harm.attempt,
        verified=stands.verified and (from_table or weighed.verified),
        harm_note=harm_note(pack, offence_id),
    )


def _regions(pack: WrittenPack) -> Iterator[Region]:
    for region in dict.fromkeys(row.police_region for row in pack.regions):
        rows = [row for row in pack.regions if row.police_region == region]
        counties = tuple(sorted(row.county_code for row in rows))
        yield Region(id=region, title=rows[0].title, county_codes=counties)


def _exclusions(numbers: dict[str, Any]) -> Iterator[Exclusion]:
    for status, title in numbers["statuses"].items():
        yield Exclusion(status=status, title=Text(**title))


def _due(pack: WrittenPack, on: dt.date) -> Iterator[str]:
    """Ids of what should have been reviewed before that day and says nothing of it."""
    reviews: dict[str, Reviewed] = {rule.id: rule.reviewed for rule in pack.rules.values()}
    reviews["observations"] = pack.kinds.reviewed
    yield from sorted(rule for rule, reviewed in reviews.items() if reviewed.again_by < on)
    for offence, rows in pack.offences.items():
        if nearest(rows, on).review_by < on:
            yield offence


def _unverified(pack: WrittenPack, on: dt.date) -> Iterator[str]:
    """Ids of what nobody has verified: rules, kinds of observation, offences."""
    yield from sorted(rule.id for rule in pack.rules.values() if not rule.verified)
    yield from (kind.id for kind in pack.kinds.kinds if not kind.verified)
    yield from (offence for offence in pack.offences if not offence_on(pack, offence, on).verified)
