"""The matrix for service tokens: policy and row security each let through what the table says."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from hejda_web.people.actions import ACTIONS, SERVICE_ACTIONS
from hejda_web.people.service_policy import SERVICE_RULES, Concerned, Service, serve
from hejda_web.services.scopes import SCOPES
from tests.support.counts import counted
from tests.support.service_tokens import put_token
from tests.support.size import SIZE
from tests.web.conftest import World
from tests.web.expected_tables import PERSONAL
from tests.web.matrix_rows import TIES, Planted, Planting, plant_people
from tests.web.service_referee import (
    Key,
    OneAsked,
    ServiceRow,
    key_allows,
    key_opens,
    service_rows,
)
from tests.web.signing import acting

TABLE = service_rows()
OPENED = {
    "service.candidates": {"people_person", "runs_candidate"},
    "service.decisions": {"people_person", "nominations_nomination", "nominations_decision"},
    "service.actors": {"people_person", "nominations_listing"},
    "service.event": {"people_person"},
}
PERSON_OF = {
    "people_person": "id", "people_personevent": "id", "oversight_alert": "person",
    "accounts_appointment": "person", "accounts_appointmentevent": "person",
}  # fmt: skip


def keys(today: dt.date) -> list[Key]:
    """Every single scope, all and all but one; four reaches; six standings; tied or not."""
    day = dt.timedelta(days=1)
    scopes = [frozenset({each}) for each in SCOPES] + [frozenset(SCOPES)]
    places = [(frozenset(), False), (frozenset({"mx_home"}), False),
              (frozenset({"mx_home", "national"}), False), (frozenset(), True)]  # fmt: skip
    standing = [
        (today, today, True, False), (today - day, today - day, True, False),
        (today + day, today + day, True, False), (today, today, False, False),
        (today, today, True, True), (today - day, today + day, True, False),
    ]  # fmt: skip
    return [
        Key(scope, where, everywhere, first, last, confirmed, revoked, tied)
        for scope, (where, everywhere), (
            first,
            last,
            confirmed,
            revoked,
        ), tied in itertools.product(scopes, places, standing, (False, True))
    ]


def as_service(key: Key) -> Service:
    """The same token, as the policy is told."""
    return Service(
        uuid.UUID(int=1), key.scopes, key.places, key.all_places, key.first, key.last,
        key.confirmed, key.revoked,
    )  # fmt: skip


def test_the_table_names_every_act_of_services_and_no_person_s() -> None:
    assert set(TABLE) == set(SERVICE_RULES)
    assert set(TABLE) == set(SERVICE_ACTIONS)
    assert not set(ACTIONS) & set(SERVICE_ACTIONS)
    assert {row.scope for row in TABLE.values()} == set(SCOPES)


def test_policy_answers_every_cell_as_the_table() -> None:
    today = dt.date(2026, 11, 23)
    subjects = [
        OneAsked(region, secrecy, conflict, *held)
        for region, secrecy, conflict, held in itertools.product(
            ("mx_home", "mx_elsewhere", "national"), ("none", "marked", "protected"),
            (False, True), itertools.product((False, True), repeat=2),
        )
    ]  # fmt: skip
    cells, faults = 0, []
    for key, row in itertools.product(keys(today), TABLE.values()):
        if serve(as_service(key), row.act, None, today).allowed is not key_opens(row, key, today):
            faults.append(f"{row.act} {key}")
        for one in subjects:
            cells += 1
            conflict = one.in_records and key.tied
            about = Concerned(
                uuid.UUID(int=2), one.region, one.secrecy, conflict, one.decided, one.listed,
            )  # fmt: skip
            said = serve(as_service(key), row.act, about, today)
            if said.allowed is not key_allows(row, key, one, today):
                faults.append(f"{row.act} {key} {one}: {said.reason}")
    counted(f"matrix, services, policy: {cells} cells, {len(faults)} disagreements")
    assert not faults, "\n".join(faults[:10])


@dataclass(frozen=True)
class Services:
    """People and tokens in a database, and who is listed of them."""

    app: psycopg.Connection
    key: str
    today: dt.date
    people: list[Planted]
    listed: frozenset[uuid.UUID]
    tokens: list[tuple[uuid.UUID, Key]]

    def allowed(self, row: ServiceRow, key: Key) -> set[uuid.UUID]:
        """People about whom the referee lets the token do the act."""
        return {p.key for p in self.people if key_allows(row, key, self.one(p), self.today)}

    def one(self, planted: Planted) -> OneAsked:
        """A planted person as the referee sees them."""
        settled = planted.state == "settled"
        return OneAsked(
            planted.subject.region, planted.subject.secrecy, planted.subject.conflict != "none",
            settled, planted.key in self.listed,
        )  # fmt: skip


@pytest.fixture(scope="module")
def planted(world: World) -> Iterator[Services]:
    """Every person of the matrix, every third no focus person any more; every token in a campaign."""
    with world.connect("postgres") as superuser:
        planting = Planting(superuser)
        people = plant_people(planting)
        ended = [p.key for p in people[::3]]
        superuser.execute(
            "update nominations_listing set ended_on = current_date, ended_why = 'wrong'"
            " where person_id = any (%s)", [ended],
        )  # fmt: skip
        for person in people:
            planting.add("events_event", person_id=person.key, kind="report")
        planting.add("oversight_alert", user=uuid.UUID(int=3), person=people[0].key)
        owners = _owners(planting)
        planting.plant()
        chosen = keys(planting.today)
        if SIZE < 10:
            chance = random.Random(13)
            live = [
                k for k in chosen if any(key_opens(r, k, planting.today) for r in TABLE.values())
            ]
            chosen = chance.sample(live, 24 * SIZE) + chance.sample(chosen, 16 * SIZE)
        tokens = [(_put(superuser, key, place, owners), key) for place, key in enumerate(chosen)]
        with world.connect("app") as app:
            yield Services(
                app, world.installation.context_key, planting.today, people,
                frozenset(p.key for p in people) - set(ended), tokens,
            )  # fmt: skip


def _owners(planting: Planting) -> dict[str, uuid.UUID]:
    """Units with and without a colleague who stands in the records, and such a colleague elsewhere."""
    found = {name: planting.key() for name in ("tied", "free", "elsewhere")}
    for name, unit in list(found.items()):
        planting.add("accounts_unit", id=unit, name=f"mx {name}", police_region="")
        user = planting.key()
        planting.add("accounts_user", id=user, username=f"mx {name}", is_active=True, unit_id=unit)
        if name != "free":
            for tied in {each[0] for each in TIES.values()}:
                planting.add("accounts_tie", user_id=user, number_hash=tied, kind="self")
        if name == "elsewhere":
            found["maker"] = user
    return found


def _put(
    superuser: psycopg.Connection, key: Key, place: int, owners: dict[str, uuid.UUID]
) -> uuid.UUID:
    """The token; where it is tied, by turns through its owner, its maker and whoever confirmed it."""
    now = dt.datetime.now(dt.UTC)
    turn = place % 3 if key.tied else 3
    said = {
        "scopes": sorted(key.scopes), "regions": sorted(key.places), "everywhere": key.all_places,
        "valid_from": key.first, "valid_until": key.last,
        "unit_id": owners["tied" if turn == 0 else "free"],
        "confirmed_at": now if key.confirmed else None,
        "revoked_at": now if key.revoked else None,
    }  # fmt: skip
    if turn == 1 or (turn == 2 and not key.confirmed):
        said["made_by_id"] = owners["maker"]
    elif turn == 2:
        said["confirmed_by_id"] = owners["maker"]
    return put_token(superuser, **said).key


def looks() -> str:
    """One statement that reads every walled table: (table, person)."""
    return " union ".join(
        f"select '{name}', {PERSON_OF.get(name, 'person_id')} from {name}"
        for name in PERSONAL
        if name != "events_receipt"
    )


def expected(planted: Services, row: ServiceRow, key: Key) -> dict[str, set[uuid.UUID]]:
    """Table → people of whom the token may read a row there in the act."""
    may = planted.allowed(row, key)
    found = dict.fromkeys(OPENED.get(row.act, set()), may)
    return {name: people for name, people in found.items() if people}


def test_app_reads_exactly_what_the_table_says_for_a_token(planted: Services) -> None:
    cells = leaks = 0
    faults: list[str] = []
    seen: set[tuple[str, str]] = set()
    statement, ours = looks(), {p.key for p in planted.people}
    for (token, key), act in itertools.product(planted.tokens, TABLE):
        got: dict[str, set[uuid.UUID]] = {}
        with acting(planted.app, planted.key, token, act, "service") as app:
            for name, person in app.execute(statement):
                if person in ours:  # the demonstration's own people are there too
                    got.setdefault(name, set()).add(person)
        want = expected(planted, TABLE[act], key)
        cells += len(planted.people) * len(PERSONAL)
        leaks += sum(len(got.get(n, set()) - want.get(n, set())) for n in PERSONAL)
        seen |= {(act, name) for name in got}
        if got != want:
            extra = {n: len(got.get(n, set()) ^ want.get(n, set())) for n in {*got, *want}}
            faults.append(f"{act} {extra} {key}")
    counted(
        f"matrix, services, database: {cells} cells, {leaks} leaks, {len(faults)} disagreements"
    )
    assert not faults, "\n".join(faults[:10])
    wanted = {(act, name) for act, names in OPENED.items() for name in names}
    assert seen == wanted


SEND = (
    "insert into events_event (id, person_id, token_id, kind, happened_at, received_at, reference)"
    " values (gen_random_uuid(), %s, %s, 'report', now(), now(), 'x1')"
)


def test_an_event_is_taken_only_for_whom_the_token_may_send_about(planted: Services) -> None:
    row, chance, taken, faults = TABLE["service.event"], random.Random(5), 0, []
    for token, key in planted.tokens:
        may = planted.allowed(row, key)
        for person in chance.sample(planted.people, 12):
            for act in ("service.event", chance.choice(list(TABLE))):
                got = False
                with acting(planted.app, planted.key, token, act, "service") as app:
                    try:
                        with app.transaction():
                            app.execute(SEND, [person.key, token])
                            got = True
                    except psycopg.errors.InsufficientPrivilege:
                        pass
                taken += got
                if got is not (act == row.act and person.key in may):
                    faults.append(f"{act} {key} {person.subject}")
    assert not faults, "\n".join(faults[:10])
    assert taken


def test_a_token_never_acts_as_a_person_nor_a_person_as_a_token(planted: Services) -> None:
    day = planted.today
    token = next(
        t for t, k in planted.tokens if k.all_places and key_opens(TABLE["service.actors"], k, day)
    )
    for act, kind in (
        *((act, "service") for act in ("actor.see", "history.see", "run.load", "tokens.confirm")),
        *((act, kind) for act in TABLE for kind in ("user", "job")),
    ):
        with acting(planted.app, planted.key, token, act, kind) as app:
            read = {name for name, _ in app.execute(looks())}
            assert read <= {"accounts_appointment", "accounts_appointmentevent"}, (act, kind)
            assert kind != "service" or not read  # about colleagues, to colleagues only
    with acting(planted.app, planted.key, token, "service.actors", "service") as app:
        for statement in (
            "update people_person set region = 'x'", "delete from people_person",
            "update nominations_listing set start_on = now()",
        ):  # fmt: skip
            assert app.execute(statement).rowcount == 0
        assert app.execute("select hejda.user_id(), hejda.action(), hejda.job()").fetchone() == (
            None, "", "",
        )  # fmt: skip
