"""Screening: one candidate at a time; own judgement, then score, then a decision with a reason."""

from __future__ import annotations

import random
import uuid
from typing import Any, NamedTuple

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hejda_web.nominations import grounds as legal
from hejda_web.nominations import screening
from hejda_web.nominations.forms import JudgementForm, VoteForm
from hejda_web.nominations.models import Decision, Nomination, OwnJudgement
from hejda_web.nominations.words import (
    LEVELS,
    LIST_SENTENCES,
    LISTS,
    ORIGINS,
    OUTCOMES,
    REASONS,
    STATES,
    flag_words,
    gap_words,
)
from hejda_web.people.access import Gate, Hidden, about, discloses
from hejda_web.runs.record import candidates_of, record_of, twin_of, years_of
from hejda_web.runs.risk import repeat_of, serious_of
from hejda_web.runs.told import told_of
from hejda_web.ui.edits import Stale
from hejda_web.ui.paging import piece_of
from hejda_web.ui.words import Words

ALREADY_WRITTEN = Words(
    "Du har redan skrivit ett eget ställningstagande. Det som står först gäller.",
    "You have already written an own judgement. The first one stands.",
)


@discloses("lists.see")
def queue(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Who waits for the reader. The order is drawn by lot, each day anew, and says nothing."""
    waiting = Nomination.objects.exclude(state="decided").order_by("pk")
    drawn = list(waiting.values_list("pk", "state", "round"))
    random.Random(f"{gate.user.pk}{gate.today}").shuffle(drawn)  # noqa: S311  an order, no secret
    begun = [key for key, state, _ in drawn if state != "open"]
    votes = Decision.objects.filter(nomination__in=begun, by=gate.user)
    voted = set(votes.values_list("nomination_id", "round"))
    parts: dict[str, list[uuid.UUID]] = {"second": [], "waits": [], "others": []}
    for key, state, turn in drawn:
        part = "waits" if state == "open" else "others" if (key, turn) in voted else "second"
        parts[part].append(key)
    piece = piece_of(request, [key for keys in parts.values() for key in keys])
    found = Nomination.objects.select_related("person").in_bulk(piece.rows)
    pending = [found[key] for key in piece.rows if key in found]
    shown = {p.pk for p in gate.people(each.person for each in pending)}
    mine = [each for each in pending if each.person_id in shown]
    judged = set(
        OwnJudgement.objects.filter(nomination__in=mine, by=gate.user).values_list(
            "nomination_id", flat=True
        )
    )
    rows: list[dict[str, Any]] = [
        {
            "nomination": each, "origin": ORIGINS[each.origin], "judged": each.pk in judged,
            "voted": (each.pk, each.round) in voted,
        }
        for each in mine
    ]  # fmt: skip
    context = {
        "second": [r for r in rows if r["nomination"].state != "open" and not r["voted"]],
        "waits": [r for r in rows if r["nomination"].state == "open"],
        "others": [r for r in rows if r["nomination"].state != "open" and r["voted"]],
        "total": len(drawn), "piece": piece,
        "numbers": {name: len(keys) for name, keys in parts.items()},
    }  # fmt: skip
    return render(request, "nominations/queue.html", context)


class Found(NamedTuple):
    """A nomination, the reader's own judgement of it, and whether they have voted in the round going on."""

    nomination: Nomination
    own: OwnJudgement | None
    voted: bool


def _nomination(gate: Gate, key: uuid.UUID) -> Found:
    """The nomination if both walls let the act through, and what the reader has done with it."""
    found = Nomination.objects.select_related("person", "run").filter(pk=key).first()
    if found is None:
        raise Hidden("not_found", key)
    own = screening.own_judgement(gate, found)
    voted = screening.has_voted(gate, found)
    judged = own is not None or found.state == "decided"
    gate.person(found.person_id, judged=judged, voted=voted)
    gate.touched(found.pk)
    return Found(found, own, voted)


def _page(gate: Gate, known: Found) -> dict[str, Any]:
    found, own, voted = known
    person = found.person
    judged = own is not None
    here = about(person, judged=judged, voted=voted)
    votes = list(Decision.objects.filter(nomination=found).select_related("by").order_by("at"))
    candidates = candidates_of(person.pk)
    record = record_of(person, candidates)
    twin = twin_of(person)
    return {
        "nomination": found,
        "person": person,
        "origin": ORIGINS[found.origin],
        "own": own,
        "own_level": LEVELS[own.level] if own else None,
        "state": STATES[found.state],
        "twin": next(iter(gate.people([twin])), None) if twin else None,
        "record": record,
        "candidates": candidates,
        "run_days": (gate.today - record.run.as_of).days if record.run else None,
        "years": years_of(record.events),
        "voted": voted,
        "may_reveal": gate.may("candidate.reveal", here),
        "votes": [(OUTCOMES[v.outcome], REASONS[v.reason], v) for v in votes],
        "may_see_identity": gate.may("identity.see", here),
    }


@discloses("candidate.see")
def candidate(request: HttpRequest, gate: Gate, nomination: uuid.UUID) -> HttpResponse:
    """The records of one candidate, and a form for an own judgement. Neither place nor score."""
    context = _page(gate, _nomination(gate, nomination)) | {"form": JudgementForm()}
    return render(request, "nominations/candidate.html", context)


@discloses("candidate.judge")
def judge(request: HttpRequest, gate: Gate, nomination: uuid.UUID) -> HttpResponse:
    """Takes the own judgement and goes on to place and score."""
    if request.method != "POST":
        return redirect("candidate", nomination=nomination)
    found, own, _ = known = _nomination(gate, nomination)
    form = JudgementForm(request.POST)
    if own is None and not form.is_valid():
        context = _page(gate, known) | {"form": form}
        return render(request, "nominations/candidate.html", context, status=422)
    if own is not None:
        messages.error(request, str(ALREADY_WRITTEN))
        return redirect("candidate_reveal", nomination=found.pk)
    try:
        screening.write_judgement(
            gate, found, form.cleaned_data["level"], form.cleaned_data["text"]
        )
    except IntegrityError:
        messages.error(request, str(ALREADY_WRITTEN))
    return redirect("candidate_reveal", nomination=found.pk)


@discloses("candidate.reveal")
def reveal(request: HttpRequest, gate: Gate, nomination: uuid.UUID) -> HttpResponse:
    """Place, score and every reason; and the form for the decision."""
    page = _revealed(gate, _nomination(gate, nomination), _form(gate))
    return render(request, "nominations/reveal.html", page)


def _form(gate: Gate, given: Any = None) -> VoteForm:
    return VoteForm(legal.grounds_on(gate.today), given)


def _revealed(gate: Gate, known: Found, form: VoteForm) -> dict[str, Any]:
    found = known.nomination
    page = _page(gate, known)
    record = page["record"]
    newest = screening.newest_on_list(page["candidates"])
    placement = screening.placement_of(newest)
    newest = newest if placement else None
    told = told_of(found.person, record, newest.list if newest else "")
    marks = [*placement.flags, *placement.gaps] if placement else []
    serious = serious_of(record.run, told, record.events, marks, judge_first=False)
    return page | {
        "placement": placement,
        "run": record.run,
        "list": LISTS[newest.list] if newest else None,
        "list_sentence": LIST_SENTENCES[newest.list] if newest else None,
        "flags": [flag_words(f) for f in placement.flags if not f.startswith("overlay:")]
        if placement else [],
        "undated": [flag_words(each) for each in serious.undated],
        "gaps": [gap_words(each) for each in placement.gaps] if placement else [],
        "told": told,
        "repeat": repeat_of(record.run, told, judge_first=False),
        "serious": serious,
        "form": form,
        "ground_groups": form.ground_groups(),
        "second": found.state == "one_vote",
        "can_vote": found.state in ("open", "one_vote", "differing") and not page["voted"],
    }  # fmt: skip


@discloses("candidate.decide")
def decide(request: HttpRequest, gate: Gate, nomination: uuid.UUID) -> HttpResponse:
    """Takes the first vote."""
    return _voted(request, gate, nomination, ("open", "differing"))


@discloses("candidate.second")
def second(request: HttpRequest, gate: Gate, nomination: uuid.UUID) -> HttpResponse:
    """Takes the second vote, blind to the first; two votes to list make a focus person."""
    return _voted(request, gate, nomination, ("one_vote",))


def _voted(
    request: HttpRequest, gate: Gate, key: uuid.UUID, states: tuple[str, ...]
) -> HttpResponse:
    if request.method != "POST":
        return redirect("candidate_reveal", nomination=key)
    found, own, _ = known = _nomination(gate, key)
    form = _form(gate, request.POST)
    if own is None:
        return redirect("candidate", nomination=key)
    if not form.is_valid():
        page = _revealed(gate, known, form)
        return render(request, "nominations/reveal.html", page, status=422)
    state = found.state
    if state not in states or screening.has_voted(gate, found):
        return _stale(request, gate, found, own, form)
    given = screening.Vote(
        outcome=form.cleaned_data["outcome"], reason=form.cleaned_data["reason"],
        text=form.cleaned_data["text"], version=_version(request), ground=form.cleaned_data["ground"],
        thresholds=form.thresholds(), urgent_reason=form.cleaned_data["urgent_reason"],
    )  # fmt: skip
    try:
        made = screening.vote(gate, found, given)
    except (Stale, IntegrityError):
        return _stale(request, gate, found, own, form)
    if state == "one_vote" and given.outcome == "list":
        screening.list_person(gate, found, made, given, legal.fingerprint(gate.today))
        messages.success(
            request,
            str(
                Words(
                    "Två personer har beslutat. Personen är nu fokusperson.",
                    "Two people have decided. The person is now a focus person.",
                )
            ),
        )
        return redirect("actor", person=found.person_id)
    messages.success(request, str(_what_next(state, given.outcome)))
    return redirect("screening")


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else 0


def _what_next(state: str, outcome: str) -> Words:
    if state == "one_vote":
        return Words(
            "Beslutet är sparat. Ni två har kommit fram till olika saker: båda besluten visas nu för er.",
            "The decision is saved. You two differ: both votes are now shown to you.",
        )
    if outcome == "list":
        return Words(
            "Beslutet är sparat. En kollega måste besluta samma sak, utan att se ditt beslut.",
            "The decision is saved. A colleague must decide the same, without seeing yours.",
        )
    return Words("Beslutet är sparat.", "The decision is saved.")


def _stale(
    request: HttpRequest, gate: Gate, found: Nomination, own: OwnJudgement | None, form: VoteForm
) -> HttpResponse:
    """Somebody decided meanwhile: what stands now beside what was about to be saved."""
    found.refresh_from_db()
    known = Found(found, own, screening.has_voted(gate, found))
    page = _revealed(gate, known, form) | {
        "stale": True, "given_outcome": OUTCOMES.get(form.data.get("outcome", "")),
    }  # fmt: skip
    return render(request, "nominations/reveal.html", page, status=409)
