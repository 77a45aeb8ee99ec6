"""The page about the API says what its document says, and the document names every call and every fault."""

from __future__ import annotations

from django.test import Client

from hejda_web.api.interface import ACT_OF, api
from hejda_web.api.reference import reference_page
from hejda_web.people.actions import SERVICE_ACTIONS
from tests.house_rules.tree import ROOT
from tests.web.addresses import patterns
from tests.web.conftest import World
from tests.web.expected_addresses import ADDRESSES, API


def test_the_committed_page_is_the_one_the_code_would_write() -> None:
    written = (ROOT / "docs/reference/api.md").read_text(encoding="utf-8")
    assert written == reference_page(api.get_openapi_schema()), "run `make docs`"


def test_the_document_is_served_and_names_each_fault_of_each_call(world: World) -> None:
    served = Client(SERVER_NAME="127.0.0.1").get("/api/1/openapi.json")
    assert served.status_code == 200
    for path, methods in served.json()["paths"].items():
        for call in methods.values():
            assert {"401", "403", "404", "414", "422", "429", "503"} <= set(call["responses"]), path
            assert call["security"] == [{"Bearer": []}]
    assert "409" in served.json()["paths"]["/api/1/events"]["post"]["responses"]


def test_every_call_has_an_act_of_the_gate() -> None:
    ours = {name for name, entry in ADDRESSES.items() if entry == API}
    assert set(ACT_OF) == ours
    assert set(ACT_OF.values()) == set(SERVICE_ACTIONS)
    for pattern, taken in patterns():
        if pattern.name in ours:
            assert {type(each).__name__ for each in taken.values()} <= {
                "UUIDStrConverter"
            }  # ninja's own
