"""Schemathesis asks the running API what its document allows, and what it does not."""

from __future__ import annotations

import random
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from hejda_web.services.scopes import SCOPES
from tests.support.counts import counted
from tests.support.endpoints import set_scene
from tests.support.served import AT_ONCE, server
from tests.support.service_tokens import Caller, put_token
from tests.support.size import SIZE
from tests.web.conftest import World

REQUESTS = 500 * SIZE
"""For each kind of token."""
KINDS: dict[str, list[str]] = {
    "reads": [scope for scope in SCOPES if scope.endswith(":read")], "sends": ["events:write"],
}  # fmt: skip
if SIZE > 1:  # a token of one scope is mostly told 403, which a push need not hear so often
    KINDS |= {scope: [scope] for scope in SCOPES} | {"every scope": list(SCOPES)}
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_schema_conformance, response_headers_conformance, negative_data_rejection,
    unsupported_method,
]  # fmt: skip


@dataclass(frozen=True)
class Api:
    """The running API: its document, where it is, and ids that lead somewhere."""

    schema: Any
    base: str
    ids: dict[str, list[uuid.UUID]]
    world: World


@pytest.fixture(scope="module")
def api(world: World) -> Iterator[Api]:
    """gunicorn on a copy of the filled database, with people in every state."""
    scene = set_scene()
    with world.connect("postgres") as superuser:
        runs = [key for (key,) in superuser.execute("select id from runs_run")]
    ids = {"run": runs, "person": list(scene.people.values()), "nomination": list(scene.people)}
    with server(world, settings=AT_ONCE) as port:
        base = f"http://127.0.0.1:{port}"
        schema = schemathesis.openapi.from_url(f"{base}/api/1/openapi.json")
        # An address that is too long is refused too, by the server in front.
        schema.config.checks.negative_data_rejection.expected_statuses.append("414")
        yield Api(schema, base, ids, world)


def operations(api: Api) -> list[Any]:
    """Every call of the document."""
    return [found.ok() for found in api.schema.get_all_operations()]


def caller(api: Api, scopes: list[str]) -> Caller:
    """A token of the scopes, for all regions."""
    with api.world.connect("postgres") as superuser:
        return put_token(superuser, everywhere=True, scopes=scopes)


@dataclass
class Asking:
    """The requests of one kind of token: what it sends, and what came back, by status."""

    api: Api
    headers: dict[str, str]
    session: requests.Session
    chance: random.Random
    statuses: Counter[int]

    def ask(self, operation: Any, mode: GenerationMode, times: int, place: int) -> None:
        """Asks one call so often, rightly or wrongly, and checks each answer by the document."""

        @seed(20261123 + place)
        @settings(
            max_examples=times, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(mode), there=st.booleans())
        def each(case: Any, there: bool) -> None:
            if there and mode is GenerationMode.POSITIVE:
                self.exists(case)
            answer = case.call(base_url=self.api.base, session=self.session, headers=self.headers)
            self.statuses[answer.status_code] += 1
            case.validate_response(answer, checks=CHECKS, headers=self.headers)

        each()

    def exists(self, case: Any) -> None:
        """Turns a right request into one about something that exists: half of them are."""
        for name in case.path_parameters or {}:
            case.path_parameters[name] = str(self.chance.choice(self.api.ids[name]))
        if isinstance(case.query, dict):  # a drawn cursor leads nowhere
            case.query.pop("cursor", None)
        if isinstance(case.body, dict):  # about one of the two, not both, and in the past
            case.body.pop("personal_number", None)
            case.body["person"] = str(self.chance.choice(self.api.ids["person"]))
            case.body["happened_at"] = "2026-03-01T12:00:00Z"


@pytest.mark.parametrize("kind", KINDS)
def test_no_request_breaks_the_server_or_the_document(api: Api, kind: str) -> None:
    began, calls = time.process_time(), operations(api)
    share = -(-REQUESTS // (2 * len(calls)))
    with requests.Session() as session:
        asking = Asking(
            api, caller(api, KINDS[kind]).headers, session, random.Random(kind), Counter[int]()
        )
        for place, operation in enumerate(calls):
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                asking.ask(operation, mode, share, place)
    asked = sum(asking.statuses.values())
    counted(
        f"Schemathesis, {kind}: {asked} requests, 0 server errors, 0 violations;"
        f" {dict(sorted(asking.statuses.items()))}; {time.process_time() - began:.0f} s CPU"
    )
    assert asked >= REQUESTS
    assert asking.statuses[200] + asking.statuses[202]


def test_no_call_is_answered_without_a_token(api: Api) -> None:
    headers = caller(api, list(SCOPES)).headers
    for operation in operations(api):

        @seed(1)
        @settings(max_examples=2, database=None, deadline=None, phases=[Phase.generate])
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            answer = case.call(base_url=api.base, headers=headers)
            case.validate_response(answer, checks=[ignored_auth], headers=headers)

        ask()
