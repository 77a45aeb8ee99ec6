"""A focus person's page: what is known, why, what is missing, who is around, who saw and did what."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hejda_web.accounts.models import Appointment, User
from hejda_web.nominations.models import Decision, Listing, Nomination, RegionSetting
from hejda_web.nominations.screening import newest_candidate, placement_of
from hejda_web.nominations.screening import start_order as in_order
from hejda_web.nominations.words import LISTS, OUTCOMES, REASONS, flag_words
from hejda_web.people.access import Gate, about, discloses
from hejda_web.people.actions import ACTIONS
from hejda_web.people.models import Identity, Person
from hejda_web.runs.models import Evidence, Reason
from hejda_web.runs.record import record_of, years_of
from hejda_web.ui.edits import Stale, save_edit, version_given
from hejda_web.ui.words import Words


@discloses("actors.see")
def actors(request: HttpRequest, gate: Gate) -> HttpResponse:
    """The focus persons the reader works with or screens for."""
    rows = list(
        Listing.objects.filter(ended_on=None).select_related("person").order_by("-listed_on")
    )
    shown = {p.pk for p in gate.people(each.person for each in rows)}
    context = {"rows": [each for each in rows if each.person_id in shown]}
    return render(request, "cases/actors.html", context)


@discloses("actor.see")
def actor(request: HttpRequest, gate: Gate, person: uuid.UUID) -> HttpResponse:
    """Overview, timeline and people around, on one page."""
    found = gate.person(person)
    listing = Listing.objects.filter(person=found).order_by("-listed_on").first()
    nomination = Nomination.objects.filter(person=found).order_by("-made_at").first()
    record = record_of(found)
    context = _bar(gate, found) | {
        "listing": listing,
        "nomination": nomination,
        "record": record,
        "years": years_of(record.events),
        "around": record.around,
        "decisions": _decisions(found),
        "warning_acts": [e for e in record.events if e.table == "observation"],
    }
    context |= _risk(nomination, found, record.run)
    return render(request, "cases/actor.html", context)


def _bar(gate: Gate, person: Person) -> dict[str, Any]:
    responsible = (
        Appointment.objects.filter(person=person.pk, valid_until=None)
        .select_related("user")
        .order_by("valid_from")
    )
    here = about(person)
    return {
        "person": person,
        "responsible": [each.user.name for each in responsible],
        "may": {
            "identity": gate.may("identity.see", here),
            "earlier": gate.may("suspicions.see", here),
            "history": gate.may("history.see", here),
            "start": gate.may("listing.start", here),
            "end": gate.may("listing.end", here),
        },
    }


def _risk(nomination: Nomination | None, person: Person, run: Any) -> dict[str, Any]:
    placement = placement_of(nomination) if nomination else None
    newest = newest_candidate(person.pk) if placement else None
    reasons = (
        list(Reason.objects.filter(person=person, run=run).order_by("kind", "step")) if run else []
    )
    return {
        "placement": placement,
        "list": LISTS[newest.list] if newest else None,
        "flags": [flag_words(each) for each in placement.flags] if placement else [],
        "gaps": [flag_words(each) for each in placement.gaps] if placement else [],
        "speaks_for": [r for r in reasons if r.kind == "for" and r.ranker == "expected_harm"],
        "repeats": [r for r in reasons if r.kind == "for" and r.ranker == "repeat_risk"],
        "speaks_against": [r for r in reasons if r.kind == "against"],
        "findings": [r for r in reasons if r.kind == "finding"],
    }


def _decisions(person: Person) -> list[tuple[Words, Words, Decision]]:
    rows = Decision.objects.filter(person=person).select_related("by").order_by("-at")
    return [(OUTCOMES[row.outcome], REASONS[row.reason], row) for row in rows]


@discloses("identity.see")
def identity(request: HttpRequest, gate: Gate, person: uuid.UUID) -> HttpResponse:
    """Who the person is. Each look is logged by itself; no address is kept here."""
    found = gate.person(person)
    context = _bar(gate, found) | {"identity": Identity.objects.filter(person=found).first()}
    return render(request, "cases/identity.html", context)


@discloses("suspicions.see")
def earlier(request: HttpRequest, gate: Gate, person: uuid.UUID) -> HttpResponse:
    """Earlier suspicions (BDF 3:7): a class of their own, for those appointed to see them."""
    found = gate.person(person)
    rows = Evidence.objects.filter(person=found, limited=True).order_by("-happened_on")
    return render(request, "cases/earlier.html", _bar(gate, found) | {"rows": rows})


@discloses("history.see")
def history(request: HttpRequest, gate: Gate, person: uuid.UUID) -> HttpResponse:
    """Who saw and did what with this person's record, from the log."""
    found = gate.person(person)
    with connection.cursor() as cursor:
        cursor.execute("select seq, at, body from hejda.history(%s)", [found.pk])
        entries = cursor.fetchall()
    names = {f"user:{u.pk}": u.name for u in User.objects.all()}
    rows = [
        {
            "seq": seq, "at": at, "who": names.get(_by(body), "–"),
            "action": ACTIONS[body["action"]].words if body.get("action") in ACTIONS else "",
            "case": body.get("case", ""), "denied": body.get("class") == "denied",
        }
        for seq, at, body in ((s, a, _mapping(b)) for s, a, b in entries)
    ]  # fmt: skip
    return render(request, "cases/history.html", _bar(gate, found) | {"rows": rows})


