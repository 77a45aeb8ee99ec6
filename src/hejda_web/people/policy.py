"""May this person do this? A pure function: a decision, a named reason, and what is owed with it.

The first of two walls. The other is row security in the database (`people/walls`), written apart
from this; tests hold the two together in every cell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from hejda_web.accounts.roles import ACTOR, DUTY, SCREENING

PEOPLE = frozenset({"analyst", "regional_lead"})
OFFICERS = frozenset({"case_officer", "regional_lead", "safety_officer"})
EVERYBODY = frozenset(
    {
        "analyst", "case_officer", "regional_lead", "national_lead", "safety_officer", "lawyer",
        "duty_desk", "authority", "administrator",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Power:
    """An appointment, as the policy needs it. valid_until: last day, None if open."""

    scope: str
    region: str = ""
    person: UUID | None = None
    limited: bool = False
    protected: bool = False
    valid_from: dt.date = dt.date.min
    valid_until: dt.date | None = None

    def holds(self, on: dt.date) -> bool:
        """Whether it is in force on the day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True)
class Who:
    """Somebody who acts: roles and appointments as they stand now, never from a token."""

    user: UUID
    roles: frozenset[str]
    powers: tuple[Power, ...] = ()
    home_region: str = ""
    independent: bool = False
    active: bool = True


@dataclass(frozen=True)
class About:
    """The person an act concerns, as far as the decision needs."""

    person: UUID
    region: str
    secrecy: str = "none"
    conflict: bool = False
    judged: bool = True
    """Whoever acts has written an own judgement of the open nomination, or there is none open."""
    voted: bool = False
    """Whoever acts has given the first vote."""


@dataclass(frozen=True)
class Decision:
    """reason: a code from REASONS. owed: what must come with it; `purpose`: a piece of work begun."""

    allowed: bool
    reason: str
    owed: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Rule:
    """Roles for an act without a person, or by each kind of appointment for the person it is about.

    about_one: it is always about one person. An act with roles of both sorts has a page that is about
    nobody, or about several people who are each asked about.
    """

    anybody: frozenset[str] = frozenset()
    about_one: bool = False
    screening: frozenset[str] = frozenset()
    actor: frozenset[str] = frozenset()
    limited: bool = False
    judged: bool = False
    not_voted: bool = False
    independent: bool = False
    duty: bool = False
    """It takes an appointment to the duty desk."""


RULES: Mapping[str, Rule] = {
    "frame.start": Rule(anybody=EVERYBODY),
    "rules.see": Rule(anybody=EVERYBODY),
    "powers.see": Rule(anybody=EVERYBODY),
    "share.ask": Rule(anybody=EVERYBODY),
    "run.see": Rule(anybody=PEOPLE | {"national_lead", "lawyer"}),
    "run.start": Rule(anybody=PEOPLE),
    "lists.see": Rule(screening=PEOPLE),
    "moved.see": Rule(screening=PEOPLE),
    "list.compare": Rule(screening=PEOPLE),
    "list.import": Rule(screening=PEOPLE),
    "nominate": Rule(anybody=frozenset({"analyst", "case_officer", "regional_lead",
                                        "safety_officer"})),
    "candidate.see": Rule(about_one=True, screening=PEOPLE, actor=OFFICERS),
    "candidate.judge": Rule(about_one=True, screening=PEOPLE),
    "candidate.reveal": Rule(about_one=True, screening=PEOPLE, actor=OFFICERS, judged=True),
    "candidate.decide": Rule(about_one=True, screening=PEOPLE, judged=True),
    "candidate.second": Rule(about_one=True, screening=PEOPLE, judged=True, not_voted=True),
    "actors.see": Rule(anybody=PEOPLE | OFFICERS, screening=PEOPLE, actor=OFFICERS),
    "actor.see": Rule(about_one=True, screening=PEOPLE, actor=OFFICERS),
    "identity.see": Rule(about_one=True, screening=PEOPLE, actor=OFFICERS),
    "suspicions.see": Rule(about_one=True, screening=PEOPLE, actor=OFFICERS, limited=True),
    "history.see": Rule(about_one=True, screening=PEOPLE, actor=OFFICERS),
    "listing.start": Rule(about_one=True, screening=PEOPLE, actor=OFFICERS),
    "listing.end": Rule(about_one=True, screening=PEOPLE, actor=OFFICERS),
    "sharing.see": Rule(about_one=True, screening=PEOPLE, actor=OFFICERS),
    "sharing.keep": Rule(about_one=True, screening=PEOPLE, actor=OFFICERS),
    "capacity.set": Rule(anybody=frozenset({"regional_lead"})),
    "alerts.see": Rule(anybody=frozenset({"lawyer"}), independent=True),
    "log.see": Rule(anybody=frozenset({"lawyer"})),
    "reviews.see": Rule(anybody=frozenset({"lawyer", "regional_lead"})),
    "operation.see": Rule(anybody=frozenset({"administrator", "lawyer"})),
    "accounts.manage": Rule(anybody=frozenset({"administrator"})),
    "duty.look": Rule(anybody=frozenset({"duty_desk", "regional_lead", "national_lead"}), duty=True),
    "evidence.see": Rule(anybody=PEOPLE | {"national_lead", "lawyer"}),
    "evidence.bring": Rule(anybody=frozenset({"national_lead", "lawyer"})),
    "overview.see": Rule(anybody=frozenset({"regional_lead", "national_lead"})),
    "day.see": Rule(anybody=PEOPLE | OFFICERS, screening=PEOPLE, actor=OFFICERS),
    "person.search": Rule(anybody=PEOPLE | OFFICERS, screening=PEOPLE, actor=OFFICERS),
    "tokens.manage": Rule(anybody=frozenset({"administrator"})),
    "tokens.confirm": Rule(anybody=frozenset({"lawyer", "regional_lead"})),
    "appointments.manage": Rule(anybody=frozenset({"regional_lead"}),
                                screening=frozenset({"regional_lead"})),
}  # fmt: skip

