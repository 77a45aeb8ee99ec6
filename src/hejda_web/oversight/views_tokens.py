"""Pages about service tokens: an administrator makes them, a lawyer or the region's lead confirms them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hejda_web.accounts.who import roles_of
from hejda_web.people.access import Gate, Hidden, discloses
from hejda_web.services.forms import TokenForm
from hejda_web.services.models import Token
from hejda_web.services.scopes import SCOPES
from hejda_web.services.tokens import hash_of, new_secret
from hejda_web.ui.words import Words

STATES = {
    "waiting": Words("väntar på bekräftelse", "waits to be confirmed"),
    "in_force": Words("gäller", "in force"),
    "revoked": Words("återkallad", "revoked"),
    "run_out": Words("har gått ut", "has run out"),
}

CONFIRMS = {"lawyer", "regional_lead"}
ANSWERED = Words(
    "Någon annan svarade före dig. Läs vad som gäller nu; ditt svar är inte sparat.",
    "Somebody else answered before you. Read what holds now; your answer is not kept.",
)


def state_of(token: Token, today: dt.date) -> str:
    """Which of STATES a token is in on the day."""
    if token.revoked_at is not None:
        return "revoked"
    if token.valid_until < today:
        return "run_out"
    return "waiting" if token.confirmed_at is None else "in_force"


@discloses("tokens.manage")
def tokens(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Every token, the newest first. The tokens themselves are nowhere."""
    rows = [_row(each, gate.today) for each in _all()]
    return render(request, "oversight/tokens.html", {"rows": rows})


@discloses("tokens.manage")
def new_token(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Makes a token and shows it once."""
    form = TokenForm(request.POST or None, today=gate.today)
    if request.method != "POST" or not form.is_valid():
        return render(request, "oversight/token.html", {"form": form})
    given, secret = form.cleaned_data, new_secret()
    made = Token.objects.create(
        name=given["name"], hash=hash_of(secret), unit=given["unit"], scopes=given["scopes"],
        regions=given["regions"], everywhere=given["reach"] == "everywhere",
        purpose=given["purpose"], case_reference=given["case_reference"],
        per_minute=given["per_minute"], valid_from=gate.today, valid_until=given["valid_until"],
        made_by=gate.user, made_at=gate.now,
    )  # fmt: skip
    gate.touched(made.pk)
    return render(request, "oversight/token_made.html", {"token": made, "secret": secret})


@discloses("tokens.manage")
def revoke(request: HttpRequest, gate: Gate, token: uuid.UUID) -> HttpResponse:
    """Revokes a token; it opens nothing from the next call on."""
    row = _all().filter(pk=token).first()
    if row is None:
        raise Hidden
    if request.method == "POST":
        _revoke(request, gate, row)
        return redirect("tokens")
    return render(request, "oversight/token_revoke.html", _row(row, gate.today))


@discloses("tokens.confirm")
def waiting(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Tokens that the reader may answer for: a lawyer all of them, a lead those of the region."""
    rows = [_row(each, gate.today) for each in _all() if _concerns(gate, each)]
    return render(request, "oversight/tokens_waiting.html", {"rows": rows})


@discloses("tokens.confirm")
def confirm(request: HttpRequest, gate: Gate, token: uuid.UUID) -> HttpResponse:
    """Confirms or revokes a token, after reading what it may do and why."""
    row = _all().filter(pk=token).first()
    if row is None or not _concerns(gate, row):
        raise Hidden
    may = _may_confirm(gate, row)
    if request.method == "POST" and "revoke" in request.POST:
        _revoke(request, gate, row)
        return redirect("tokens_waiting")
    if request.method == "POST" and "confirm" in request.POST and may:
        _confirm(request, gate, row)
        return redirect("tokens_waiting")
    own = bool(_roles_for(gate, row) & CONFIRMS)
    context = _row(row, gate.today) | {"may_confirm": may, "role_from_maker": not own}
    return render(request, "oversight/token_confirm.html", context)


def _all() -> Any:
    return Token.objects.select_related("unit", "made_by", "confirmed_by", "revoked_by").order_by(
        "-made_at"
    )


def _row(token: Token, today: dt.date) -> dict[str, Any]:
    state = state_of(token, today)
    return {
        "token": token, "state": state, "said": STATES[state],
        "scopes": [SCOPES[each] for each in token.scopes],
    }  # fmt: skip


def _concerns(gate: Gate, token: Token) -> bool:
    if "lawyer" in gate.who.roles:
        return True
    return token.everywhere or gate.who.home_region in token.regions


def _may_confirm(gate: Gate, token: Token) -> bool:
    """The database holds the same apart: `hejda.confirms_token`."""
    if token.made_by_id == gate.user.pk or state_of(token, gate.today) != "waiting":
        return False
    own = bool(gate.who.home_region) and token.regions == [gate.who.home_region]
    roles = _roles_for(gate, token)
    return "lawyer" in roles or ("regional_lead" in roles and own and not token.everywhere)


def _roles_for(gate: Gate, token: Token) -> frozenset[str]:
    """The reader's roles, but for those the token's maker gave: those would be the maker's own hands."""
    return roles_of(gate.user, gate.today, but_from=token.made_by_id)


def _confirm(request: HttpRequest, gate: Gate, token: Token) -> None:
    if not Token.objects.filter(pk=token.pk, confirmed_at=None, revoked_at=None).update(
        confirmed_by=gate.user, confirmed_at=gate.now
    ):
        messages.error(request, str(ANSWERED))
        return
    gate.touched(token.pk)
    messages.success(
        request,
        str(Words("Nyckeln är bekräftad och gäller nu.", "The token is confirmed and holds now.")),
    )  # fmt: skip


def _revoke(request: HttpRequest, gate: Gate, token: Token) -> None:
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(
        revoked_by=gate.user, revoked_at=gate.now
    ):
        messages.error(request, str(ANSWERED))
        return
    gate.touched(token.pk)
    messages.success(
        request, str(Words("Nyckeln är återkallad. Den öppnar ingenting längre.",
                           "The token is revoked. It opens nothing any more.")),
    )  # fmt: skip
