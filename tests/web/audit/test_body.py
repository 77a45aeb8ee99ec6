"""An entry says all the law asks of its class, and holds ids and codes only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejda_web.audit import chain
from tests.web.audit.logs import Connection, Server, a_reading, append


@pytest.fixture(scope="module")
def app(server: Server) -> Iterator[Connection]:
    """A connection of the application to an empty log."""
    database = server.copy("log_empty")
    with server.connection(database, "app") as connection:
        yield connection
    server.drop(database)


def refused(connection: Connection, body: object) -> str:
    """The words with which a body is refused."""
    with pytest.raises(psycopg.Error) as caught:
        append(connection, body)
    assert caught.value.sqlstate == "HA001"
    return str(caught.value.diag.message_primary)


def without(name: str, **other: object) -> dict[str, object]:
    """A complete reading, changed, less one field."""
    return {key: value for key, value in a_reading(**other).items() if key != name}


DISCLOSURE = {"class": "disclosure", "recipient": "authority:12"}
ALWAYS = ("class", "by", "action", "request", "subjects", "fields", "rows", "reason", "session")


@pytest.mark.parametrize("verb", chain.VERBS)
def test_each_of_the_six_verbs_is_taken_when_complete(app: Connection, verb: str) -> None:
    assert append(app, a_reading(**{"class": verb, "recipient": "authority:12"})) > 0


@pytest.mark.parametrize("verb", chain.VERBS)
@pytest.mark.parametrize("name", ALWAYS)
def test_none_of_them_is_taken_without_who_what_and_why(
    app: Connection, verb: str, name: str
) -> None:
    body = without(name, **{"recipient": "authority:12", "class": verb})
    assert name in refused(app, body)


@pytest.mark.parametrize("name", ["purpose", "case"])
@pytest.mark.parametrize("verb", ["reading", "disclosure"])
def test_reading_and_disclosure_need_purpose_and_case(
    app: Connection, verb: str, name: str
) -> None:
    assert name in refused(app, without(name, **DISCLOSURE | {"class": verb}))


def test_other_verbs_do_not(app: Connection) -> None:
    assert append(app, a_reading(**{"class": "alteration", "purpose": None, "case": None})) > 0


def test_disclosure_needs_a_recipient(app: Connection) -> None:
    assert "recipient" in refused(app, without("recipient", **DISCLOSURE))


@pytest.mark.parametrize("verb", ["reading", "disclosure"])
def test_what_was_shown_is_named(app: Connection, verb: str) -> None:
    assert "fields" in refused(app, a_reading(**DISCLOSURE | {"class": verb, "fields": []}))


def test_a_field_that_is_null_counts_as_missing(app: Connection) -> None:
    assert "purpose" in refused(app, a_reading(purpose=None))


@pytest.mark.parametrize("other", chain.OTHER_CLASSES)
def test_the_other_classes_need_less(app: Connection, other: str) -> None:
    body = {"class": other, "by": "user-7", "action": "people.page", "request": "r1"}
    if other == "denied":
        assert "reason" in refused(app, body)
    assert append(app, body | {"reason": "not_appointed"}) > 0


def test_a_job_names_who_ordered_it_and_a_machine_only_itself(app: Connection) -> None:
    of_job = a_reading(by="job:17", session=None)
    assert "on_behalf" in refused(app, of_job)
    assert append(app, of_job | {"on_behalf": "user-7"}) > 0
    assert append(app, a_reading(by="system:retention", session=None)) > 0


def test_earlier_suspicions_are_a_mark_of_their_own(app: Connection) -> None:
    assert append(app, a_reading(limited=chain.EARLIER_SUSPICIONS)) > 0
    assert "limited" in refused(app, a_reading(limited="something_else"))


CONTENT: dict[str, dict[str, object]] = {
    "a sentence": {"reason": "he came home late"},
    "a name with a space": {"subjects": ["Test Testsson"]},
    "a given name": {"subjects": ["Testa"]},
    "a personal number": {"subjects": ["20010101-2384"]},
    "ten digits": {"subjects": ["0101012384"]},
    "a coordination number": {"subjects": ["010161-2384"]},
    "a reserve number": {"subjects": ["20010101TF12"]},
    "a personal number after a prefix": {"subjects": ["person:200101012384"]},
    "a personal number as a case": {"case": "010101-2384"},
    "an address of mail": {"recipient": "somebody@example.org"},
    "a quotation mark": {"action": 'people"page'},
    "a line break after a code": {"action": "people.page\n"},
    "a number where an id belongs": {"by": 7},
    "an object where an id belongs": {"by": {"name": "x1"}},
    "a list within a list": {"subjects": [["x1"]]},
    "half a row": {"rows": 1.5},
    "fewer rows than none": {"rows": -1},
    "a session that is no hash": {"session": "c00kie"},
    "a field nobody knows": {"comment": "x1"},
    "an unknown class": {"class": "peeping"},
}


@pytest.mark.parametrize("what", CONTENT)
def test_what_is_no_id_and_no_code_is_refused_and_not_repeated(app: Connection, what: str) -> None:
    words = refused(app, a_reading(**CONTENT[what]))
    for value in CONTENT[what].values():
        assert str(value) not in words


@pytest.mark.parametrize("body", [[], "x", 1, None])
def test_what_is_no_object_is_refused(app: Connection, body: object) -> None:
    refused(app, body)


def test_a_body_over_the_limit_is_refused_and_one_of_a_thousand_people_is_not(
    app: Connection,
) -> None:
    ids = [sha256(str(number).encode()).hexdigest()[:36] for number in range(2000)]
    assert append(app, a_reading(subjects=ids[:1000], rows=1000)) > 0
    assert "65,536" in refused(app, a_reading(subjects=ids))


def test_a_refused_entry_leaves_no_trace(app: Connection) -> None:
    def size() -> object:
        return app.execute("select audit.size()").fetchone()

    before = size()
    refused(app, {})
    assert size() == before


IDS = st.from_regex(r"[a-z][a-zA-Z0-9_.:-]{0,20}[a-z]7x", fullmatch=True)


@given(
    subjects=st.lists(IDS, max_size=4),
    fields=st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True), min_size=1, max_size=4),
    rows=st.integers(0, 999_999_999),
    case=st.from_regex(r"([A-Za-zÅÄÖåäö0-9][A-Za-zÅÄÖåäö0-9_]{0,5}[/.:-]?)?7x", fullmatch=True),
    turned=st.booleans(),
)
def test_the_text_hashed_is_the_same_whatever_the_order_of_keys(
    owned: Connection, subjects: list[str], fields: list[str], rows: int, case: str, turned: bool
) -> None:
    body = a_reading(subjects=subjects, fields=fields, rows=rows, case=case, limited=None)
    sent = dict(reversed(body.items())) if turned else body
    found = owned.execute("select audit.append(%s::jsonb)", (json.dumps(sent),)).fetchone()
    assert found is not None
    row = owned.execute("select body from audit.entry where seq = %s", found).fetchone()
    assert row is not None
    assert row[0] == chain.canonical(body)


@pytest.fixture(scope="module")
def owned(server: Server) -> Iterator[Connection]:
    """A connection of the owner to an empty log."""
    database = server.copy("log_empty")
    with server.connection(database, "owner") as connection:
        yield connection
    server.drop(database)


def test_how_a_number_was_written_changes_nothing_or_is_refused(owned: Connection) -> None:
    said = json.dumps(a_reading())
    owned.execute("select audit.append(%s::jsonb)", (said.replace('"rows": 1', '"rows": 1e0'),))
    row = owned.execute("select body from audit.entry order by seq desc limit 1").fetchone()
    assert row == (chain.canonical(a_reading()),)
    with pytest.raises(psycopg.Error, match="rows is not a whole number"):
        owned.execute("select audit.append(%s::jsonb)", (said.replace('"rows": 1', '"rows": 1.0'),))
