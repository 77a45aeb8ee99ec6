"""People in every state, a token for the region, and somebody past every wall: for each module anew."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from hejda_web.accounts.models import Appointment
from hejda_web.runs.models import Run
from tests.support.endpoints import set_scene
from tests.support.service_tokens import Caller, put_token
from tests.web.conftest import World


@pytest.fixture(scope="module")
def superuser(world: World) -> Iterator[psycopg.Connection]:
    """Somebody past every wall."""
    with world.connect("postgres") as made:
        yield made


@pytest.fixture(scope="module")
def scene(world: World) -> Any:
    """People of the region in each state: listed, one vote, open, judged, settled otherwise."""
    return set_scene()


@pytest.fixture(scope="module")
def region(world: World) -> str:
    """The region of the demonstration's colleagues."""
    return Appointment.objects.get(user__username="anna", scope="screening").region


@pytest.fixture(scope="module")
def run(world: World) -> uuid.UUID:
    """The newest run."""
    return Run.objects.filter(state="loaded").latest("loaded_at").pk


@pytest.fixture
def caller(superuser: psycopg.Connection, region: str) -> Caller:
    """A system that may do everything in the region."""
    return put_token(superuser, regions=[region])
