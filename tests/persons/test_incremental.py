"""A new delivery compared with what an earlier run left gives what comparing everything anew gives.

Records come, are corrected and are withdrawn; only what is new is weighed. The people and their ids
are the same as when every pair is weighed again by the same model.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hypothesis.strategies as st
import pyarrow as pa
import pytest
from hypothesis import given, settings

from hejda.flow.identities import Store, read_store, write_store
from hejda.flow.persons import Linked
from hejda.flow.settling import links_of
from hejda.persons import blocking
from hejda.persons.judgements import pair_of
from tests.support.linked_country import country_in, linked_records, person_records, store_of
from tests.support.size import SIZE

Row = dict[str, Any]


@cache
def country(seed: int) -> pa.Table:
    """The person records of a small invented country: 900 to 1,000."""
    with TemporaryDirectory() as folder:
        return person_records(country_in(Path(folder) / "country", 10_000, 6, seed))


@dataclass(frozen=True)
class Deliveries:
    """`first`: what an earlier run saw. `then`: what is known now."""

    first: pa.Table
    then: pa.Table
    corrected: int
    new: int


def misspelt(row: Row) -> Row:
    """The record, corrected: another name, or another street and postcode."""
    if row["names"] and len(row["names"]) % 2:
        return {**row, "names": row["names"] + "s", "street": None}
    return {**row, "postcode": "111 11", "phone": None, "protected": not row["protected"]}


def chosen(chance: int, row: Row, share: float) -> bool:
    """True for about `share` of all records, by a seed."""
    digest = hashlib.sha256(f"{chance} {row['record_id']}".encode()).digest()
    return int.from_bytes(digest[:4]) < share * 2**32


def deliveries(seed: int, share: float, chance: int) -> Deliveries:
    """Part of a country's records first; then all, some corrected, some withdrawn."""
    table = country(seed)
    rows: list[Row] = table.to_pylist()
    early = [row for row in rows if chosen(chance, row, share)]
    withdrawn = {row["record_id"] for row in early if chosen(chance + 1, row, 0.05)}
    corrected = {row["record_id"] for row in early if chosen(chance + 2, row, 0.05)} - withdrawn
    then = [
        misspelt(row) if row["record_id"] in corrected else row
        for row in rows
        if row["record_id"] not in withdrawn
    ]
    then.reverse()
    return Deliveries(
        pa.Table.from_pylist(early, table.schema),
        pa.Table.from_pylist(then, table.schema),
        len(corrected),
        len(rows) - len(early),
    )


def without_pairs(store: Store) -> Store:
    """The same ids, people and model, but nothing compared."""
    return replace(store, features=store.features.slice(0, 0), pairs=store.pairs.slice(0, 0))


def people(found: Linked) -> list[tuple[list[str], str]]:
    """Every person's records with the person's id."""
    return [(members, found.ids[at]) for at, members in enumerate(found.groups)]


def weighed_pairs(found: Linked) -> list[tuple[Any, ...]]:
    """Every weighed pair by its records."""
    return sorted(
        (*pair_of(link.a, link.b), link.weight, link.guard.value)
        for link in links_of(found.pairs, found.features)
    )


@settings(max_examples=2 * SIZE)
@given(
    seed=st.sampled_from((1, 2)), share=st.sampled_from((0.4, 0.7)), chance=st.integers(0, 2**16)
)
def test_comparing_what_is_new_is_comparing_everything(
    seed: int, share: float, chance: int
) -> None:
    told = deliveries(seed, share, chance)
    with TemporaryDirectory() as work:
        store = store_of(linked_records(Path(work) / "first", told.first))
        found = linked_records(Path(work) / "then", told.then, store)
        anew = linked_records(Path(work) / "anew", told.then, without_pairs(store))
        again = linked_records(Path(work) / "again", told.then, store_of(found))
    assert found.changed == told.new + told.corrected
    assert anew.changed == told.then.num_rows
    assert people(found) == people(anew)
    assert weighed_pairs(found) == weighed_pairs(anew)
    assert found.people.identity.equals(anew.people.identity)
    assert again.changed == 0
    assert people(again) == people(found)
    assert again.people.identity.equals(found.people.identity)
    assert weighed_pairs(again) == weighed_pairs(found)


@pytest.fixture(scope="module")
def linked_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[pa.Table, Linked]:
    """All records of a small country, and who they are."""
    rows = country(1)
    return rows, linked_records(tmp_path_factory.mktemp("work"), rows)


def test_the_store_reads_as_it_was_written(
    linked_once: tuple[pa.Table, Linked], tmp_path: Path
) -> None:
    rows, found = linked_once
    write_store(store_of(found), tmp_path / "store")
    again = linked_records(tmp_path / "work", rows, read_store(tmp_path))
    assert again.changed == 0
    assert people(again) == people(found)
    assert again.people.identity.equals(found.people.identity)


def test_a_person_whose_first_record_is_withdrawn_keeps_the_id(
    linked_once: tuple[pa.Table, Linked], tmp_path: Path
) -> None:
    """The id stays with the records left; nobody else's changes, and no id is given twice."""
    rows, found = linked_once
    moved, before = found.moved(), found.person_of()
    first = min(moved.values())
    left = next(record for record, oldest in moved.items() if oldest == first)
    kept = pa.Table.from_pylist(
        [row for row in rows.to_pylist() if row["record_id"] != first], rows.schema
    )
    after = linked_records(tmp_path / "work", kept, store_of(found)).person_of()
    assert after[left] == before[first]
    parted = {r for r, person in before.items() if person == before[first]}
    assert all(after[r] == person for r, person in before.items() if r not in parted)


def test_what_differs_by_form_is_compared_anew(
    linked_once: tuple[pa.Table, Linked], tmp_path: Path
) -> None:
    """Where numbers are read by another form, no feature of the earlier run is used."""
    rows, found = linked_once
    other = replace(store_of(found), form=None)
    again = linked_records(tmp_path / "work", rows, other)
    assert again.changed == rows.num_rows
    assert people(again) == people(found)


LARGEST = 5
"""Records that may share a key in the test below: few, so that a small country has larger keys."""


def without(rows: pa.Table, start: int, number: int) -> pa.Table:
    """The records but for a few."""
    return pa.concat_tables([rows.slice(0, start), rows.slice(start + number)])


@settings(max_examples=2 * SIZE, deadline=None)
@given(start=st.integers(0, 800), new=st.integers(1, 6), gone=st.integers(0, 6))
def test_keys_that_too_many_share_are_counted_as_if_all_were_made(
    start: int, new: int, gone: int
) -> None:
    """Only the keys of new and gone records are made; which are too large is as by all of them."""
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as work:
        patch.setattr(blocking, "LARGEST_BLOCK", LARGEST)
        store = store_of(linked_records(Path(work) / "first", without(country(1), start, new)))
        rows = without(country(1), start // 2, gone) if gone else country(1)
        found = linked_records(Path(work) / "then", rows, store)
        anew = linked_records(Path(work) / "anew", rows, without_pairs(store))
    assert found.large == anew.large
    assert found.large
    assert weighed_pairs(found) == weighed_pairs(anew)
    assert people(found) == people(anew)
