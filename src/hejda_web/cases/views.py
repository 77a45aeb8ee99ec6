"""A focus person's page: what is known, why, what is missing, who is around, who saw and did what."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hejda_web.accounts.models import User
from hejda_web.cases.case_file import CaseFile
from hejda_web.cases.identity_bar import identity_bar, responsible_for
from hejda_web.cases.network import network_of
from hejda_web.cases.timeline import timeline_of
from hejda_web.nominations.grounds import answered
from hejda_web.nominations.models import Decision, Listing, Nomination, OwnJudgement, RegionSetting
from hejda_web.nominations.screening import newest_on_list, placement_of
from hejda_web.nominations.screening import start_order as in_order
from hejda_web.nominations.words import (
    ENDED_WHY,
    LEVELS,
    LISTS,
    ORIGINS,
    OUTCOMES,
    REASONS,
    STATES,
    flag_words,
    gap_words,
)
from hejda_web.people.access import Gate, discloses
from hejda_web.people.actions import said_of
from hejda_web.people.models import Identity
from hejda_web.runs.models import Evidence
from hejda_web.runs.record import Record, record_of
from hejda_web.runs.risk import repeat_of, serious_of
from hejda_web.runs.told import told_of
from hejda_web.services.models import Token
from hejda_web.ui.edits import Stale, save_edit, version_given
from hejda_web.ui.paging import piece_of
from hejda_web.ui.words import Words


@discloses("actors.see")
def actors(request: HttpRequest, gate: Gate) -> HttpResponse:
    """The focus persons the reader works with or screens for."""
    standing = Listing.objects.filter(ended_on=None, **gate.within_reach())
    piece = piece_of(request, standing.select_related("person").order_by("-listed_on", "pk"))
    shown = {p.pk for p in gate.people(each.person for each in piece.rows)}
    mine = [each for each in piece.rows if each.person_id in shown]
    responsible = responsible_for([each.person_id for each in mine], gate.today)
    context = {
        "rows": [(each, responsible.get(each.person_id, [])) for each in mine], "piece": piece,
    }  # fmt: skip
    return render(request, "cases/actors.html", context)


@discloses("actor.see")
def actor(request: HttpRequest, gate: Gate, person: uuid.UUID) -> HttpResponse:
    """Overview, timeline and people around, on one page."""
    found = gate.person(person)
    file = CaseFile(found)
    bar = identity_bar(gate, file)
    listing = bar["listing"]
    nomination = next(iter(file.nominations), None)
    record = record_of(found, file.candidates)
    context = bar | {
        "nomination": nomination,
        "origin": ORIGINS[nomination.origin] if nomination else None,
        "state": STATES[nomination.state] if nomination else None,
        "ground": answered(
            listing.ground, listing.threshold_names, listing.threshold_answers, listing.listed_on
        ) if listing else None,
        "ended_why": ENDED_WHY.get(listing.ended_why, listing.ended_why) if listing else "",
        "ways_to_end": ENDED_WHY.items(),
        "record": record,
        "run_days": (gate.today - record.run.as_of).days if record.run else None,
        "network": network_of(record),
        "decisions": _decisions(file),
    }  # fmt: skip
    context |= _risk(gate, nomination, file, record)
    told = context["told"]
    reasons = {each for said in (*told.speaks_for, *told.signs) for each in said.row.evidence}
    context["timeline"] = timeline_of(gate, file, record, reasons)
    return render(request, "cases/actor.html", context)


def _risk(
    gate: Gate, nomination: Nomination | None, file: CaseFile, record: Record
) -> dict[str, Any]:
    judge_first = (
        nomination is not None
        and nomination.state != "decided"
        and not any(
            own.nomination_id == nomination.pk and own.by_id == gate.user.pk
            for own in file.judgements
        )
    )
    newest = newest_on_list(file.candidates) if nomination and not judge_first else None
    placement = placement_of(newest)
    newest = newest if placement else None
    told = told_of(file.person, record, newest.list if newest else "")
    marks = [*placement.flags, *placement.gaps] if placement else []
    serious = serious_of(record.run, told, record.events, marks, judge_first)
    return {
        "judge_first": judge_first,
        "placement": placement,
        "list": LISTS[newest.list] if newest else None,
        "flags": [flag_words(f) for f in placement.flags if not f.startswith("overlay:")]
        if placement else [],
        "undated": [flag_words(each) for each in serious.undated],
        "gaps": [gap_words(each) for each in placement.gaps] if placement else [],
        "told": told,
        "repeat": repeat_of(record.run, told, judge_first),
        "serious": serious,
    }  # fmt: skip


def _decisions(
    file: CaseFile,
) -> list[tuple[Words, Words, Decision, OwnJudgement | None, Words | str]]:
    """Each vote with what its writer thought before seeing place and score, newest first."""
    own = {each.pk: each for each in file.judgements}
    return [
        (
            OUTCOMES[row.outcome], REASONS[row.reason], row, own.get(row.own_judgement_id),
            LEVELS[own[row.own_judgement_id].level] if row.own_judgement_id in own else "",
        )
        for row in file.votes
    ]  # fmt: skip


@discloses("identity.see")
def identity(request: HttpRequest, gate: Gate, person: uuid.UUID) -> HttpResponse:
    """Who the person is. Each look is logged by itself; no address is kept here."""
    found = gate.person(person)
    known = Identity.objects.filter(person=found).first()
    born = known.birth_date if known else None
    age = None
    if born is not None:
        before_birthday = (gate.today.month, gate.today.day) < (born.month, born.day)
        age = gate.today.year - born.year - before_birthday
    context = identity_bar(gate, CaseFile(found)) | {"identity": known, "age": age}
    return render(request, "cases/identity.html", context)


@discloses("suspicions.see")
def earlier(request: HttpRequest, gate: Gate, person: uuid.UUID) -> HttpResponse:
    """Earlier suspicions (BDF 3:7): a class of their own, for those appointed to see them."""
    found = gate.person(person)
    rows = Evidence.objects.filter(person=found, limited=True).order_by("-happened_on")
    return render(
        request, "cases/earlier.html", identity_bar(gate, CaseFile(found)) | {"rows": rows}
    )


@discloses("history.see")
def history(request: HttpRequest, gate: Gate, person: uuid.UUID) -> HttpResponse:
    """Who saw and did what with this person's record, from the log."""
    found = gate.person(person)
    with connection.cursor() as cursor:
        cursor.execute("select seq, at, body from hejda.history(%s)", [found.pk])
        entries = cursor.fetchall()
    names = {f"user:{u.pk}": u.name for u in User.objects.all()}
    names |= {f"service:{t.pk}": t.name for t in Token.objects.all()}
    rows = [
        {
            "seq": seq, "at": at, "who": names.get(_by(body), "–"),
            "action": said_of(body.get("action", "")) or "",
            "case": body.get("case", ""), "denied": body.get("class") == "denied",
        }
        for seq, at, body in ((s, a, _mapping(b)) for s, a, b in entries)
    ]  # fmt: skip
    return render(
        request, "cases/history.html", identity_bar(gate, CaseFile(found)) | {"rows": rows}
    )


def _mapping(body: Any) -> dict[str, Any]:
    return json.loads(body) if isinstance(body, str) else dict(body)


def _by(body: dict[str, Any]) -> str:
    by = str(body.get("by", ""))
    return by if by.startswith("service:") else str(body.get("on_behalf") or by)


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
    if request.method != "POST":
        return redirect("actor", person=found.pk)
    if row is None:
        _too_late(request)
    else:
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
