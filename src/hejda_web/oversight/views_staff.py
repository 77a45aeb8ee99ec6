"""Pages about colleagues: who may what and why, accounts, and appointments."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hejda_web.accounts.forms import AccountForm, AppointmentForm
from hejda_web.accounts.models import Appointment, RoleGrant, User
from hejda_web.accounts.roles import ROLES, SCOPES, WHAT_ROLES_DO
from hejda_web.people.access import Gate, Hidden, about, discloses
from hejda_web.people.actions import ACTIONS
from hejda_web.people.models import Person
from hejda_web.people.policy import RULES
from hejda_web.ui.edits import Stale, save_edit, stale_page, version_given
from hejda_web.ui.words import Words

ONE_DAY = dt.timedelta(days=1)


@discloses("powers.see")
def powers(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Every power by name: what it lets one do, who has it by role, and what more it asks."""
    rows = [(ACTIONS[code], rule) for code, rule in RULES.items() if code in ACTIONS]
    context = {
        "rows": rows,
        "roles": [(key, ROLES[key], WHAT_ROLES_DO[key]) for key in ROLES],
    }
    return render(request, "oversight/powers.html", context)


@discloses("accounts.manage")
def accounts(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Every account, its unit and role."""
    users = User.objects.select_related("unit").order_by("name")
    held: dict[uuid.UUID, list[Words]] = {}
    for grant in RoleGrant.objects.filter(valid_until=None):
        held.setdefault(grant.user_id, []).append(ROLES[grant.role])
    rows = [(user, held.get(user.pk, [])) for user in users]
    return render(request, "oversight/accounts.html", {"rows": rows})


@discloses("accounts.manage")
def new_account(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Makes an account with a one-time password, shown once."""
    form = AccountForm(request.POST or None, initial={"is_active": True})
    if request.method != "POST" or not form.is_valid():
        return render(request, "oversight/account.html", {"form": form, "account": None})
    password = secrets.token_urlsafe(12)
    user = form.save(commit=False)
    user.password, user.joined_on = make_password(password), gate.today
    user.save()
    _grant(user, form.cleaned_data["role"], gate)
    gate.touched(user.pk)
    return render(request, "oversight/account_made.html", {"account": user, "password": password})


@discloses("accounts.manage")
def account(request: HttpRequest, gate: Gate, user: uuid.UUID) -> HttpResponse:
    """Changes an account. A role that is changed ends at once; the new one begins today."""
    row = User.objects.filter(pk=user).first()
    if row is None:
        raise Hidden
    role = RoleGrant.objects.filter(user=row, valid_until=None).order_by("-valid_from").first()
    form = AccountForm(
        request.POST or None, instance=row, initial={"role": role.role if role else "analyst"}
    )
    if request.method == "POST" and form.is_valid():
        fields = ("username", "name", "email", "telephone", "unit", "is_active")
        try:
            save_edit(row, version_given(request), {n: form.cleaned_data[n] for n in fields})
        except Stale:
            return stale_page(request, row, form)
        if role is None or role.role != form.cleaned_data["role"]:
            RoleGrant.objects.filter(user=row, valid_until=None).update(
                valid_until=gate.today - ONE_DAY
            )
            _grant(row, form.cleaned_data["role"], gate)
        gate.touched(row.pk)
        messages.success(request, str(Words("Sparat.", "Saved.")))
        return redirect("accounts")
    return render(request, "oversight/account.html", {"form": form, "account": row})


def _grant(user: User, role: str, gate: Gate) -> None:
    RoleGrant.objects.create(user=user, role=role, granted_by=gate.user, valid_from=gate.today)


@discloses("appointments.manage")
def appointments(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Appointments the reader has given in the region, and a form for a new one."""
    initial = {"valid_from": gate.today, "region": gate.user.unit.police_region}
    form = AppointmentForm(
        request.POST or None, initial=initial | _for_one(request.GET.get("person", ""))
    )
    if request.method == "POST" and form.is_valid():
        fault = _outside(gate, form.cleaned_data)
        if fault is None:
            made = form.save(commit=False)
            made.named_by = gate.user
            made.save()
            gate.touched(made.pk, made.user_id)
            messages.success(
                request, str(Words("Uppdraget är sparat.", "The appointment is saved."))
            )
            return redirect("appointments")
        form.add_error(None, str(fault))
    rows = (
        Appointment.objects.filter(user__unit=gate.user.unit)
        .select_related("user", "named_by")
        .order_by("-valid_from")
    )
    context = {"form": form, "rows": [(SCOPES[each.scope], each) for each in rows]}
    return render(request, "oversight/appointments.html", context)


def _for_one(person: str) -> dict[str, Any]:
    """What the form says at first where somebody comes from a focus person's page."""
    try:
        return {"scope": "actor", "person": uuid.UUID(person), "region": ""}
    except ValueError:
        return {}


def _outside(gate: Gate, given: dict[str, Any]) -> Words | None:
    """Why the reader cannot give this appointment; None where they can."""
    if given["user"].pk == gate.user.pk:
        return Words("Ingen kan utse sig själv.", "Nobody can appoint themselves.")
    if given["user"].unit_id != gate.user.unit_id:
        return Words("Personen arbetar i en annan enhet.", "That colleague works in another unit.")
    if given["scope"] != "actor" and given["region"] != gate.user.unit.police_region:
        return Words("Det är inte din region.", "That is not your region.")
    if given["scope"] == "actor":
        return _unknown_person(gate, given["person"])
    return None


def _unknown_person(gate: Gate, person: uuid.UUID) -> Words | None:
    """Whoever appoints somebody for a person sees that person; a hidden one is as unknown."""
    found = Person.objects.filter(pk=person).first()
    if found is None or not gate.may("appointments.manage", about(found)):
        return Words("Det finns ingen sådan person här.", "There is no such person here.")
    gate.shows([found])
    return None


@discloses("appointments.manage")
def appointment(request: HttpRequest, gate: Gate, appointment: uuid.UUID) -> HttpResponse:
    """Changes or ends an appointment; it takes effect with the colleague's next request."""
    row = Appointment.objects.filter(pk=appointment, user__unit=gate.user.unit).first()
    if row is None:
        raise Hidden
    if request.method == "POST" and "end" in request.POST:
        return _ended_at_once(request, gate, row)
    form = AppointmentForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        fault = _outside(gate, form.cleaned_data)
        if fault is None:
            try:
                save_edit(row, version_given(request), dict(form.cleaned_data))
            except Stale:
                return stale_page(request, row, form)
            gate.touched(row.pk, row.user_id)
            messages.success(request, str(Words("Sparat.", "Saved.")))
            return redirect("appointments")
        form.add_error(None, str(fault))
    return render(
        request, "oversight/appointment.html", {"form": form, "row": row, "today": gate.today}
    )


def _ended_at_once(request: HttpRequest, gate: Gate, row: Appointment) -> HttpResponse:
    try:
        save_edit(row, version_given(request), {"valid_until": gate.today - ONE_DAY})
    except Stale:
        changed = Words(
            "Någon annan ändrade nyss. Läs igen och avsluta på nytt.",
            "Somebody else changed it just now. Read again and end it anew.",
        )
        messages.error(request, str(changed))
        return redirect("appointment", appointment=row.pk)
    gate.touched(row.pk, row.user_id)
    messages.success(
        request, str(Words("Uppdraget gäller inte längre.", "The appointment no longer holds."))
    )
    return redirect("appointments")
