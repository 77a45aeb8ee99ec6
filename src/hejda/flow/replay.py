"""`hejda replay`: what was known before each serious outcome, and what kept the person off the lists.

Outcomes are grouped by the month of the act, and each is looked at on the first day of the month
12, 6, 3 and 1 months before that month. So there are at most eleven more days to look at than there
are months with outcomes, however many outcomes there are.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ibis.expr import types as ir

from hejda.base.dates import date_of, day_number
from hejda.base.errors import InputError
from hejda.engine.base import Engine
from hejda.engine.read import load_mapping
from hejda.evaluate.missed import LISTED, WHY, Seen, why
from hejda.evaluate.outcomes import OUTCOMES, new_offences
from hejda.flow.answer import Question
from hejda.flow.memory import rare_collections
from hejda.flow.output import whole_folder, write_small
from hejda.flow.reading import Reading, opened
from hejda.flow.replay_facts import replay_facts
from hejda.flow.replay_looks import Asked, Look, looked_at, partners_ever
from hejda.flow.replay_people import People
from hejda.flow.run import chosen_pack, refuse_unsigned
from hejda.knowledge.load import load_knowledge
from hejda.nominate.places import national
from hejda.registers.mapping import SourceMapping
from hejda.relations.pairs import tied
from hejda.tables.known import Known

Progress = Callable[[str], None]
Row = dict[str, Any]
MARK = "replay.json"
MONTHS_BEFORE = {365: 12, 180: 6, 90: 3, 30: 1}
"""Days before an act, by name → how many months before the month of the act it is looked at."""
HORIZON = 365
"""Days after a look in which those who looked the same are followed."""


@dataclass(frozen=True, kw_only=True)
class ReplayOrder(Reading):
    """What `hejda replay` was asked to do. first, last: the acts' days, both included."""

    outcome: str = "serious"
    lists: int = 300
    first: dt.date | None = None
    last: dt.date | None = None
    draws: int = 500
    seed: int = 1
    rules: str | None = None
    judgements: Path | None = None
    force: bool = False


@dataclass(frozen=True)
class Case:
    """A person's first serious outcome in the window. person: the oldest of their records."""

    case_id: str
    person: str
    on: dt.date
    harm: int


