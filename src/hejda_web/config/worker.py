"""The worker: takes ordered jobs one at a time, as the same role of the database as the pages."""

from __future__ import annotations

import os


def main() -> None:
    """Works until it is told to stop. A run that another worker left half done is taken up again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hejda_web.config.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app

    from hejda_web.config.roles import refuse_other_release, refuse_powerful_role
    from hejda_web.nominations.jobs import take_up_again

    refuse_powerful_role()
    refuse_other_release()
    take_up_again()
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    worker_app.run_worker(
        queues=["runs"], concurrency=1, install_signal_handlers=True, listen_notify=True
    )


if __name__ == "__main__":
    from hejda_web.ui.plain_log import told_plainly

    told_plainly(main)
