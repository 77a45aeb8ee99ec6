"""A colleague's own password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hejda_web.accounts.forms import label
from hejda_web.accounts.models import User
from hejda_web.accounts.who import colleague
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