def _mapping(body: Any) -> dict[str, Any]:
    return json.loads(body) if isinstance(body, str) else dict(body)


def _by(body: dict[str, Any]) -> str:
    return str(body.get("on_behalf") or body.get("by", ""))


@discloses("listing.start")
def begin(request: HttpRequest, gate: Gate, person: uuid.UUID) -> HttpResponse:
    """Begins the work with a person; the order of beginning is shown on its own page."""
    found = gate.person(person)
    row = Listing.objects.filter(person=found, ended_on=None, start_on=None).first()
    if request.method == "POST" and row is not None:
        _edited(gate, request, row, {"start_on": gate.today})
    elif request.method == "POST":
        _too_late(request)
    return redirect("actor", person=found.pk)


@discloses("listing.end")
def end(request: HttpRequest, gate: Gate, person: uuid.UUID) -> HttpResponse:
    """Ends a listing: a person does it, or the day its ground ends."""
    found = gate.person(person)
    row = Listing.objects.filter(person=found, ended_on=None).first()
    if request.method == "POST" and row is None:
        _too_late(request)
    elif request.method == "POST":
        why = request.POST.get("why", "")
        if why not in ("ground_ended", "work_done", "wrong"):
            messages.error(request, str(Words("Välj varför.", "Choose why.")))
        else:
            _edited(gate, request, row, {"ended_on": gate.today, "ended_why": why})
    return redirect("actor", person=found.pk)


def _edited(gate: Gate, request: HttpRequest, row: Listing, changes: dict[str, Any]) -> None:
    try:
        save_edit(row, version_given(request), changes)
    except Stale:
        _too_late(request)
    else:
        gate.touched(row.pk)


def _too_late(request: HttpRequest) -> None:
    messages.error(
        request,
        str(
            Words(
                "Någon annan ändrade nyss. Läs igen och välj på nytt.",
                "Somebody else changed it just now. Read again and choose anew.",
            )
        ),
    )


@discloses("actors.see")
def start_order(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Who begins first where there is not room for all: urgent ones, clear ones, then by lot."""
    rows = list(Listing.objects.filter(ended_on=None).select_related("person"))
    shown = {p.pk for p in gate.people(each.person for each in rows)}
    mine = [each for each in rows if each.person_id in shown]
    settings = {each.region: each for each in RegionSetting.objects.all()}
    region = gate.who.home_region
    working = sum(1 for each in mine if each.start_on is not None and each.person.region == region)
    setting = settings.get(region)
    context = {
        "waiting": in_order(mine), "setting": setting, "working": working,
        "may_set": gate.may("capacity.set"), "region": region,
    }  # fmt: skip
    return render(request, "cases/start_order.html", context)


@discloses("capacity.set")
def capacity(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Sets how many can be worked with at a time, and whether the region uses the ranking."""
    region = gate.who.home_region
    text = request.POST.get("free_starts", "")
    if request.method == "POST" and region and text.isdecimal():
        row, made = RegionSetting.objects.get_or_create(
            region=region, defaults={"set_by": gate.user, "set_at": gate.now}
        )
        changes = {
            "free_starts": min(int(text), 10_000), "ranking_on": "ranking_on" in request.POST,
            "set_by": gate.user, "set_at": gate.now,
        }  # fmt: skip
        try:
            save_edit(row, row.version if made else version_given(request), changes)
        except Stale:
            messages.error(
                request, str(Words("Någon annan ändrade nyss.", "Somebody else changed it."))
            )
    return redirect("start_order")
