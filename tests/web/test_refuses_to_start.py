"""The application serves as role app and as nobody more powerful; the demonstration keeps to itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg import sql
from stdnum.se import personnummer

from hejda.base.errors import InputError, Refusal
from hejda_web.accounts.numbers import looks_real
from hejda_web.config.installation import Installation, read_installation
from hejda_web.config.serving import environment, prepare_database, run_server
from hejda_web.nominations.models import Nomination
from tests.support.web_people import everything, logged_in
from tests.web.conftest import HOME, World

START = "import hejda_web.config.wsgi"
POWERS = {
    "postgres": ("is a superuser", ""),
    "owner": ("owns the tables", ""),
    "mx_super": ("is a superuser", "superuser"),
    "mx_bypass": ("bypasses row security", "nosuperuser bypassrls"),
    "mx_maker": ("may make roles", "nosuperuser createrole"),
    "mx_member": ("owns the tables", "nosuperuser in role owner"),
    "mx_may_become": ("owns the tables", "nosuperuser noinherit in role owner"),
    "mx_grandchild": ("owns the tables", "nosuperuser noinherit in role mx_member"),
}
"""Role → what the refusal says of it, and how it is made."""


@pytest.fixture(scope="module")
def roles(world: World) -> Iterator[Installation]:
    """An installation that knows a password of each powerful role."""
    made = read_installation(HOME / "installation.json")
    made.database.name = world.name
    with world.connect("postgres") as superuser:
        for role, (_, rights) in POWERS.items():
            if rights:
                superuser.execute(
                    sql.SQL("create role {} login {} password 'invented'").format(
                        sql.Identifier(role), sql.SQL(rights)
                    )
                )
                superuser.execute(
                    sql.SQL("grant connect on database {} to {}").format(
                        sql.Identifier(world.name), sql.Identifier(role)
                    )
                )
                made.database.passwords[role] = "invented"
        made.database.passwords["postgres"] = (
            (HOME / "postgres.secret").read_text(encoding="utf-8").strip()
        )
        made.home = HOME / "powerful"
        made.home.mkdir(mode=0o700, exist_ok=True)
        made.write()
        yield made
        for role in reversed([r for r, (_, rights) in POWERS.items() if rights]):
            superuser.execute(sql.SQL("drop owned by {}").format(sql.Identifier(role)))
            superuser.execute(sql.SQL("drop role {}").format(sql.Identifier(role)))


def started(installation: Installation, role: str) -> subprocess.CompletedProcess[str]:
    """What gunicorn does first, in a process of its own."""
    told = environment(installation.home / "installation.json", role, installation.database.name)
    return subprocess.run(
        [sys.executable, "-c", START], env=told, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("role", POWERS)
def test_it_does_not_start_as_a_role_that_walls_do_not_hold(roles: Installation, role: str) -> None:
    done = started(roles, role)
    assert done.returncode != 0
    assert f"The application's role in the database {POWERS[role][0]}" in done.stderr
    assert "every wall would be open" in done.stderr


def test_it_starts_as_app(roles: Installation) -> None:
    done = started(roles, "app")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_it_does_not_start_on_the_tables_of_another_release(
    roles: Installation, world: World
) -> None:
    later, earlier = ("people", "0999_later"), ("operation", "0001_initial")
    with world.connect("postgres") as superuser:
        superuser.execute(
            "insert into django_migrations (app, name, applied) values (%s, %s, now())", later
        )
        done = started(roles, "app")
        assert "The database is of a later release" in done.stderr
        with pytest.raises(InputError, match="of a later release"):
            prepare_database(roles.home / "installation.json", world.name, static=False)
        superuser.execute("delete from django_migrations where (app, name) = (%s, %s)", later)
        superuser.execute("delete from django_migrations where (app, name) = (%s, %s)", earlier)
        assert "The database is of an earlier release" in started(roles, "app").stderr
        superuser.execute(
            "insert into django_migrations (app, name, applied) values (%s, %s, now())", earlier
        )


@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.0.2.1", "example.org"])  # noqa: S104
def test_the_demonstration_listens_on_this_machine_only(world: World, bind: str) -> None:
    with pytest.raises(Refusal) as refused:
        run_server(Path(HOME / "installation.json"), bind, 1, False)
    assert refused.value.code == "loopback_only"


def real_looking() -> list[str]:
    """Invented numbers whose check digit is right, worked out by stdnum; with and without the century."""
    found = []
    for serial in range(100, 999, 90):
        stem = f"910305{serial:03}"
        digit = next(d for d in range(10) if personnummer.is_valid(f"{stem[:6]}-{stem[6:]}{d}"))
        found += [
            f"{stem[:6]}-{stem[6:]}{digit}",
            f"19{stem}{digit}",
            f"19910305-{stem[6:]}{digit}",
        ]
    return found


def test_the_demonstration_refuses_numbers_that_somebody_may_have(world: World) -> None:
    hugo = logged_in("hugo", work="nomination")
    said = {"origin": "officer", "names": "N N", "acts": "2026-01-01, K1", "reason": "x"}
    with everything():
        before = Nomination.objects.count()
    for number in real_looking():
        assert looks_real(number), number
        answer = hugo.post("/nominate/", said | {"number": number})
        assert answer.status_code == 200
        assert "number" in answer.context["form"].errors
    with everything():
        assert Nomination.objects.count() == before
    wrong = real_looking()[0][:-1] + str((int(real_looking()[0][-1]) + 1) % 10)
    assert hugo.post("/nominate/", said | {"number": wrong}).status_code == 302


def test_a_list_with_such_a_number_is_not_brought_in(world: World) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    for number in real_looking()[:3]:
        text = f"personal_number,names,acts,reason\n{number},N N,2026-01-01 K1,x\n"
        file = SimpleUploadedFile("list.csv", text.encode())
        answer = logged_in("anna").post("/mapping/import/", {"file": file})
        assert answer.status_code == 200
        assert len(answer.context["faults"]) == 1