REASONS = (
    "allowed", "not_active", "unknown_action", "no_role", "conflict", "no_appointment", "protected",
    "limited", "judge_first", "already_voted", "not_independent", "which_person", "about_nobody",
)  # fmt: skip


def decide(who: Who, action: str, about: About | None, on: dt.date) -> Decision:
    """Whether the act is allowed on the day. `about` is None for an act that is about nobody."""
    rule = RULES.get(action)
    if rule is None:
        return Decision(False, "unknown_action")
    if not who.active:
        return Decision(False, "not_active")
    if rule.independent and not who.independent:
        return Decision(False, "not_independent")
    in_force = [power for power in who.powers if power.holds(on)]
    if about is None:
        return _about_nobody(who, rule, in_force)
    if not rule.screening | rule.actor:
        return Decision(False, "about_nobody")
    if not who.roles & (rule.screening | rule.actor):
        return Decision(False, "no_role")
    return _about_person(who, rule, about, in_force)


def _about_nobody(who: Who, rule: Rule, in_force: list[Power]) -> Decision:
    if who.roles & rule.anybody:
        held = not rule.duty or any(p.scope == DUTY for p in in_force)
        return Decision(held, "allowed" if held else "no_appointment")
    if not who.roles & (rule.screening | rule.actor):
        return Decision(False, "no_role")
    if rule.about_one:
        return Decision(False, "which_person")
    held = any(p.scope == SCREENING for p in in_force) and bool(who.roles & rule.screening)
    return Decision(held, "allowed" if held else "no_appointment")


def _about_person(who: Who, rule: Rule, about: About, in_force: list[Power]) -> Decision:
    if about.conflict:
        return Decision(False, "conflict")
    covering = [power for power in in_force if _covers(who, rule, power, about)]
    if not covering:
        return Decision(False, "no_appointment")
    if about.secrecy != "none" and not any(power.protected for power in covering):
        return Decision(False, "protected")
    if rule.limited and not any(power.limited for power in covering):
        return Decision(False, "limited")
    if rule.judged and not about.judged:
        return Decision(False, "judge_first")
    if rule.not_voted and about.voted:
        return Decision(False, "already_voted")
    return Decision(True, "allowed", frozenset({"purpose"}))


def _covers(who: Who, rule: Rule, power: Power, about: About) -> bool:
    if power.scope == SCREENING:
        return power.region == about.region and bool(who.roles & rule.screening)
    return power.scope == ACTOR and power.person == about.person and bool(who.roles & rule.actor)
