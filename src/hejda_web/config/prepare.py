"""Brings a database up to this version: migrations, walls, static files. Runs as the role owner."""

from __future__ import annotations

import os
import sys

import psycopg

from hejda_web.config.embedded import WITNESS


def prepare(*, static: bool = True) -> None:
    """Migrates, raises the walls and gathers static files; safe to run again."""
    os.environ["HEJDA_DATABASE_ROLE"] = "owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hejda_web.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    from django.conf import settings

    from hejda_web.config.roles import refuse_later_database
    from hejda_web.people.walls import raise_walls, raise_witness

    refuse_later_database()
    call_command("migrate", interactive=False, verbosity=0)
    name = str(settings.DATABASES["default"]["NAME"])
    dsn = settings.INSTALLATION.database.dsn("owner", name)
    with psycopg.connect(dsn) as owner:
        raise_walls(owner, settings.INSTALLATION.context_key)
    if settings.EMBEDDED:
        with psycopg.connect(settings.INSTALLATION.database.dsn("owner", WITNESS)) as owner:
            raise_witness(owner)
    if static:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)


if __name__ == "__main__":
    from hejda_web.ui.plain_log import told_plainly

    told_plainly(lambda: prepare(static="--no-static" not in sys.argv))
