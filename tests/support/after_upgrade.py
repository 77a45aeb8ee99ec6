"""What an authority does once its installation of the release before came up in this one.

    python -m tests.support.after_upgrade PASSWORDS

New passwords, the telephones, duty appointments and a role that the old release did not ask for, and a
new run of the source `invented`, which fills the tables it had not. PASSWORDS: lines of user, role and
one-time password, as the demonstration keeps them.
"""

from __future__ import annotations

import sys
from pathlib import Path


def prepare(passwords: Path) -> None:
    """Does all of it, as the role that serves."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from hejda_web.accounts.models import Appointment, RoleGrant, User
    from hejda_web.config.demo import last_day
    from hejda_web.config.demo_content import TELEPHONES
    from hejda_web.nominations.jobs import map_source
    from hejda_web.runs.models import Run

    today = timezone.localdate()
    for line in passwords.read_text(encoding="utf-8").splitlines():
        username, role, word = line.split("\t")
        User.objects.filter(username=username).update(
            password=make_password(word), must_choose_password=True, language="sv",
            telephone=TELEPHONES.get(role, ""),
        )  # fmt: skip
    # Whoever confirms an administrator's tokens holds that role from somebody else.
    RoleGrant.objects.create(
        user=User.objects.get(username="rut"), role="regional_lead",
        granted_by=User.objects.get(username="nils"), valid_from=today,
    )  # fmt: skip
    screens = Appointment.objects.get(user__username="anna", scope="screening")
    for username, named_by in (("dag", "rut"), ("rut", "nils")):
        Appointment.objects.create(
            user=User.objects.get(username=username), scope="duty", region=screens.region,
            named_by=User.objects.get(username=named_by), reason="Svarar som vakthavande.",
            valid_from=today,
        )  # fmt: skip
    source = settings.INSTALLATION.sources["invented"]
    run = Run.objects.create(
        source="invented", as_of=min(today, last_day(source.parent)), places=100,
        ordered_by=User.objects.get(username="anna"), ordered_at=timezone.now(),
    )  # fmt: skip
    map_source.func(str(run.pk))
    run.refresh_from_db()
    if run.state != "loaded":
        raise SystemExit(run.failure_en)


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
