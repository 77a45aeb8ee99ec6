"""A pair that joined by itself stays joined until its weight falls well below the threshold."""

from __future__ import annotations

import pytest

from tests.support.persons_run import Given, person_record, settled
from tests.support.referee_persons import Weighed


def people(weight: int, earlier_weight: int | None, guard: str = "open") -> list[list[str]]:
    """Who is who of two records, after a run in which the pair weighed `earlier_weight`."""
    records = [person_record("a"), person_record("b")]
    before = None
    if earlier_weight is not None:
        before = settled(Given(records, [Weighed("a", "b", earlier_weight, guard)]))
    return settled(Given(records, [Weighed("a", "b", weight, guard)]), before).groups


@pytest.mark.parametrize(
    ("weight", "earlier", "together"),
    [
        (1_000, None, True),
        (999, None, False),
        (999, 1_000, True),
        (-2_500, 1_000, True),
        (-2_501, 1_000, False),
        (999, 999, False),
    ],
)
def test_joining_is_harder_than_staying_joined(
    weight: int, earlier: int | None, together: bool
) -> None:
    assert people(weight, earlier) == ([["a", "b"]] if together else [["a"], ["b"]])


def test_a_guard_that_rises_parts_what_was_joined() -> None:
    records = [person_record("a"), person_record("b")]
    joined = settled(Given(records, [Weighed("a", "b", 9_000, "open")]))
    barred = settled(Given(records, [Weighed("a", "b", 9_000, "birth")]), joined)
    assert (joined.groups, barred.groups) == ([["a", "b"]], [["a"], ["b"]])
