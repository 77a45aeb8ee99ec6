"""Tells Django of the app, and the log of each login: who, when, and whether it was let through."""

from __future__ import annotations

from django.apps import AppConfig


class Oversight(AppConfig):
    """Connects the log of logins when the application starts."""

    name = "hejda_web.oversight"

    def ready(self) -> None:
        """Listens to Django's own signals of login; the application sends none itself."""
        from django.contrib.auth.signals import (
            user_logged_in,
            user_logged_out,
            user_login_failed,
        )

        from hejda_web.oversight import logins

        user_logged_in.connect(logins.came_in, dispatch_uid="log.came_in")
        user_logged_out.connect(logins.went_out, dispatch_uid="log.went_out")
        user_login_failed.connect(logins.was_refused, dispatch_uid="log.was_refused")
