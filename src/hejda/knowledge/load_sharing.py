"""Who may tell what to whom on one day, from the files of a pack: a reader, like `load`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hejda.base.errors import InputError
from hejda.knowledge.periods import nearest
from hejda.knowledge.reading import read_sharing
from hejda.knowledge.sharing import (
    ScaledOffence,
    ScaleRow,
    Secrecy,
    SharingGround,
    SharingRules,
)
from hejda.knowledge.sharing_written import SharingPack, WrittenSecrecy, WrittenSharing
from hejda.knowledge.version import fingerprint_of, of_sharing
from hejda.knowledge.written import OffenceRow


def load_sharing(pack: Path | str, on: dt.date) -> SharingRules:
    """What the pack of that name, or in that folder, says of sharing on a day.

    Raises KnowledgeError with every fault of its files, InputError for a day before its first.
    """
    return sharing_on(read_sharing(pack), on)


def sharing_on(pack: SharingPack, on: dt.date) -> SharingRules:
    """What a pack that has been read says of sharing on a day.

    A rule with no wording that day is left out where there was no such rule; where there was one
    that nobody here has read it stays, with the nearest wording's scope and its gap.
    """
    if on < pack.terms.first_day:
        raise InputError(
            "day_too_early",
            f"The rules of sharing do not reach back to {on}.",
            "A later law may not stand in for an earlier one.",
            f"Choose a day from {pack.terms.first_day} on.",
        )
    told = sorted(pack.grounds.values(), key=lambda rule: rule.id)
    kept = sorted(pack.secrecy.values(), key=lambda rule: rule.id)
    return SharingRules(
        pack=pack.pack,
        on=on,
        fingerprint=fingerprint_of(of_sharing(pack.documents)),
        terms=pack.terms,
        secrecy=tuple(_secrecy(rule, on) for rule in kept if _is_there(rule, on)),
        grounds=tuple(_ground(rule, on) for rule in told if _is_there(rule, on)),
        offences=tuple(_offence(offence, rows) for offence, rows in pack.offences.items()),
    )


def _is_there(rule: WrittenSecrecy | WrittenSharing, on: dt.date) -> bool:
    gap = rule.gap_on(on)
    return gap is None or gap.why == "not_read"


def _secrecy(rule: WrittenSecrecy, on: dt.date) -> Secrecy:
    period = nearest(rule.periods, on)
    return Secrecy(
        id=rule.id,
        rows=rule.rows,
        title=rule.title,
        plain=rule.plain,
        wording=rule.wording(period.paragraph, period.source, on),
        holders=period.holders,
        items=period.items,
        about=period.about,
        closed_to=period.closed_to,
        ask_lawyer_to=period.ask_lawyer_to,
        unlifted=period.unlifted,
    )


def _ground(rule: WrittenSharing, on: dt.date) -> SharingGround:
    period = nearest(rule.periods, on)
    return SharingGround(
        id=rule.id,
        kind=rule.kind,
        rows=rule.rows,
        title=rule.title,
        plain=rule.plain,
        act=rule.act,
        wording=rule.wording(period.paragraph, period.source, on),
        effect=period.effect,
        decided_by=period.decided_by,
        scope=period.scope,
        lifts=period.lifts,
        excluded_by=period.excluded_by,
        offences=period.offences,
        conditions=period.conditions,
        fields=period.fields,
        backstop=rule.backstop,
    )


def _offence(offence_id: str, rows: tuple[OffenceRow, ...]) -> ScaledOffence:
    return ScaledOffence(id=offence_id, title=rows[-1].title, rows=tuple(map(_row, rows)))


def _row(row: OffenceRow) -> ScaleRow:
    prison = row.life or bool(row.max_days)
    return ScaleRow(
        since=row.since,
        until=row.until,
        min_months=row.min_months,
        prison=prison,
        known=prison or row.fine_min or row.min_days is not None,
        verified=row.verified,
    )
