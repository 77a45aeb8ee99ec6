"""What django-allauth may do here: log known people in, and nothing else."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import redirect

from hejda_web.accounts.models import User


class NoSignup(DefaultAccountAdapter):
    """Nobody makes an account for themselves; an administrator does."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class KnownPeopleOnly(DefaultSocialAccountAdapter):
    """The authority's login opens accounts that exist; it makes none, and links none by e-mail."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Finds the account by the user name that the authority vouches for."""
        if sociallogin.is_existing:
            return
        name = sociallogin.account.extra_data.get("preferred_username", "")
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, user)
