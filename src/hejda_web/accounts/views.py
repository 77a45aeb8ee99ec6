"""A colleague's own pages: the password, and what they are allowed and why."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hejda_web.accounts.forms import label
from hejda_web.accounts.models import User
from hejda_web.accounts.roles import ROLES, SCOPES, WHAT_ROLES_DO
from hejda_web.accounts.who import appointments_of, colleague, roles_of
from hejda_web.ui.words import Words


def own_password(request: HttpRequest) -> HttpResponse:
    """Chooses an own password instead of the one-time one."""
    user = colleague(request)
    form = SetPasswordForm(user, request.POST or None)
    label(
        form,
        "new_password1",
        Words("Nytt lösenord", "New password"),
        Words(
            "Minst 12 tecken, inget vanligt lösenord.",
            "At least 12 characters, no common password.",
        ),
    )
    label(form, "new_password2", Words("Samma igen", "The same again"))
    if request.method == "POST" and form.is_valid():
        user = form.save()
        User.objects.filter(pk=user.pk).update(must_choose_password=False)
        update_session_auth_hash(request, user)
        messages.success(request, str(Words("Lösenordet är bytt.", "The password is changed.")))
        return redirect("start")
    return render(request, "accounts/own_password.html", {"form": form})


def me(request: HttpRequest) -> HttpResponse:
    """What the reader may do here, by which decision, until when; and how they log in."""
    user = colleague(request)
    today = timezone.localdate()
    context = {
        "roles": [(ROLES[r], WHAT_ROLES_DO[r]) for r in sorted(roles_of(user, today))],
        "appointments": [(SCOPES[a.scope], a) for a in appointments_of(user, today)],
        "second_factors": Authenticator.objects.filter(user=user),
    }
    return render(request, "accounts/me.html", context)
