"""The matrix over HTTP: cells asked of the running server with a login or a token, against the referees."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from hejda_web.accounts.models import User, Work
from tests.support.counts import counted
from tests.support.served import AT_ONCE, Answered, Wire, server
from tests.support.service_tokens import put_token
from tests.support.size import SIZE
from tests.web.access_referee import EVERY_ROLE, Paper, Somebody, rows
from tests.web.addresses import address, patterns
from tests.web.conftest import World
from tests.web.http_cells import (
    CALL_LISTS,
    CALLS,
    LISTS,
    PAGES,
    CallCell,
    PageCell,
    key_of,
    stands_in,
)
from tests.web.matrix_rows import (
    REGIONS,
    TIES,
    Colleague,
    Planted,
    Planting,
    plant_colleagues,
    plant_people,
)
from tests.web.service_referee import Key, OneAsked, key_opens, service_rows

CELLS = 300 if SIZE == 1 else 200 * SIZE
PAIRS = 200
"""Of hidden and unknown ids asked for with tokens; tests/web/test_hidden_is_unknown.py asks with logins."""
READABLE = """
    update people_person set label = 'Q' || upper(left(md5(id::text), 10)) where label = 'M';
    update nominations_decision set reason = 'recent_serious' where reason = 'x';
    update nominations_listing set ground = 'monitoring', threshold_names = '{necessity}' where ground = 'g';
    update runs_reason set kind = 'for', ranker = 'expected_harm', rule = 'xx.harm', points = 3
      where ranker = 'x';
    update runs_evidence set "table" = 'incident' where "table" = 'x';
    update runs_around set partner = 'yes', confidence = 'recorded' where partner = 'x';
    update accounts_user set language = 'sv' where language = 'x';
