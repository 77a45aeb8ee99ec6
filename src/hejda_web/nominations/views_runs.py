"""Mapping runs: order one, follow it, see what came in, the lists and what moved."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hejda_web.nominations.forms import RunForm
from hejda_web.nominations.jobs import map_source
from hejda_web.nominations.models import Nomination
from hejda_web.nominations.words import (
    LIST_SENTENCES,
    LISTS,
    RUN_STATES,
    flag_words,
    moved_words,
    set_aside_words,
    stage_words,
)
from hejda_web.people.access import Gate, Hidden, discloses
from hejda_web.runs.models import Candidate, Moved, Placement, Run, SetAside
from hejda_web.ui.paging import piece_of
from hejda_web.ui.words import Words

TWO = ("harm", "serial")
"""The lists shown as tabs also when nobody is on them."""


@discloses("run.see")
def runs(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Every run, newest first."""
    context = {
        "rows": [
            (row, RUN_STATES[row.state])
            for row in Run.objects.select_related("ordered_by").order_by("-ordered_at")[:50]
        ],
        "may_start": gate.may("run.start"),
        "may_see_lists": gate.may("lists.see"),
    }
    return render(request, "nominations/runs.html", context)


@discloses("run.start")
def order(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Orders a run: a job in the same transaction, so that neither is lost without the other."""
    form = RunForm(request.POST or None, initial={"as_of": gate.today})
    if request.method != "POST" or not form.is_valid():
        return render(request, "nominations/run_order.html", {"form": form})
    run = Run.objects.create(
        source=form.cleaned_data["source"], as_of=form.cleaned_data["as_of"],
        places=form.cleaned_data["places"], ordered_by=gate.user, ordered_at=gate.now,
    )  # fmt: skip
    map_source.defer(run_id=str(run.pk))
    messages.success(
        request,
        str(Words("Körningen är beställd. Sidan visar hur långt den har kommit.",
                  "The run is ordered. This page shows how far it is.")),
    )  # fmt: skip
    return redirect("run", run=run.pk)


@discloses("run.see")
def run(request: HttpRequest, gate: Gate, run: uuid.UUID) -> HttpResponse:
    """One run: how far it is, what came in, what was set aside and why."""
    row = Run.objects.select_related("ordered_by").filter(pk=run).first()
    if row is None:
        raise Hidden
    aside = SetAside.objects.filter(run=row).order_by("-rows")
    context = {
        "run": row,
        "state": RUN_STATES[row.state],
        "stage": stage_words(row.stage),
        "aside": [(each, set_aside_words(each.code)) for each in aside],
        "going": row.state not in ("loaded", "failed"),
        "may_see_lists": gate.may("lists.see"),
    }
    template = "nominations/run_progress.html" if "part" in request.GET else "nominations/run.html"
    return render(request, template, context)


@discloses("lists.see")
def lists(request: HttpRequest, gate: Gate, run: uuid.UUID) -> HttpResponse:
    """Both lists, by region. Places and scores only of those the reader has judged."""
    row = Run.objects.filter(pk=run, state="loaded").first()
    if row is None:
        raise Hidden
    wanted = request.GET.get("list", "harm")
    wanted = wanted if wanted in LISTS else "harm"
    proposed = list(
        Candidate.objects.filter(run=row, list=wanted)
        .order_by("person__label")
        .values_list("pk", flat=True)
    )
    places = dict(
        Placement.objects.filter(candidate__in=proposed).values_list("candidate_id", "place")
    )
    proposed.sort(key=lambda key: (key not in places, places.get(key, 0)))
    piece = piece_of(request, proposed)
    found = Candidate.objects.select_related("person").in_bulk(piece.rows)
    candidates = [found[key] for key in piece.rows if key in found]
    shown = {p.pk for p in gate.people(each.person for each in candidates)}
    placed = {p.person_id: p for p in Placement.objects.filter(candidate__in=candidates)}
    open_ones = {
        n.person_id: n for n in Nomination.objects.filter(person_id__in=shown).order_by("made_at")
    }
    rows: list[dict[str, Any]] = [
        {
            "person": each.person, "placement": placed.get(each.person_id),
            "nomination": open_ones.get(each.person_id),
            "flags": [flag_words(f) for f in placed[each.person_id].flags]
            if each.person_id in placed else [],
        }
        for each in candidates
        if each.person_id in shown
    ]  # fmt: skip
    gate.shows((), "place")
    others = Candidate.objects.filter(run=row).exclude(list__in=TWO)
    used = set(others.values_list("list", flat=True))
    context = {
        "run": row, "rows": rows, "list": wanted,
        "lists": [(code, words) for code, words in LISTS.items() if code in used or code in TWO],
        "title": LISTS[wanted], "says": LIST_SENTENCES[wanted],
        "hidden": len(proposed) - len(places), "all": len(proposed), "piece": piece,
    }  # fmt: skip
    return render(request, "nominations/run_lists.html", context)


@discloses("moved.see")
def moved(request: HttpRequest, gate: Gate, run: uuid.UUID) -> HttpResponse:
    """Who came, left or changed place since the run before, and why; of those already judged."""
    row = Run.objects.filter(pk=run, state="loaded").first()
    if row is None:
        raise Hidden
    rows = list(
        Moved.objects.filter(run=row).select_related("person").order_by("list", "new", "old")
    )
    shown = {p.pk for p in gate.people(each.person for each in rows)}
    context = {
        "run": row,
        "rows": [
            (each, moved_words(each.list, each.old, each.new, each.why))
            for each in rows
            if each.person_id in shown
        ],
    }
    return render(request, "nominations/run_moved.html", context)
