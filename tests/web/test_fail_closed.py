"""Where the log cannot be written nothing is shown, nothing is written, nothing leaks; and where it can,
nothing personal stands outside the page itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client, override_settings

from tests.support.canaries import Canaries, fields_to_plant, personal_models, plant
from tests.support.endpoints import Endpoint, Scene, endpoints, logged_addresses, set_scene
from tests.support.rows import state_of
from tests.support.service_tokens import put_token
from tests.support.tell_all import telling_templates
from tests.support.web_people import in_region, logged_in

CANARIES = 200
SHORT_WAIT = "200ms"


@pytest.fixture(scope="module")
def scene(world: Any) -> Scene:
    """People in each state, an alert about one, and every look-up of earlier suspicions non-empty."""
    made = set_scene()
    with world.connect("postgres") as superuser:
        superuser.execute(
            'insert into oversight_alert (id, at, "user", person, action)'
            " select %s, now(), id, %s, 'candidate.see' from accounts_user where username = 'anna'",
            [made.alert, made.people[made.listed]],
        )
        superuser.execute(
            "insert into runs_moved (id, run_id, person_id, list, old, new, why)"
            " select gen_random_uuid(), id, %s, 'harm', 9, 3, 'record' from runs_run",
            [made.people[made.listed]],
        )
        sender = put_token(superuser, name="Provsystem").key
        superuser.execute(
            "insert into events_event (id, person_id, token_id, kind, happened_at, received_at, reference)"
            " values (gen_random_uuid(), %s, %s, 'report', now(), now(), 'R1')",
            [made.people[made.listed], sender],
        )
        superuser.execute(f"alter function audit.append(jsonb) set lock_timeout = '{SHORT_WAIT}'")
        superuser.execute(
            "update runs_evidence set limited = true where id in (select id from runs_evidence"
            " where person_id = %s order by id desc limit 2)", [made.people[made.listed]],
        )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def canaries(world: Any, scene: Scene) -> Canaries:
    """Canaries in every personal field of the people of the scene."""
    with world.connect("postgres") as superuser:
        return plant(superuser, scene.people.values())


@pytest.fixture
def clients(scene: Scene) -> dict[str, Client]:
    """A logged-in client for each user, in the midst of a piece of work."""
    return {name: logged_in(name) for name in ("anna", "rut", "lena", "adam", "dag")}


@pytest.fixture
def tell_all() -> Iterator[None]:
    """Pages print everything their view handed them, whatever their templates choose to show."""
    with override_settings(TEMPLATES=telling_templates()):
        yield


def test_there_are_enough_canaries_and_every_table_has_its_own(canaries: Canaries) -> None:
    assert len(canaries.planted) >= CANARIES
    tables = {where.split(".")[0] for where in canaries.planted.values()}
    wanted = {m._meta.db_table for m in personal_models() if fields_to_plant(m)}
    assert wanted == tables


def test_every_logged_address_is_tried(scene: Scene) -> None:
    assert {each.name for each in endpoints(scene, Canaries())} == logged_addresses()


def broken_by(statement: str) -> Any:
    """A fault that a trigger on the log raises, or that taking a right away makes."""

    @contextmanager
    def fault(world: Any) -> Iterator[None]:
        with world.connect("postgres") as superuser:
            superuser.execute(statement)
            try:
                yield
            finally:
                superuser.execute("drop trigger if exists broken on audit.entry")
                superuser.execute("grant execute on function audit.append(jsonb) to app")

    return fault


@contextmanager
def head_held(world: Any) -> Iterator[None]:
    """Another session holds the end of the log and does not let go."""
    with world.connect("postgres") as superuser, superuser.transaction():
        superuser.execute("select from audit.head where id = 1 for update")
        yield


def raising(code: str) -> str:
    """A trigger on the log that fails with the code, as PostgreSQL itself does."""
    return f"""
        create or replace function audit.broken() returns trigger language plpgsql as $$
        begin raise exception 'broken' using errcode = '{code}'; end $$;
        create trigger broken before insert on audit.entry
          for each row execute function audit.broken();"""


FAULTS = {
    "revoked": broken_by("revoke execute on function audit.append(jsonb) from app"),
    "unwritable": broken_by(raising("25006")),  # read_only_sql_transaction
    "full": broken_by(raising("53100")),  # disk_full
    "slow": head_held,
}


def asked(clients: dict[str, Client], each: Endpoint, method: str) -> HttpResponse:
    """The answer of one address."""
    client = clients[each.user]
    return client.get(each.path) if method == "GET" else client.post(each.path, each.form or {})


@pytest.mark.parametrize("name", FAULTS)
def test_a_log_that_cannot_be_written_shows_nothing_and_writes_nothing(
    name: str, world: Any, scene: Scene, canaries: Canaries, clients: dict[str, Client],
    tell_all: None, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    fault: AbstractContextManager[None] = FAULTS[name](world)
    elsewhere = Endpoint("candidate", "anna", f"/screening/{_elsewhere()}/")
    everywhere = (*endpoints(scene, canaries), elsewhere)
    tried = [(each, method) for each in everywhere for method in ("GET", "POST")]
    with world.connect("postgres") as superuser, fault:
        before = state_of(superuser)
        for each, method in tried:
            answer = asked(clients, each, method)
            where = f"{method} {each.name}"
            assert answer.status_code == 503, where
            assert canaries.seen_in(*outside(answer), text_of(answer)) == set(), where
            assert "messages" not in answer.cookies, where
            assert answer["Cache-Control"] == "no-store", where
            assert state_of(superuser) == before, where
    assert len(tried) >= 50
    logged = capfd.readouterr()
    assert '"status": 503' in logged.err
    assert canaries.seen_in(logged.err, logged.out, server_log(world)) == set()
    assert mail.outbox == []


def test_a_log_that_can_be_written_shows_people_on_the_page_and_nowhere_else(
    world: Any, scene: Scene, canaries: Canaries, clients: dict[str, Client],
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    shown: set[str] = set()
    own = endpoints(scene, canaries)
    for templates in ("telling", "own"):
        with (
            override_settings(TEMPLATES=telling_templates())
            if templates == "telling"
            else nothing()
        ):
            for each in own:
                shown |= open_page(clients, each, "GET", canaries)
    assert {where.split(".")[0] for where in shown} >= {
        "people_person", "people_identity", "runs_placement", "runs_reason", "runs_evidence",
        "runs_around", "nominations_nomination", "nominations_ownjudgement", "nominations_decision",
        "nominations_listing",
    }  # fmt: skip
    with world.connect("postgres") as superuser:
        for each in (each for each in own if each.form is not None):
            before = state_of(superuser)
            open_page(clients, each, "POST", canaries)
            assert state_of(superuser) != before, f"the form of {each.name} was not taken"
    logged = capfd.readouterr()
    assert canaries.seen_in(logged.err, logged.out, server_log(world)) == set()
    assert mail.outbox == []


def open_page(
    clients: dict[str, Client], each: Endpoint, method: str, canaries: Canaries
) -> set[str]:
    """Opens a page that may be shown; the fields whose canaries stand on it."""
    answer = asked(clients, each, method)
    where = f"{method} {each.name}"
    assert answer.status_code in (200, 302), where
    assert canaries.seen_in(each.path, *outside(answer)) == set(), where
    assert answer["Cache-Control"] == "no-store", where
    return canaries.seen_in(text_of(answer))


def outside(answer: HttpResponse) -> list[str]:
    """What a page leaves outside itself: headers, cookies, its title and the addresses it names."""
    text = text_of(answer)
    return [
        *(f"{name}: {value}" for name, value in answer.items()),
        answer.cookies.output(),
        *re.findall(r"<title>(.*?)</title>", text, re.DOTALL),
        *re.findall(r"""(?:href|src|action|hx-[a-z]+)\s*=\s*["']([^"']*)""", text),
    ]


def text_of(answer: HttpResponse) -> str:
    """Every byte of the answer, as text."""
    return answer.content.decode()


def server_log(world: Any) -> str:
    """What PostgreSQL itself wrote."""
    return (world.installation.home / "postgres" / "log").read_text(encoding="utf-8")


def _elsewhere() -> Any:
    from hejda_web.accounts.models import Appointment

    region = Appointment.objects.get(user__username="anna", scope="screening").region
    return in_region(region, inside=False)[0]


@contextmanager
def nothing() -> Iterator[None]:
    """The pages as they are."""
    yield
