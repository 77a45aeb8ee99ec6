"""The duty desk: one look-up that answers whom to call and what to do now, or nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hejda_web.accounts.models import User
from hejda_web.accounts.roles import ROLES
from hejda_web.accounts.who import roles_of
from hejda_web.desk.first_hours import first_hours
from hejda_web.desk.lookups import DutyForm, ask
from hejda_web.people.access import Gate, discloses
from hejda_web.ui.words import Words

PARTS = {
    "officer": Words("Ansvarig handläggare", "Case officer"),
    "lead": Words("Regionalt ansvarig, i tjänst", "Regional lead, on duty"),
    "region": Words("Regionalt ansvarig", "Regional lead"),
    "nation": Words("Nationellt ansvarig", "National lead"),
}
"""Who somebody is to the person; those named in other roles are called by their role."""
WORKS = ("case_officer", "safety_officer", "regional_lead")


@dataclass(frozen=True)
class Contact:
    """A colleague to call: name, what they are, telephone as people read it and as a machine dials."""

    name: str
    role: Words
    telephone: str
    dial: str


@dataclass(frozen=True)
class Call:
    """Whom to call about one person: the first who has a telephone, then the others in turn."""

    first: Contact | None
    others: tuple[Contact, ...]


@discloses("duty.look")
def look(request: HttpRequest, gate: Gate) -> HttpResponse:
    """The form, and after it the answer on the same address: a look-up stands in no history."""
    form = DutyForm(request.POST or None, on=gate.today)
    form.begin_in("number")
    context: dict[str, Any] = {"form": form, "asked": False}
    if request.method == "POST" and form.is_valid():
        gate.case = form.cleaned_data["event"] or gate.case
        calls = _calls(gate, ask("duty_answer", form))
        # An empty form after a miss: the page repeats no more of what was asked than tells two calls apart.
        again = DutyForm(on=gate.today)
        again.begin_in("number")
        context = {
            "form": again, "asked": True, "calls": calls, "about": _about(gate, form),
            "by_name": not form.cleaned_data["number"], "checklist": first_hours() if calls else None,
        }  # fmt: skip
    return render(request, "desk/duty.html", context)


def _about(gate: Gate, form: DutyForm) -> Words:
    at = timezone.localtime(gate.now).strftime("%H:%M")
    if number := form.cleaned_data["number"]:
        return Words(
            f"{at}, nummer som slutar på {number[-4:]}", f"{at}, number ending in {number[-4:]}"
        )
    born = form.cleaned_data["born"]
    return Words(f"{at}, namn och födelseår {born}", f"{at}, name and year of birth {born}")


def _calls(gate: Gate, rows: list[tuple[Any, ...]]) -> list[Call]:
    """One for each monitored person; the same call about two of them is said once."""
    named: dict[uuid.UUID, list[tuple[uuid.UUID | None, str]]] = {}
    for person, colleague, part, _ in rows:
        named.setdefault(person, []).append((colleague, part))
    gate.touched(*named)
    users = User.objects.in_bulk([each for held in named.values() for each, _ in held if each])
    calls = []
    for held in named.values():
        found: dict[uuid.UUID, Contact] = {}
        for colleague, part in held:
            if colleague is not None and colleague in users:
                found.setdefault(colleague, _contact(gate, users[colleague], part))
        calls.append(_in_turn(list(found.values())))
    return list(dict.fromkeys(calls))


def _contact(gate: Gate, user: User, part: str) -> Contact:
    role = PARTS.get(part)
    if role is None:
        roles = roles_of(user, gate.today)
        role = next((ROLES[each] for each in WORKS if each in roles), Words("Utsedd", "Appointed"))
    dial = "".join(each for each in user.telephone if each.isdigit() or each == "+")
    return Contact(user.name, role, user.telephone, dial)


def _in_turn(contacts: list[Contact]) -> Call:
    first = next((each for each in contacts if each.dial), None)
    return Call(first, tuple(each for each in contacts if each is not first))
