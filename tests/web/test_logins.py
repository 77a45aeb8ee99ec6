"""Logins stand in the log: who came in and went out, that somebody was refused, never the name typed."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client

from hejda_web.accounts.models import User

TYPED = "Hemligt-Namn-1"


def entries_of(world: Any) -> list[dict[str, Any]]:
    """What the log says of logins, oldest first."""
    with world.connect("auditor") as auditor:
        rows = auditor.execute("select body from audit.entry order by seq").fetchall()
    return [body for (text,) in rows if (body := json.loads(text))["class"] == "login"]


def test_each_login_stands_in_the_log(world: Any) -> None:
    anna = User.objects.get(username="anna")
    User.objects.filter(pk=anna.pk).update(password=make_password("ett-langt-losenord"))
    client = Client(SERVER_NAME="127.0.0.1")

    assert client.post("/login/", {"login": TYPED, "password": TYPED}).status_code == 200
    said = {"login": "anna", "password": "ett-langt-losenord"}
    assert client.post("/login/", said).status_code == 302
    assert client.post("/logout/").status_code == 302

    found = entries_of(world)
    assert [each["action"] for each in found] == ["login.refused", "login.in", "login.out"]
    assert [each["by"] for each in found[1:]] == [f"user:{anna.pk}"] * 2
    assert TYPED not in json.dumps(found)


def test_an_account_that_is_closed_is_out_with_the_next_request(world: Any) -> None:
    from tests.support.web_people import logged_in

    hugo = logged_in("hugo", work=None)
    assert hugo.get("/").status_code == 200
    User.objects.filter(username="hugo").update(is_active=False)
    assert hugo.get("/").headers["Location"] == "/login/"
