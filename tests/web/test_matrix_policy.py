"""The matrix, first wall: the policy answers every cell as the table that lawyers read says."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import uuid
from collections import Counter

from hejda_web.people.actions import ACTIONS
from hejda_web.people.policy import REASONS, RULES, About, Power, Who, decide
from tests.support.counts import counted
from tests.support.size import SIZE
from tests.web.access_referee import EVERY_ROLE, Paper, Row, Somebody, Subject, allows, opens, rows

TODAY = dt.date(2026, 11, 23)
WEEK = dt.timedelta(days=7)
PERIODS = {
    "in force": (TODAY - WEEK, TODAY + WEEK),
    "open": (TODAY, None),
    "last day": (TODAY - WEEK, TODAY),
    "expired": (TODAY - WEEK, TODAY - dt.timedelta(days=1)),
    "future": (TODAY + dt.timedelta(days=1), None),
}
PERSON, SOMEBODY_ELSE = uuid.UUID(int=1), uuid.UUID(int=2)
REGIONS = ("home", "elsewhere", "national")
CONFLICTS = ("none", "self", "relative", "victim")
STATES = ((False, False), (True, False), (True, True))
"""(has written an own judgement, has voted)"""
TABLE = rows()


def papers() -> list[tuple[Paper, ...]]:
    """No appointment, and every single one: kind, for whom, period, both flags."""
    kinds = (
        ("region", "home"), ("person", str(PERSON)), ("person", str(SOMEBODY_ELSE)), ("duty", "home"),
    )  # fmt: skip
    flags = itertools.product((False, True), repeat=2)
    return [(), *(
        (Paper(kind, of, *PERIODS[period], limited, protected),)
        for (kind, of), period, (limited, protected) in itertools.product(kinds, PERIODS, list(flags))
    )]  # fmt: skip


def people() -> list[Somebody]:
    """Everybody who may act: nine roles and none, each appointment, account and unit."""
    roles = [frozenset(), *(frozenset({each}) for each in EVERY_ROLE)]
    return [
        Somebody(role, held, open_account, independent)
        for role, held in itertools.product(roles, papers())
        for open_account, independent in ((True, False), (True, True), (False, True))
    ]


def subjects() -> list[Subject]:
    """Everybody an act may be about."""
    return [
        Subject(str(PERSON), region, secrecy, conflict, judged, voted)
        for region, secrecy, conflict, (judged, voted) in itertools.product(
            REGIONS, ("none", "marked", "protected"), CONFLICTS, STATES
        )
    ]


def as_policy(who: Somebody) -> Who:
    """The same somebody, as the policy is told."""
    return Who(
        user=uuid.UUID(int=9), roles=who.roles, active=who.open_account,
        independent=who.independent, powers=tuple(map(_power, who.papers)),
    )  # fmt: skip


def _power(paper: Paper) -> Power:
    one = paper.kind == "person"
    return Power(
        {"region": "screening", "person": "actor", "duty": "duty"}[paper.kind],
        "" if one else paper.of, uuid.UUID(paper.of) if one else None, paper.limited,
        paper.protected, paper.first, paper.last,
    )  # fmt: skip


def as_about(subject: Subject) -> About:
    """The same subject, as the policy is told."""
    return About(
        uuid.UUID(subject.name), subject.region, subject.secrecy, subject.conflict != "none",
        subject.judged, subject.voted,
    )  # fmt: skip


def difference(who: Somebody, row: Row, subject: Subject | None) -> str:
    """What the two say differently of one cell; empty where they agree."""
    about = None if subject is None else as_about(subject)
    expected = opens(row, who, TODAY) if subject is None else allows(row, who, subject, TODAY)
    said = decide(as_policy(who), row.act, about, TODAY)
    assert said.reason in REASONS
    assert (said.reason == "allowed") is said.allowed
    if subject is not None and said.allowed:
        assert said.owed == {"purpose"}
    return "" if said.allowed is expected else f"{row.act} {who} {subject}: {said.reason}"


def told(name: str, cells: int, differ: list[str]) -> None:
    """Counts the cells, and fails with the first faults."""
    by_act = Counter(each.split(" ", 1)[0] for each in differ)
    line = f"{name}: {cells} cells, {len(differ)} disagreements"
    counted(f"matrix, policy: {line}")
    assert not differ, "\n".join([line, str(by_act), *differ[:10]])


def test_table_names_every_act_and_no_other() -> None:
    assert set(TABLE) == set(RULES)
    assert set(RULES) <= set(ACTIONS)
    # Acts that only a job does have no row: nobody does them at a page.
    assert set(ACTIONS) - set(RULES) == {"run.load"}


def test_acts_about_one_person_are_so_in_the_table_the_policy_and_the_log() -> None:
    one = {act for act, row in TABLE.items() if row.about == "one"}
    assert one == {act for act, rule in RULES.items() if rule.about_one}
    assert one == {act for act, action in ACTIONS.items() if action.about_one}


def test_every_cell_of_pages_about_nobody() -> None:
    everybody = people()
    differ = [d for who in everybody for row in TABLE.values() if (d := difference(who, row, None))]
    told("pages", len(everybody) * len(TABLE), differ)


def test_every_cell_about_a_person() -> None:
    """All of them in a campaign; at a push every act and somebody × a seeded share of the subjects."""
    everybody, about = people(), subjects()
    chance = random.Random(20261123)
    share = len(about) if SIZE >= 10 else max(1, len(about) * SIZE // 12)
    cells, differ = 0, []
    for who in everybody:
        for row in TABLE.values():
            for subject in chance.sample(about, share):
                cells += 1
                if found := difference(who, row, subject):
                    differ.append(found)
    told("about a person", cells, differ)


def test_two_roles_and_two_appointments_at_once() -> None:
    """Where one appointment says protected and the other earlier suspicions, both count."""
    chance = random.Random(7)
    single, about, differ = [each[0] for each in papers() if each], subjects(), []
    for _ in range(20_000 * SIZE):
        who = Somebody(frozenset(chance.sample(EVERY_ROLE, 2)), tuple(chance.sample(single, 2)))
        row = TABLE[chance.choice(list(TABLE))]
        if found := difference(who, row, chance.choice(about)):
            differ.append(found)
    told("two of each", 20_000 * SIZE, differ)


def test_an_unknown_act_is_refused() -> None:
    lead = Somebody(frozenset(EVERY_ROLE), (Paper("region", "home", TODAY, None, True, True),))
    assert decide(as_policy(lead), "people.select", None, TODAY).reason == "unknown_action"
