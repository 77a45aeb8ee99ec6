"""What clerks write down: at least as much noise as was asked for, and never an impossible thing."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

import numpy as np
import pyarrow as pa
import pytest

from hejda.base.dates import day_number
from hejda.engine.base import arrow_schema
from hejda.synthetic.names import full_names
from hejda.synthetic.numbers import looks_invented, number_texts
from hejda.synthetic.people import People, PeopleNumbers, make_people
from hejda.synthetic.places import places, rows_of
from hejda.synthetic.records import (
    COURT,
    POLICE,
    PRISON,
    SUSPECT,
    VICTIM,
    Mentions,
    RecordNumbers,
    Records,
    make_records,
    mistaken_dates,
)
from hejda.tables import REGISTERS

FIRST = day_number(dt.date(2015, 1, 1))
DAYS = 3653
MANY = 80_000


def chance(seed: int) -> np.random.Generator:  # noqa: TID251  (a type)
    """Chance from a fixed seed."""
    return np.random.default_rng(seed)  # noqa: TID251  (a fixed seed)


@cache
def people() -> People:
    """Those who are written about; more of them protected than in life."""
    return make_people(20_000, FIRST, DAYS, PeopleNumbers(protected=0.02), chance(1))


@cache
def mentions() -> Mentions:
    """Suspects, victims and others; one mention in ten by another authority than the police."""
    rng = chance(2)
    other = rng.integers(1, 3, MANY) * (rng.random(MANY) < 0.1)
    return Mentions(
        person=rng.integers(0, 20_000, MANY, dtype=np.int32),
        day=rng.integers(FIRST, FIRST + DAYS, MANY, dtype=np.int32),
        role=rng.integers(0, 3, MANY).astype(np.int8),
        system=other.astype(np.int8),
    )


@cache
def written() -> Records:
    """What became of them."""
    return make_records(people(), mentions(), RecordNumbers(), chance(3))


def column(name: str) -> np.ndarray:
    """A column of the records, None where it is empty."""
    return np.array(written().table[name].to_pylist(), dtype=object)


def there(name: str) -> np.ndarray:
    """Where a column of the records has a value; (R,)."""
    return np.asarray(written().table[name].is_valid())


def test_the_table_is_what_the_contract_asks_for() -> None:
    contract = REGISTERS["person_record"]
    schema = arrow_schema(contract)
    delivered = [column.name for column in contract.columns if not column.set_by_hejda]
    table = written().table
    assert table.column_names == delivered
    assert table.schema == pa.schema([schema.field(name) for name in delivered])
    assert set(column("sex")) == {"female", "male", None}
    assert set(column("source")) == {"police", "prison", "court"}


def test_ids_are_unique_and_in_the_order_of_registration() -> None:
    ids, days = column("record_id"), np.asarray(written().table["registered_on"].cast("int32"))
    assert ids[0] == "r000000001"
    assert len(set(ids)) == len(ids)
    assert sorted(ids) == list(ids)
    assert np.all(np.diff(days) >= 0)


def test_a_mention_leads_to_a_record_of_that_person_and_authority_made_by_then() -> None:
    records, said = written(), mentions()
    days = np.asarray(records.table["registered_on"].cast("int32"))
    assert np.array_equal(records.person[records.of_mention], said.person)
    source = np.array(["police", "prison", "court"])[said.system]
    assert np.array_equal(column("source")[records.of_mention], source)
    first = np.full(len(records.person), 2**31 - 1)
    np.minimum.at(first, records.of_mention, said.day)
    assert np.array_equal(first, days)


def test_suspects_and_victims_lack_a_number_at_least_as_often_as_asked() -> None:
    lacks = ~there("personal_number")[written().of_mention]
    police = mentions().system == POLICE
    for role, floor in ((SUSPECT, 0.15), (VICTIM, 0.25)):
        found = np.mean(lacks[police & (mentions().role == role)])
        assert floor <= found < floor + 0.05


def test_names_and_birth_dates_are_wrong_at_least_as_often_as_asked() -> None:
    right = full_names(*(getattr(people(), name)[written().person] for name in NAME_PARTS))
    wrong = np.array(right.to_pylist(), dtype=object) != column("names")
    assert np.array_equal(wrong, written().name_error >= 0)
    assert 0.05 <= wrong.mean() < 0.06
    true = people().born[written().person]
    born = np.asarray(written().table["birth_date"].cast("int32").fill_null(2**30))
    mistaken = there("birth_date") & (born != true)
    assert np.array_equal(mistaken, written().birth_date_wrong)
    assert 0.02 <= mistaken.mean() < 0.027


NAME_PARTS = ("given", "family", "family2")


def test_no_birth_lies_after_the_day_of_the_record() -> None:
    baby = people().born[mentions().person] <= mentions().day
    of = written().of_mention[baby]
    born = np.asarray(written().table["birth_date"].cast("int32").fill_null(-(2**30)))
    day = np.asarray(written().table["registered_on"].cast("int32"))
    assert np.all(born[of] <= day[of])


def test_gaps_come_as_often_as_the_parameters_say() -> None:
    numbers, open_to_all = RecordNumbers(), ~people().protected[written().person]
    for name, share in {
        "birth_date": 1 - numbers.birth_date_missing,
        "sex": 1 - numbers.sex_missing,
        "municipality": 1 - numbers.municipality_missing,
        "street": numbers.street,
        "postcode": numbers.postcode,
        "phone": numbers.phone,
        "e_mail": numbers.e_mail,
    }.items():
        found = there(name)[open_to_all]
        limit = 5 * np.sqrt(share * (1 - share) / len(found))
        assert found.mean() == pytest.approx(share, abs=limit), name


def test_of_a_protected_person_nothing_says_where_they_are() -> None:
    protected = people().protected[written().person]
    assert protected.sum() > 300
    assert np.array_equal(column("protected").astype(bool), protected)
    for name in ("street", "postcode", "municipality", "phone", "e_mail"):
        assert not there(name)[protected].any()


def test_numbers_are_invented_of_the_right_kind_and_the_persons_own() -> None:
    kind = people().number_kind[written().person]
    own = np.array(number_texts(people().number[written().person]).to_pylist(), dtype=object)
    for name, of_kind in (("personal_number", 0), ("other_number", 1)):
        has = there(name)
        assert has.any()
        assert np.all(kind[has] == of_kind)
        assert np.array_equal(column(name)[has], own[has])
        assert all(looks_invented(text) for text in column(name)[has])


def test_other_authorities_always_know_the_number_and_keep_one_record() -> None:
    source, kind = column("source"), people().number_kind[written().person]
    for system in (PRISON, COURT):
        of = source == ("police", "prison", "court")[system]
        people_of = written().person[of]
        assert len(np.unique(people_of)) == len(people_of)
        assert np.all(there("personal_number")[of] == (kind[of] == 0))
        assert np.all(there("other_number")[of] == (kind[of] == 1))


def test_a_few_have_two_police_records_with_the_same_number_and_nobody_three() -> None:
    police = (column("source") == "police") & there("personal_number")
    many = np.bincount(written().person[police], minlength=len(people()))
    assert many.max() == 2
    assert 0.01 < np.mean(many[many > 0] == 2) < 0.03


def test_a_record_without_a_number_is_made_for_one_mention() -> None:
    lacks = (column("source") == "police") & ~there("personal_number") & ~there("other_number")
    assert np.all(np.bincount(written().of_mention, minlength=len(lacks))[lacks] == 1)


def test_contacts_are_of_nobody() -> None:
    streets = {row["name"] for row in rows_of("streets.csv")}
    for text in column("street")[there("street")]:
        name, number = text.rsplit(" ", 1)
        assert name in streets
        assert 1 <= int(number) <= 80
    for text in column("phone")[there("phone")]:
        assert text.startswith("070-174 06 ")
        assert 5 <= int(text[-2:]) <= 99
    for text in column("e_mail")[there("e_mail")]:
        assert re.fullmatch(r"[a-z.\d-]+@(exempel|post)\.example", text)


def test_postcodes_begin_as_the_town_s_do() -> None:
    prefix = dict(zip(places().codes, places().postcode_prefix, strict=True))
    both = there("postcode") & there("municipality")
    for code, postcode in zip(column("municipality")[both], column("postcode")[both], strict=True):
        assert re.fullmatch(r"\d{3} \d{2}", postcode)
        assert postcode.startswith(prefix[code])


def test_those_who_live_together_have_one_address() -> None:
    count = 4000
    where = np.full(count, 200, np.int16)
    said = Mentions(
        person=np.arange(count, dtype=np.int32),
        day=np.full(count, FIRST + DAYS, np.int32),
        role=np.zeros(count, np.int8),
        system=np.zeros(count, np.int8),
        place=where,
        home=np.arange(count, dtype=np.int32) // 4,
    )
    records = make_records(people(), said, RecordNumbers(street=1, postcode=1), chance(4))
    table = records.table
    address: dict[int, set[tuple[str, str]]] = {}
    for person, street, postcode in zip(
        records.person, table["street"].to_pylist(), table["postcode"].to_pylist(), strict=True
    ):
        if street is not None:
            address.setdefault(int(person) // 4, set()).add((street, postcode))
    assert all(len(found) == 1 for found in address.values())
    assert len({next(iter(found)) for found in address.values()}) > 900
    assert set(table["municipality"].to_pylist()) == {places().codes[200], None}


def test_a_mistaken_date_is_another_possible_date_and_not_ahead() -> None:
    born = np.arange(FIRST - 20_000, FIRST, dtype=np.int32)
    found = mistaken_dates(born, born + 3, chance(5))
    assert np.all(found != born)
    assert np.all(found <= born + 3)
    assert np.all(born - found < 20 * 366)
    leap = np.full(50, day_number(dt.date(2000, 2, 29)), np.int32)
    assert np.all(mistaken_dates(leap, leap, chance(6)) < leap)


def test_the_same_seed_gives_the_same_bytes() -> None:
    again = make_records(people(), mentions(), RecordNumbers(), chance(3))
    assert again.table.equals(written().table)
    assert again.of_mention.tobytes() == written().of_mention.tobytes()
    other = make_records(people(), mentions(), RecordNumbers(), chance(4))
    assert not other.table.equals(written().table)


def test_nobody_mentioned_is_no_fault() -> None:
    none = np.zeros(0, np.int32)
    empty = Mentions(none, none, none.astype(np.int8), none.astype(np.int8))
    records = make_records(people(), empty, RecordNumbers(), chance(1))
    assert records.table.num_rows == 0
    assert records.table.schema == written().table.schema
