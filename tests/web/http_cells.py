"""Cells of the matrix as requests: who asks, which address, about whom; and what the referee says."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.web.access_referee import Row, allows, opens
from tests.web.matrix_rows import Colleague, Planted
from tests.web.service_referee import Key, OneAsked, ServiceRow, key_allows, key_opens

PAGES = {
    "candidate": "candidate.see", "candidate_reveal": "candidate.reveal", "actor": "actor.see",
    "identity": "identity.see", "earlier": "suspicions.see", "history": "history.see",
}  # fmt: skip
"""Pages about one person that only look, by the act of their row."""
LISTS = {
    "screening": "lists.see", "run_lists": "lists.see", "run_moved": "moved.see",
    "list_compare": "list.compare", "actors": "actors.see", "start_order": "actors.see",
}  # fmt: skip
"""Pages about several people. Each person's label shows whether they stand on one."""
CALLS = {
    "api_candidate": "service.candidates", "api_decision": "service.decisions",
    "api_actor": "service.actors",
}  # fmt: skip
CALL_LISTS = {
    "api_candidates": "service.candidates", "api_decisions": "service.decisions",
    "api_actors": "service.actors",
}  # fmt: skip
BY_NOMINATION = ("candidate", "candidate_reveal", "api_decision")


@dataclass(frozen=True)
class PageCell:
    """A colleague asks for a page about somebody, or for a list on which they might stand."""

    name: str
    who: Colleague
    about: Planted

    def expected(self, rows: Mapping[str, Row], day: dt.date) -> bool:
        """Whether the referee lets the colleague see the person here."""
        row = rows[PAGES.get(self.name) or LISTS[self.name]]
        papers = tuple(
            replace(p, of=self.about.subject.name) if p.kind == "person" else p
            for p in self.who.who.papers
        )
        who = replace(self.who.who, papers=papers)
        if self.name in LISTS and not opens(row, who, day):
            return False
        return allows(row, who, self.about.subject, day)


@dataclass(frozen=True)
class CallCell:
    """A system asks about somebody, or for a list on which they might stand."""

    name: str
    token: tuple[Any, Key]
    about: Planted
    one: OneAsked

    def expected(self, rows: Mapping[str, ServiceRow], day: dt.date) -> bool:
        """Whether the referee lets the token know of the person here."""
        row = rows[CALLS.get(self.name) or CALL_LISTS[self.name]]
        return key_opens(row, self.token[1], day) and key_allows(row, self.token[1], self.one, day)


def key_of(name: str, about: Planted) -> uuid.UUID:
    """The id that the address of that name takes."""
    return about.nomination if name in BY_NOMINATION else about.key


def stands_in(body: bytes, about: Planted, label: str) -> bool:
    """Whether anything of the person stands in what was sent: label, id or nomination's id."""
    return any(each.encode() in body for each in (label, str(about.key), str(about.nomination)))
