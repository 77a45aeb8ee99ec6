"""Fills a fresh demonstration: units, a user per role, appointments, and the first run."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hejda_web.accounts.models import User

USERS = (
    ("anna", "Anna Analytiker", "analyst"),
    ("hugo", "Hugo Handläggare", "case_officer"),
    ("rut", "Rut Regionansvarig", "regional_lead"),
    ("nils", "Nils Nationellansvarig", "national_lead"),
    ("bo", "Bo Bopshandläggare", "safety_officer"),
    ("lena", "Lena Jurist", "lawyer"),
    ("dag", "Dag Desken", "duty_desk"),
    ("siv", "Siv Samverkan", "authority"),
    ("adam", "Adam Administratör", "administrator"),
)

TELEPHONES = {
    "case_officer": "031-390 06 01",
    "regional_lead": "031-390 06 02",
    "safety_officer": "031-390 06 03",
}
"""Numbers that the Swedish regulator keeps free for fiction."""


def fill() -> None:
    """Makes everything; the one-time passwords are printed by `hejda demo` and kept in its home."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hejda_web.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from hejda_web.config.demo import last_day
    from hejda_web.nominations.jobs import map_source
    from hejda_web.runs.models import Run

    source: Path = settings.INSTALLATION.sources["invented"]
    today = timezone.localdate()
    users = _users(today)
    run = Run.objects.create(
        source="invented", as_of=min(today, last_day(source.parent)), places=100,
        ordered_by=users["analyst"], ordered_at=timezone.now(),
    )  # fmt: skip
    map_source.func(str(run.pk))
    run.refresh_from_db()
    if run.state != "loaded":
        raise SystemExit(run.failure_en or "The first run could not be brought in.")
    _appointments(users, today)


def _users(today: dt.date) -> dict[str, User]:
    from django.conf import settings
    from django.contrib.auth.hashers import make_password

    from hejda_web.accounts.models import RoleGrant, Unit, User

    units = {
        "region": Unit.objects.create(name="Polisregion Väst", police_region="vast"),
        "nation": Unit.objects.create(name="Nationella operativa avdelningen"),
        "independent": Unit.objects.create(name="Dataskydd och intern kontroll", independent=True),
        "authority": Unit.objects.create(name="Psykiatrin i Lå (påhittad)"),
        "it": Unit.objects.create(name="IT-drift"),
    }
    place = {
        "national_lead": "nation", "lawyer": "independent", "authority": "authority",
        "administrator": "it",
    }  # fmt: skip
    made, lines = {}, []
    for username, name, role in USERS:
        password = secrets.token_urlsafe(9)
        made[role] = User.objects.create(
            username=username, name=name, unit=units[place.get(role, "region")], joined_on=today,
            password=make_password(password), telephone=TELEPHONES.get(role, ""),
        )  # fmt: skip
        lines.append(f"{username}\t{role}\t{password}")
    for role, user in made.items():
        # Who answers for an administrator's tokens got that role from somebody else.
        giver = made["national_lead" if role in ("lawyer", "regional_lead") else "administrator"]
        RoleGrant.objects.create(user=user, role=role, granted_by=giver, valid_from=today)
    path = settings.INSTALLATION.home / "one-time-passwords.txt"
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return made


def _appointments(users: dict[str, User], today: dt.date) -> None:
    from django.db import transaction

    from hejda_web.accounts.models import Appointment, Unit
    from hejda_web.oversight.models import NeedReview
    from hejda_web.people.context import Signed, sign
    from hejda_web.people.models import Person

    with transaction.atomic():
        sign(Signed("job", users["analyst"].pk, "run.load"))
        regions = Counter(Person.objects.values_list("region", flat=True))
    region = max(sorted(set(regions) - {"national"}), key=lambda each: regions[each])
    Unit.objects.filter(police_region="vast").update(
        police_region=region, name=f"Polisregion {region.capitalize()}"
    )
    until = today + dt.timedelta(days=365)
    for role, named_by in (("duty_desk", "regional_lead"), ("regional_lead", "national_lead")):
        Appointment.objects.create(
            user=users[role], scope="duty", region=region, named_by=users[named_by],
            reason="Svarar som vakthavande.", valid_from=today, valid_until=until,
        )  # fmt: skip
    for role, named_by in (("analyst", "regional_lead"), ("regional_lead", "national_lead")):
        Appointment.objects.create(
            user=users[role], scope="screening", region=region, limited=role == "regional_lead",
            named_by=users[named_by], reason="Granskar regionens kandidater.",
            valid_from=today, valid_until=until,
        )  # fmt: skip
    NeedReview.objects.create(region=region, year=today.year, due_on=dt.date(today.year, 12, 31))


if __name__ == "__main__":
    fill()
