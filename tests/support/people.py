"""The ids that runs without an identity store write for people of the source `xx`."""

from __future__ import annotations

from hejda.flow.persons import key_without_store
from hejda.persons.identity import person_id


def person(record: str) -> str:
    """The id of the person whose oldest record is `record`."""
    return person_id(key_without_store("xx"), record)