def first_of_month(day: dt.date, months_before: int = 0) -> dt.date:
    """The first day of the month so many months before the month of `day`."""
    months = day.year * 12 + day.month - 1 - months_before
    return dt.date(months // 12, months % 12 + 1, 1)


def replay(order: ReplayOrder, progress: Progress) -> Row:
    """Runs the whole and writes OUT; the content of replay.json."""
    if order.outcome not in OUTCOMES:
        raise InputError(
            "unknown_outcome", "There is no such outcome.", "", f"Known: {', '.join(OUTCOMES)}."
        )
    if order.lists < 1:
        raise InputError(
            "no_places", "A list has at least one place.", "", "Give --lists 1 or more."
        )
    mapping = load_mapping(order.source)
    refuse_unsigned(mapping)
    with rare_collections(), whole_folder(order.out, order.force, MARK) as folder:
        work = folder / "work"
        work.mkdir(mode=0o700)
        rows, told = _replayed(order, mapping, work, progress)
        progress("report")
        facts = replay_facts(rows, told, order.draws, order.seed)
        write_small(rows, "replay", folder)
        shutil.rmtree(work)
        text = json.dumps(facts, ensure_ascii=False, indent=1, default=str)
        (folder / MARK).write_text(text + "\n", "utf-8")
        from hejda.report.replay import write_replay

        write_replay(folder, facts, rows)
    return facts


def _replayed(
    order: ReplayOrder, mapping: SourceMapping, work: Path, progress: Progress
) -> tuple[list[Row], Row]:
    """(rows of the table replay, what replay.json says of the run)."""
    pack = chosen_pack(order.rules, order.source, mapping)
    knowledge = load_knowledge(pack, order.now)
    with opened(order, work, knowledge, progress) as (engine, delivered, rows_in):
        begins, ends = _span(engine, delivered, order.now)
        window = _window(order, begins, ends)
        progress("persons")
        people = People(engine, delivered, mapping, ends, order.judgements, progress)
        run = _Replaying(order, mapping, pack, engine, people, window, ends)
        rows = list(run.rows(progress))
    told = {
        "title": mapping.title,
        "source": mapping.source,
        "material": mapping.material,
        "outcome": order.outcome,
        "lists": order.lists,
        "from": window[0].isoformat(),
        "to": window[1].isoformat(),
        "now": order.now.isoformat(),
        "records_begin": begins.isoformat(),
        "records_end": ends.isoformat(),
        "horizon": HORIZON,
        "looks": len(run.days),
        "rows_in": rows_in,
        "rules": knowledge.fingerprint,
    }
    return rows, told


def _span(
    engine: Engine, delivered: Mapping[str, ir.Table], now: dt.date
) -> tuple[dt.date, dt.date]:
    """The first and the last day on which an incident was registered, none after `now`."""
    days = delivered["incident"].registered_on
    row = engine.arrow(delivered["incident"].agg(begins=days.min(), ends=days.max())).to_pylist()[0]
    if row["begins"] is None:
        raise InputError(
            "no_incidents", "The delivery holds no incident.", "", "Check it with `hejda check`."
        )
    return row["begins"], min(row["ends"], now)


def _window(order: ReplayOrder, begins: dt.date, ends: dt.date) -> tuple[dt.date, dt.date]:
    earliest = first_of_month(begins, -max(MONTHS_BEFORE.values()))
    if first_of_month(begins) < begins:
        earliest = first_of_month(earliest, -1)
    first, last = order.first or earliest, order.last or ends
    if first < earliest:
        raise InputError(
            "before_the_records",
            f"The records begin {begins}; a year before {first} nothing could be registered yet.",
            "What is missing from the delivery would be told as never reported.",
            f"Give --from {earliest} or later.",
        )
    if last > order.now:
        raise InputError(
            "to_ahead", "--to lies after the day of the act.", "", f"Give {order.now} or earlier."
        )
    if first > last:
        raise InputError(
            "window_empty",
            f"There is no day between {first} and {last}.",
            "Outcomes need at least a year of records before them.",
            "Give an earlier --from, a later --to, or a longer delivery.",
        )
    return first, last


class _Replaying:
    """One replay: the cases, the days they are looked at on, and what is said of each."""

    def __init__(
        self,
        order: ReplayOrder,
        mapping: SourceMapping,
        pack: str | Path,
        engine: Engine,
        people: People,
        window: tuple[dt.date, dt.date],
        ends: dt.date,
    ) -> None:
        self.order, self.mapping, self.pack = order, mapping, pack
        self.engine, self.people, self.window, self.ends = engine, people, window, ends
        self.outcomes: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.partners: set[tuple[str, str]] = set()
        self.days: dict[dt.date, list[tuple[Case, int]]] = defaultdict(list)

    def rows(self, progress: Progress) -> Iterator[Row]:
        """The rows of the table replay, day by day."""
        progress("outcomes")
        for case in self._cases():
            for days_before, months in MONTHS_BEFORE.items():
                self.days[first_of_month(case.on, months)].append((case, days_before))
        for at, day in enumerate(sorted(self.days), start=1):
            progress(f"looking at {day} ({at} of {len(self.days)})")
            yield from self._on(day, self.days[day])

    def _cases(self) -> list[Case]:
        """The first outcome per person in the window; sets outcomes and partners on the way."""
        delivered, (first, last) = self.people.in_hindsight(), self.window
        knowledge = load_knowledge(self.pack, self.ends)
        before = first_of_month(first, max(MONTHS_BEFORE.values()))
        start, horizon = day_number(before), (self.ends - before).days
        known = Known.on(self.ends, self.mapping.source, delivered, self.engine.view)
        kinds = knowledge.population.partner_relations
        ties = tied(known, kinds) if "relation" in delivered else None
        found = new_offences(delivered, knowledge, self.order.outcome, start, horizon, ties)
        for row in self.engine.arrow(found).to_pylist():
            self.outcomes[row["person"]].append((start + row["after"], -row["harm"]))
        firsts = []
        for person, acts in self.outcomes.items():
            inside = [each for each in acts if day_number(first) <= each[0] <= day_number(last)]
            if inside:
                firsts.append((self.people.naming.person(person), person, *min(inside)))
        width = len(str(len(firsts)))
        cases = [
            Case(f"case-{number:0{width}}", person, date_of(day), -harm)
            for number, (_, person, day, harm) in enumerate(sorted(firsts), start=1)
        ]
        if cases:
            chosen = {case.person for case in cases}
            self.partners = partners_ever(self.engine, known, knowledge, chosen)
        return cases

    def _partners(self, one: str, other: str) -> bool:
        return (self.people.person(one), self.people.person(other)) in self.partners

    def _on(self, day: dt.date, looked: list[tuple[Case, int]]) -> Iterator[Row]:
        delivered, stands_for = self.people.on(day)
        knowledge = load_knowledge(self.pack, day)
        question = Question(
            day, day, self.mapping.source, knowledge,
            national(self.order.lists, knowledge.lists.floor),
        )  # fmt: skip
        named = {
            case.person: sorted({stands_for.get(r, r) for r in self.people.known(case.person, day)})
            for case, _ in looked
        }
        joined = {name: names[0] for names in named.values() if len(names) > 1 for name in names}
        asked = Asked(
            people=frozenset(name for names in named.values() for name in names),
            joined=joined,
            outcome=self._with_outcome(day),
            partners=self._partners,
        )
        look = looked_at(self.engine, delivered, question, asked)
        for case, days_before in looked:
            yield self._row(case, days_before, day, named[case.person], look)

    def _with_outcome(self, day: dt.date) -> set[str]:
        """All records of people with an outcome within the horizon after `day`."""
        start = day_number(day)
        return {
            record
            for person, acts in self.outcomes.items()
            if any(start < act <= start + HORIZON for act, _ in acts)
            for record in self.people.records(person)
        }

    def _row(self, case: Case, days_before: int, day: dt.date, names: list[str], look: Look) -> Row:
        ranked = [look.ranked[name] for name in names if name in look.ranked]
        place, score = min(ranked) if ranked else (None, None)
        listed = {
            each: min((look.places[each][n] for n in names if n in look.places[each]), default=None)
            for each in ("harm", "serial", "release")
        }
        seen = Seen(
            suspicions=[s for name in names for s in look.suspicions.get(name, ())],
            other_role=any(name in look.other_role for name in names),
            listed=listed["harm"] is not None or listed["serial"] is not None,
            together=bool(names) and names[0] in look.together,
            waiting=listed["release"] is not None,
            score=score,
            floor=look.floor,
        )
        counts = [look.counts.get(name, (0, 0)) for name in names]
        incidents, partner = (sum(each[at] for each in counts) for at in (0, 1))
        alike, had = self._alike(look, score, (incidents, partner), day)
        reason = why(seen)
        return {
            "case_id": case.case_id,
            "person": self.people.naming.person(case.person),
            "on": case.on,
            "harm": case.harm,
            "days_before": days_before,
            "looked_on": day,
            "records": len(self.people.known(case.person, day)) if names else 0,
            "listed_harm": listed["harm"],
            "listed_serial": listed["serial"],
            "ranked": place,
            "score": score,
            "needed": look.cuts["harm"],
            "incidents": incidents,
            "partner_incidents": partner,
            "why": reason,
            "threshold_missed": None if reason == LISTED else WHY[reason],
            "alike": alike,
            "alike_without": None if alike is None or had is None else alike - had,
        }

    def _alike(
        self, look: Look, score: int | None, counts: tuple[int, int], day: dt.date
    ) -> tuple[int | None, int | None]:
        """(people who looked the same, of them with the outcome; None while the horizon runs)."""
        if score is not None:
            alike, had = look.alike(score)
        elif counts == (0, 0):
            return None, None
        else:
            alike, had = look.unranked.get(counts, (0, 0))
        over = day + dt.timedelta(days=HORIZON) <= self.ends
        return alike, had if over else None