"""
"""What the matrix put in by type alone, as words that pages can say."""


@dataclass
class Place:
    """The running server with people of every kind, and how colleagues and systems reach it."""

    port: int
    run: uuid.UUID
    today: dt.date
    people: list[Planted]
    colleagues: list[Colleague]
    tokens: list[tuple[Any, Key]]
    cookies: dict[uuid.UUID, str] = field(default_factory=dict)

    def as_colleague(self, who: Colleague) -> dict[str, str]:
        """Headers of somebody logged in, with a piece of work begun."""
        if who.key not in self.cookies:
            self.cookies[who.key] = _log_in(who.key)
        return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.cookies[who.key]}"}

    def path(self, name: str, key: uuid.UUID) -> str:
        """The address of that name; the run where it takes one."""
        taken = next(t for p, t in patterns() if p.name == name)
        asked = address(name, self.run if set(taken) == {"run"} else key)
        return asked.replace(f"runs/{key}/", f"runs/{self.run}/") if "run" in taken else asked


def _log_in(user: uuid.UUID) -> str:
    person = User.objects.get(pk=user)
    session = SessionStore()
    session["_auth_user_id"] = str(user)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.save()
    now = timezone.now()
    work = Work.objects.create(
        user=person, session=hashlib.sha256((session.session_key or "").encode()).hexdigest(),
        purpose="screening", case_reference="K100/26", began=now, ends=now + dt.timedelta(hours=8),
    )  # fmt: skip
    session["work"] = str(work.pk)
    session.save()
    return str(session.session_key)


def somebodies(chance: random.Random, today: dt.date) -> list[Somebody]:
    """Colleagues by lot: a role, mostly with an appointment, mostly one that holds."""
    day = dt.timedelta(days=1)
    periods = [(today - day, today + day)] * 4 + [(today - day, today - day), (today + day, None)]
    found = []
    for place in range(40 if SIZE == 1 else 120):
        kind = chance.choice(("region", "person"))
        held = tuple(
            Paper(kind, chance.choice(REGIONS) if kind == "region" else "each",
                  *chance.choice(periods), chance.random() < 0.5, chance.random() < 0.5)
            for _ in range(chance.choice((0, 1, 1, 1)))
        )  # fmt: skip
        role = EVERY_ROLE[place % len(EVERY_ROLE)] if place % 2 else chance.choice(
            ("analyst", "regional_lead", "case_officer", "safety_officer")
        )  # fmt: skip
        found.append(Somebody(frozenset({role}), held, open_account=chance.random() > 0.05))
    return found


def systems(
    chance: random.Random, today: dt.date, superuser: psycopg.Connection, tied: uuid.UUID
) -> list[tuple[Any, Key]]:
    """Tokens by lot: scopes, reach, standing, and whether somebody of the owner stands in records."""
    day = dt.timedelta(days=1)
    found = []
    for _ in range(24 if SIZE == 1 else 80):
        scopes = frozenset(chance.sample(
            ["candidates:read", "decisions:read", "actors:read", "runs:read"], chance.choice((1, 2, 3))
        ))  # fmt: skip
        everywhere = chance.random() < 0.3
        places = (
            frozenset()
            if everywhere
            else frozenset(chance.sample(REGIONS, chance.choice((0, 1, 2))))
        )
        out = chance.random() < 0.1
        key = Key(
            scopes, places, everywhere, today - day * 9, today - day if out else today + day,
            chance.random() > 0.1, chance.random() < 0.1, chance.random() < 0.5,
        )  # fmt: skip
        now = timezone.now()
        said = {
            "scopes": sorted(scopes), "regions": sorted(places), "everywhere": everywhere,
            "valid_from": key.first, "valid_until": key.last,
            "confirmed_at": now if key.confirmed else None, "revoked_at": now if key.revoked else None,
        } | ({"unit_id": tied} if key.tied else {})  # fmt: skip
        found.append((put_token(superuser, **said), key))
    return found


@pytest.fixture(scope="module")
def place(world: World) -> Iterator[Place]:
    """Everything planted, and gunicorn serving it."""
    chance = random.Random(17)
    with world.connect("postgres") as superuser:
        planting = Planting(superuser)
        people = plant_people(planting)
        made = plant_colleagues(planting, somebodies(chance, planting.today), people)
        tied = planting.key()
        planting.add("accounts_unit", id=tied, name="mx tied", police_region="")
        user = planting.key()
        planting.add("accounts_user", id=user, username="mx tied", is_active=True, unit_id=tied)
        for each in {kind[0] for kind in TIES.values()}:
            planting.add("accounts_tie", user_id=user, number_hash=each, kind="self")
        planting.plant()
        superuser.execute(READABLE)
        run = planting.one("select id from runs_run where state = 'loaded' limit 1")
        tokens = systems(chance, planting.today, superuser, tied)
        today = planting.today
    with server(world, settings=AT_ONCE) as port:
        yield Place(port, run, today, people, made, tokens)


def one_asked(planted: Planted) -> OneAsked:
    """A planted person as the referee of services sees them; everybody in the matrix is listed."""
    settled = planted.state == "settled"
    subject = planted.subject
    return OneAsked(subject.region, subject.secrecy, subject.conflict != "none", settled, True)


def one_cell(place: Place, chance: random.Random, turn: int) -> PageCell | CallCell:
    """By turns a page and a call; two of three about one person, the third a list."""
    about = chance.choice(place.people)
    if turn % 2:
        name = chance.choice(list(LISTS if turn % 3 == 0 else PAGES))
        return PageCell(name, chance.choice(place.colleagues), about)
    name = chance.choice(list(CALL_LISTS if turn % 3 == 0 else CALLS))
    return CallCell(name, chance.choice(place.tokens), about, one_asked(about))


def cells(place: Place, chance: random.Random) -> Iterator[tuple[PageCell | CallCell, bool]]:
    """(cell, what the referee says): a third drawn until the referee says yes, the others as they come."""
    pages, calls = rows(), service_rows()
    for turn in range(CELLS):
        for _ in range(400):
            cell = one_cell(place, chance, turn)
            may = cell.expected(pages if isinstance(cell, PageCell) else calls, place.today)  # type: ignore[arg-type]
            if may or turn // 6 % 3:
                break
        yield cell, may


def label_of(planted: Planted) -> str:
    """What the person is called, as READABLE made it."""
    return "Q" + hashlib.md5(str(planted.key).encode()).hexdigest()[:10].upper()  # noqa: S324


def test_every_cell_over_http_is_as_the_referees_say(place: Place) -> None:
    leaks: list[str] = []
    differ: list[str] = []
    seen: Counter[str] = Counter()
    with Wire(place.port) as wire:
        for cell, may in cells(place, random.Random(19)):
            headers = (
                place.as_colleague(cell.who)
                if isinstance(cell, PageCell)
                else cell.token[0].headers
            )
            path = place.path(cell.name, key_of(cell.name, cell.about))
            path += "?limit=200" if cell.name in CALL_LISTS else ""
            answer = wire.ask("GET", path, headers)
            told, label = f"{cell.name} {answer.status} {cell}", label_of(cell.about)
            shown = answer.status == 200 and stands_in(answer.body, cell.about, label)
            assert answer.status in (200, 302, 403, 404), told
            assert not stands_in(str(answer.headers).encode(), cell.about, label), told
            if shown and not may:
                leaks.append(told)
            alone = cell.name in PAGES or cell.name in CALLS
            if alone and may is not (answer.status == 200):
                differ.append(told)
            kind = "page" if isinstance(cell, PageCell) else "call"
            seen[f"{kind} {'shown' if shown else 'not'}"] += 1
    counted(
        f"matrix over HTTP: {CELLS} cells, {len(leaks)} leaks, {len(differ)} disagreements; {dict(seen)}"
    )
    assert not leaks, "\n".join(leaks[:10])
    assert not differ, "\n".join(differ[:10])
    assert len(seen) == 4
    assert min(seen["page shown"], seen["call shown"]) >= CELLS // 10


def outside(answer: Answered, key: uuid.UUID) -> tuple[Any, ...]:
    """What somebody at the other end of the wire sees: status, headers, length; the id made alike."""
    headers = sorted(
        (name, len(value) if name == "Content-Security-Policy" else value.replace(str(key), "ID"))
        for name, value in answer.headers if name != "Date"
    )  # fmt: skip
    return answer.status, headers, len(answer.body)


def test_hidden_and_unknown_are_alike_over_the_wire_with_a_token(place: Place) -> None:
    """Somebody elsewhere, protected, tied, unsettled or unlisted, and nobody at all: the same bytes."""
    chance, calls = random.Random(23), service_rows()
    pairs: Counter[int] = Counter()
    with Wire(place.port) as wire:
        while sum(pairs.values()) < PAIRS:
            about = chance.choice(place.people)
            cell = CallCell(
                chance.choice(list(CALLS)), chance.choice(place.tokens), about, one_asked(about)
            )
            opens = key_opens(calls[CALLS[cell.name]], cell.token[1], place.today)
            if not opens or cell.expected(calls, place.today):
                continue  # where nothing opens, it is 403 whatever the id
            told = []
            for key in (
                key_of(cell.name, about),
                uuid.UUID(int=chance.getrandbits(128), version=4),
            ):
                answer = wire.ask("GET", place.path(cell.name, key), cell.token[0].headers)
                told.append((outside(answer, key), answer.body))
            assert told[0] == told[1], cell
            pairs[told[0][0][0]] += 1
    counted(f"hidden and unknown ids over the wire, with tokens: {dict(pairs)}, 0 differences")
    assert set(pairs) == {404}
