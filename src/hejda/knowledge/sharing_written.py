"""Secrecy and what lifts it as written in files: every period and every stated gap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from hejda.knowledge.files import Document
from hejda.knowledge.periods import Spanned, period_on
from hejda.knowledge.rules import Text
from hejda.knowledge.sharing import (
    Condition,
    Effect,
    GapKind,
    Lifts,
    OffenceTest,
    Scope,
    SharingKind,
    Subject,
    Terms,
    Wording,
)
from hejda.knowledge.written import Confirmed, OffenceRow, Origin, Period, Reviewed, Source


class Gap(Period):
    """Days for which no wording stands here, and why."""

    why: GapKind
    says: Text


class SecrecyPeriod(Period):
    """A secrecy provision from a day until a day."""

    paragraph: Text
    holders: tuple[str, ...]
    items: tuple[str, ...] | None
    about: tuple[Subject, ...] | None
    closed_to: tuple[str, ...] = ()
    ask_lawyer_to: tuple[str, ...] = ()
    unlifted: Text | None = None
    source: Origin


class SharingPeriod(Period):
    """A ground, duty or exclusion from a day until a day."""

    paragraph: Text
    effect: Effect
    decided_by: Literal["holder", "law", "nobody_here"]
    scope: Scope
    lifts: Lifts
    excluded_by: str | None = None
    offences: OffenceTest | None = None
    conditions: tuple[Condition, ...] = ()
    fields: tuple[str, ...] = ()
    source: Origin


class _WrittenRule(Period):
    """What both kinds of file have. From `since` on there is a wording or a stated gap each day."""

    since: dt.date | None = Field(default=None, alias="from")
    until: dt.date | None = None
    id: str
    rows: tuple[str, ...]
    title: Text
    plain: Text
    gaps: tuple[Gap, ...] = ()
    reviewed: Reviewed
    verified: bool
    sure_from: dt.date | None = None
    sure_until: dt.date | None = None
    confirmed: Confirmed | None = None
    doubt: Text | None = None

    def verified_on(self, day: dt.date) -> bool:
        """Whether the text is known for sure on a day: read and signed for, or confirmed since."""
        if self.confirmed and (self.sure_until is None or self.confirmed.on > self.sure_until):
            return True
        late = self.sure_until is not None and day > self.sure_until
        early = self.sure_from is not None and day < self.sure_from
        return self.verified and not early and not late

    def gap_on(self, day: dt.date) -> Gap | None:
        """The stated gap that covers the day; None where a wording does."""
        return period_on(self.gaps, day)

    def wording(self, paragraph: Text, source: Origin, day: dt.date) -> Wording:
        """The standing of the text on a day."""
        gap, verified = self.gap_on(day), self.verified_on(day)
        return Wording(
            paragraph=paragraph,
            gap=gap.why if gap else None,
            gap_says=gap.says if gap else None,
            source=f"{source.ref}, {source.at}",
            verified=verified,
            confirmed=self.confirmed is not None and verified,
            review_by=self.reviewed.again_by,
            doubt=None if verified else self.doubt,
            due=self.reviewed.again_by < day,
        )


class WrittenSecrecy(_WrittenRule):
    """One file of law/sharing/secrecy."""

    periods: tuple[SecrecyPeriod, ...]


class WrittenSharing(_WrittenRule):
    """One file of law/sharing/grounds."""

    kind: SharingKind
    act: str
    backstop: bool = False
    periods: tuple[SharingPeriod, ...]


WrittenEither = WrittenSecrecy | WrittenSharing


def stretches(rule: WrittenEither) -> list[Spanned]:
    """Wordings and stated gaps of a rule: together they cover each day once."""
    return [*rule.periods, *rule.gaps]


@dataclass(frozen=True, slots=True)
class SharingPack:
    """The part of a pack that says who may tell what to whom, read and found without fault."""

    pack: str
    documents: Mapping[str, Document]
    terms: Terms
    secrecy: Mapping[str, WrittenSecrecy]
    grounds: Mapping[str, WrittenSharing]
    offences: Mapping[str, tuple[OffenceRow, ...]]
    sources: Mapping[str, Source]
