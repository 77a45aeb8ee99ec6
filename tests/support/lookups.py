"""People as the registers know them, for tests of look-ups; and pages compared byte for byte."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from hejda_web.accounts.models import Appointment, User
from tests.web.conftest import World


@dataclass(frozen=True)
class Known:
    """Somebody's names, number and year of birth, read past every wall."""

    person: uuid.UUID
    names: str
    number: str
    born: int
    label: str


def known(world: World, person: uuid.UUID) -> Known:
    """Who a person is, by the superuser; somebody without a number is given an invented one."""
    with world.connect("postgres") as superuser:
        row = superuser.execute(
            "select i.names, i.personal_number, extract(year from i.birth_date)::int, p.label"
            " from people_identity i join people_person p on p.id = i.person_id where p.id = %s",
            [person],
        ).fetchone()
    assert row is not None
    return Known(person, *row)


def appoint(username: str, **said: Any) -> Appointment:
    """An appointment from today, named by the administrator."""
    return Appointment.objects.create(
        user=User.objects.get(username=username), named_by=User.objects.get(username="adam"),
        reason="x", valid_from=timezone.localdate(), **said,
    )  # fmt: skip


def bare(answer: Any) -> tuple[int, bytes, list[tuple[str, str]]]:
    """An answer without what is new each time: the form's mark, the browser's nonce, and at the duty desk
    the line that says when and by which number or year was asked."""
    text = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", answer.content)
    text = re.sub(rb'nonce="[^"]*"', b"", text)
    text = re.sub(rb'(?<=<p class="eyebrow">)[0-9]{2}:[0-9]{2}, [^<]*', b"", text)
    headers = [(k, v) for k, v in answer.headers.items() if k != "Content-Security-Policy"]
    return answer.status_code, text, sorted(headers)


def entries(world: World, action: str) -> list[dict[str, Any]]:
    """What the log says of an act, oldest first."""
    import json

    with world.connect("auditor") as auditor:
        rows = auditor.execute("select body from audit.entry order by seq").fetchall()
    found: list[dict[str, Any]] = [json.loads(body) for (body,) in rows]
    return [each for each in found if each["action"] == action]
