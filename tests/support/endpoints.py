"""Every page that shows or changes something about somebody, who may ask for it, and a form it takes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from hejda_web.accounts.models import Appointment, Unit, User
from hejda_web.nominations.models import Listing, Nomination
from hejda_web.runs.models import Run
from hejda_web.services.models import Token
from tests.support.canaries import Canaries
from tests.support.web_people import everything, in_region, logged_in, vote_to_list

SAID = {"level": "high", "text": "Allvarliga händelser i år."}


@dataclass(frozen=True)
class Endpoint:
    """name: of the address. form: what is posted; None where the page takes no form."""

    name: str
    user: str
    path: str
    form: dict[str, Any] | None = None


@dataclass
class Scene:
    """People in each state of screening: listed, one vote, open, own judgement written, voted the wrong
    person, nominated by a colleague; an alert, and a kept test of what may be shared."""

    listed: uuid.UUID
    one_vote: uuid.UUID
    open: uuid.UUID
    judged: uuid.UUID
    wrong: uuid.UUID
    named: uuid.UUID = field(default_factory=uuid.uuid4)
    alert: uuid.UUID = field(default_factory=uuid.uuid4)
    note: uuid.UUID = field(default_factory=uuid.uuid4)
    people: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)


def logged_addresses() -> set[str]:
    """Names of the addresses whose act is logged, from the address table itself."""

    def walk(patterns: list[Any]) -> Iterator[URLPattern]:
        for each in patterns:
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns)
            else:
                yield each

    found = set()
    for each in walk(get_resolver().url_patterns):
        action = getattr(each.callback, "action", None)
        if action is not None and action.log_class:
            found.add(str(each.name))
    return found


def set_scene() -> Scene:
    """Brings people of anna's region into each state, through the pages themselves."""
    region = Appointment.objects.get(user__username="anna", scope="screening").region
    keys = in_region(region)
    anna, rut = logged_in("anna"), logged_in("rut")
    scene = Scene(*keys[:5])
    for key, outcome in ((keys[0], "list"), (keys[1], "list"), (keys[4], "wrong_person")):
        assert rut.post(f"/screening/{key}/judge/", SAID).status_code == 302
        vote = vote_to_list(1) | {"outcome": outcome}
        assert rut.post(f"/screening/{key}/decide/", vote).status_code == 302
    for key in (keys[0], keys[1], keys[3]):
        assert anna.post(f"/screening/{key}/judge/", SAID).status_code == 302
    assert anna.post(f"/screening/{keys[0]}/second/", vote_to_list(2)).status_code == 302
    assert rut.post("/nominate/", nomination_form("Nova Nomén")).status_code == 302
    with everything():
        scene.named = Nomination.objects.get(origin="officer").pk
        scene.people = dict(
            Nomination.objects.filter(
                pk__in=(
                    scene.listed,
                    scene.one_vote,
                    scene.open,
                    scene.judged,
                    scene.wrong,
                    scene.named,
                )
            ).values_list("pk", "person_id")
        )
    note = anna.post(
        f"/people/{scene.people[keys[0]]}/sharing/keep/", sharing_question("Hot den 3 mars.")
    )
    scene.note = uuid.UUID(note["Location"].split("/")[-2])
    return scene


def sharing_question(circumstances: str) -> dict[str, str]:
    """May psychiatry tell whether he is a patient, because murder is feared?"""
    return {
        "danger": "unknown", "holder": "health_care", "receiver": "police", "item": "health_note",
        "purpose": "prevent", "offence": "brb-3-1-mord", "initiative": "request", "on": "2026-11-23",
        "circumstances": circumstances,
    }  # fmt: skip


def nomination_form(name: str) -> dict[str, str]:
    """A form that puts somebody invented forward."""
    return {
        "origin": "officer", "number": "", "names": name,
        "acts": "Misshandel 2026-03-01, K5.", "reason": "Ny anmälan.",
    }  # fmt: skip


def own_list(names: str) -> SimpleUploadedFile:
    """A list of one, as a file."""
    text = f"personal_number,names,acts,reason\n,{names},Hot 2026-02-01 K9,Följs i dag\n"
    return SimpleUploadedFile("lista.csv", text.encode(), content_type="text/csv")


def token_form(region: str, name: str, purpose: str) -> dict[str, Any]:
    """A form that makes a service token for the region."""
    until = timezone.localdate() + dt.timedelta(days=90)
    return {
        "name": name, "unit": str(Unit.objects.get(police_region=region).pk),
        "scopes": ["actors:read"], "reach": "regions", "regions": region, "purpose": purpose,
        "case_reference": "A77/26", "per_minute": 60, "valid_until": until.isoformat(),
    }  # fmt: skip


def tokens_made(region: str) -> list[uuid.UUID]:
    """Two tokens, made on the administrator's page, that wait to be confirmed."""
    adam = logged_in("adam")
    for name in ("Lägesbild", "Ärendestöd"):
        assert adam.post("/tokens/new/", token_form(region, name, "Prov.")).status_code == 200
    return list(Token.objects.order_by("-made_at").values_list("pk", flat=True)[:2])


