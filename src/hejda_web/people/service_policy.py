"""May this token do this? A pure function, as `policy` is for people, and apart from it on purpose.

The other wall is in the database (`walls/15_services.sql`, `90_fence.sql`), written apart from this.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from hejda_web.people.policy import Decision


@dataclass(frozen=True)
class Service:
    """A token as it stands now. everywhere: all regions, chosen as such; last: its last day."""

    token: UUID
    scopes: frozenset[str]
    regions: frozenset[str]
    everywhere: bool
    first: dt.date
    last: dt.date
    confirmed: bool
    revoked: bool = False


@dataclass(frozen=True)
class Concerned:
    """The person a token asks about. decided: a nomination was settled by votes."""

    person: UUID
    region: str
    secrecy: str = "none"
    conflict: bool = False
    decided: bool = True
    listed: bool = True


@dataclass(frozen=True)
class ServiceRule:
    """The scope an act asks for, whether it is about people, and what must hold of each of them."""

    scope: str
    people: bool = True
    needs: frozenset[str] = frozenset()


SERVICE_RULES: Mapping[str, ServiceRule] = {
    "service.runs": ServiceRule("runs:read", people=False),
    "service.candidates": ServiceRule("candidates:read"),
    "service.decisions": ServiceRule("decisions:read", needs=frozenset({"decided"})),
    "service.actors": ServiceRule("actors:read", needs=frozenset({"listed"})),
    "service.event": ServiceRule("events:write"),
}
"""No act gives a place or a score. Withholding some of them withholds nothing: what is missing between
the places that are given is the place of whoever was withheld, or counts people who are hidden."""


def serve(service: Service, action: str, about: Concerned | None, on: dt.date) -> Decision:
    """Whether the token may do the act on the day, about one person, or at all (about None)."""
    reason = _standing(service, action, on)
    if reason is None and about is not None:
        reason = _about(service, SERVICE_RULES[action], about)
    return Decision(reason is None, reason or "allowed")


def _standing(service: Service, action: str, on: dt.date) -> str | None:
    rule = SERVICE_RULES.get(action)
    if rule is None:
        return "unknown_action"
    if service.revoked:
        return "revoked"
    if not service.first <= on <= service.last:
        return "run_out"
    if not service.confirmed:
        return "not_confirmed"
    if rule.scope not in service.scopes:
        return "no_scope"
    return None if service.everywhere or service.regions else "no_region"


def _about(service: Service, rule: ServiceRule, about: Concerned) -> str | None:
    if not rule.people:
        return "about_nobody"
    if about.conflict:
        return "conflict"
    if not service.everywhere and about.region not in service.regions:
        return "no_region"
    if about.secrecy != "none":
        return "protected"
    missing = sorted(need for need in rule.needs if not getattr(about, need))
    return f"not_{missing[0]}" if missing else None
