"""Reads who is logged in, as every request does."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from hejda_web.accounts.models import User


class Backend(AuthenticationBackend):
    """allauth's, but for one thing: the unit, which every decision asks for, comes with the account."""

    def get_user(self, user_id: Any) -> User | None:
        """The account of a session; None where there is none, or none in use."""
        user = User.objects.select_related("unit").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