def token_endpoints(region: str, name: str, purpose: str) -> list[Endpoint]:
    """The pages about service tokens."""
    token = token_form(region, name, purpose)
    to_revoke, to_confirm = tokens_made(region)
    return [
        Endpoint("tokens", "adam", "/tokens/"),
        Endpoint("token_new", "adam", "/tokens/new/", token),
        Endpoint("token_revoke", "adam", f"/tokens/{to_revoke}/revoke/", {}),
        Endpoint("tokens_waiting", "rut", "/tokens/confirm/"),
        Endpoint("token_confirm", "rut", f"/tokens/confirm/{to_confirm}/", {"confirm": "1"}),
    ]


def endpoints(scene: Scene, canaries: Canaries) -> list[Endpoint]:
    """Each logged address once by name, in an order in which every form would be taken."""
    new = canaries.new_text
    listed = scene.people[scene.listed]
    run = Run.objects.get(state="loaded").pk
    with everything():
        listing = Listing.objects.get(nomination_id=scene.listed)
    anna = User.objects.get(username="anna")
    held = Appointment.objects.get(user=anna, scope="screening")
    vote = {"text": new("post.text"), "monitoring__necessity": new("post.necessity")}
    screening = "/screening/{}/{}"
    account = {
        "username": "anna", "name": new("post.name"), "email": "", "unit": str(anna.unit_id),
        "is_active": "on", "role": "analyst", "version": anna.version,
    }  # fmt: skip
    appointment = {
        "user": str(anna.pk), "scope": "screening", "region": held.region,
        "reason": new("post.reason"), "valid_from": held.valid_from.isoformat(),
        "valid_until": "", "version": held.version,
    }  # fmt: skip
    unit = Unit.objects.get(name="IT-drift").pk
    return [
        Endpoint("screening", "anna", "/screening/"),
        Endpoint("candidate", "anna", screening.format(scene.open, "")),
        Endpoint("candidate", "anna", screening.format(scene.named, "")),
        Endpoint("candidate_reveal", "anna", screening.format(scene.judged, "score/")),
        Endpoint("candidate_judge", "anna", screening.format(scene.open, "judge/"),
                 {"level": "high", "text": new("post.judgement")}),
        Endpoint("candidate_decide", "anna", screening.format(scene.judged, "decide/"),
                 vote_to_list(1) | vote),
        Endpoint("candidate_second", "anna", screening.format(scene.one_vote, "second/"),
                 vote_to_list(2) | vote),
        Endpoint("run_lists", "rut", f"/mapping/{run}/lists/"),
        Endpoint("run_moved", "rut", f"/mapping/{run}/moved/"),
        Endpoint("list_compare", "rut", "/mapping/compare/"),
        Endpoint("list_import", "anna", "/mapping/import/", {"file": own_list(new("post.names"))}),
        Endpoint("nominate", "rut", "/nominate/", nomination_form(new("post.names"))),
        Endpoint("day", "anna", "/day/"),
        Endpoint("duty", "dag", "/duty/", {"names": f"{new('post.names')} Nomén", "born": "1985"}),
        Endpoint("search", "anna", "/search/", {"names": f"{new('post.names')} Nomén", "born": "1985"}),
        Endpoint("actors", "anna", "/people/"),
        Endpoint("start_order", "rut", "/people/start-order/"),
        Endpoint("actor", "anna", f"/people/{listed}/"),
        Endpoint("identity", "anna", f"/people/{listed}/who/"),
        Endpoint("earlier", "rut", f"/people/{listed}/earlier/"),
        Endpoint("history", "anna", f"/people/{listed}/history/"),
        Endpoint("sharing", "anna", f"/people/{listed}/sharing/", sharing_question(new("post.ask"))),
        Endpoint("sharing_keep", "anna", f"/people/{listed}/sharing/keep/",
                 sharing_question(new("post.keep"))),
        Endpoint("sharing_note", "anna", f"/people/{listed}/sharing/{scene.note}/"),
        Endpoint("listing_start", "anna", f"/people/{listed}/start/", {"version": listing.version}),
        Endpoint("listing_end", "anna", f"/people/{listed}/end/",
                 {"version": listing.version + 1, "why": "work_done"}),
        Endpoint("alerts", "lena", "/oversight/alerts/", {"alert": str(scene.alert)}),
        Endpoint("accounts", "adam", "/accounts/"),
        Endpoint("account_new", "adam", "/accounts/new/",
                 account | {"username": "ny", "name": new("post.name"), "unit": str(unit)}),
        Endpoint("account", "adam", f"/accounts/{anna.pk}/", account),
        *token_endpoints(held.region, new("post.name"), new("post.purpose")),
        Endpoint("appointments", "rut", "/appointments/", appointment),
        Endpoint("appointment", "rut", f"/appointments/{held.pk}/", appointment),
    ]  # fmt: skip
