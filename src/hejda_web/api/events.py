"""Takes an event in: once, for a person the token may send about, and alike whoever it is about."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import uuid

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from hejda_web.accounts.numbers import number_hash
from hejda_web.api.answers import EventIn
from hejda_web.events.models import Event, Receipt
from hejda_web.people.models import Person
from hejda_web.people.service_access import Refused, ServiceGate

AHEAD = dt.timedelta(minutes=5)
"""How far the sender's clock may go before ours."""


def take(gate: ServiceGate, given: EventIn) -> None:
    """Keeps the event. Raises Refused 409 where another came with the same id, 422 for a future one.

    The receipt comes first and asks for nobody, so that what is answered to a number sent twice does not
    depend on whether anybody here has it. A person named by an id that is hidden or unknown is hidden.
    """
    if given.happened_at > gate.now + AHEAD:
        raise Refused(422, ["happened_at"])
    if given.person is not None:
        person: Person | None = gate.person(given.person)
    else:
        person = _numbered(given.personal_number or "")
    if not _first(gate, given):
        return
    if person is not None and gate.lets("service.event", person):
        gate.shows([person])
        Event.objects.bulk_create(
            [
                Event(
                    person=person, token=gate.token, kind=given.kind, happened_at=given.happened_at,
                    received_at=gate.now, reference=given.id,
                )
            ]
        )  # fmt: skip


def _numbered(number: str) -> Person | None:
    with connection.cursor() as cursor:
        cursor.execute("select hejda.numbered(%s)", [number_hash(number)])
        found: uuid.UUID | None = cursor.fetchone()[0]
    return Person.objects.filter(pk=found).first() if found else None


def _first(gate: ServiceGate, given: EventIn) -> bool:
    """Whether the event comes for the first time; its receipt is then written."""
    content = _keyed(given.model_dump_json())
    key = uuid.UUID(_keyed(f"{gate.token.pk}:{given.id}")[:32])
    try:
        with transaction.atomic():
            Receipt.objects.bulk_create(
                [Receipt(id=key, token=gate.token, content=content, received_at=gate.now)]
            )
    except IntegrityError:
        if not Receipt.objects.filter(pk=key, content=content).exists():
            raise Refused(409) from None
        return False
    return True


def _keyed(text: str) -> str:
    secret = settings.INSTALLATION.context_key.encode()
    return hmac.new(secret, b"event:" + text.encode(), hashlib.sha256).hexdigest()
