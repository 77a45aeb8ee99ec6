"""Tells Django of the app, and the line of a person's time of the tests kept here."""

from __future__ import annotations

from django.apps import AppConfig


class Sharing(AppConfig):
    """Adds what is kept here to the timeline when the application starts."""

    name = "hejda_web.sharing"

    def ready(self) -> None:
        """The timeline is an app below and cannot ask for it."""
        from hejda_web.cases import timeline
        from hejda_web.sharing.timeline import kept_tests

        if kept_tests not in timeline.SOURCES:
            timeline.SOURCES.append(kept_tests)
