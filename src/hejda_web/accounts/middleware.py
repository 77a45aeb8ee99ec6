"""Every page asks for a login but the few that say so, and for an own password before anything else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation

from hejda_web.accounts.models import User

OPEN = ("/login/", "/static/", "/healthz", "/csp/", "/language/", "/authority/", "/api/")
"""The API asks for a token of its own, and takes no login."""
BEFORE_OWN_PASSWORD = ("/password/", "/logout/", *OPEN)


class LoginFirst:
    """Sends whoever is not logged in to the login, and a new colleague to choosing a password."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, or a redirect."""
        user = request.user
        if not user.is_authenticated:
            if request.path.startswith(OPEN):
                return self.answer(request)
            return redirect("account_login")
        if isinstance(user, User):
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
            if user.must_choose_password and not request.path.startswith(BEFORE_OWN_PASSWORD):
                return redirect("own_password")
        return self.answer(request)
