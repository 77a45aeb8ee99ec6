"""Acts of screening, each in the transaction of its page: own judgement, votes, listing."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from hejda.base.errors import InputError
from hejda.tables.results import TAKING
from hejda_web.nominations.models import Decision, Judgement, Listing, Nomination, OwnJudgement
from hejda_web.people.access import Gate
from hejda_web.runs.models import Candidate, Placement, Run
from hejda_web.runs.record import candidates_of
from hejda_web.ui.edits import save_edit

NEAR_CUT = 10
"""Per cent of a list's places on either side of the cut that count as near it."""
LOT_BITS = 62
FLOW_BACK = {"wrong_person": "wrong_record", "may_be_victim": "may_be_the_victim"}
"""Outcomes that are also judgements the next run reads."""


@dataclass(frozen=True)
class Vote:
    """What somebody decided, as the form gives it."""

    outcome: str
    reason: str
    text: str
    version: int
    ground: str = ""
    thresholds: tuple[tuple[str, str], ...] = ()
    record: str = ""
    urgent_reason: str = ""


def write_judgement(gate: Gate, nomination: Nomination, level: str, text: str) -> OwnJudgement:
    """The reader's own judgement, before place and score; once, and never changed.

    Raises IntegrityError where the reader wrote one in another window meanwhile; the transaction
    goes on.
    """
    with transaction.atomic():
        made = OwnJudgement.objects.create(
            nomination=nomination, person_id=nomination.person_id, by=gate.user, at=gate.now,
            level=level, text=text,
        )  # fmt: skip
    gate.touched(made.pk)
    return made


def own_judgement(gate: Gate, nomination: Nomination) -> OwnJudgement | None:
    """What the reader wrote about this nomination."""
    return OwnJudgement.objects.filter(nomination=nomination, by=gate.user).first()


def has_voted(gate: Gate, nomination: Nomination) -> bool:
    """Whether the reader has voted in the round going on; where two votes differ, that round is over."""
    if nomination.state == "differing":
        return False
    return Decision.objects.filter(
        nomination=nomination, round=nomination.round, by=gate.user
    ).exists()


def placement_of(newest: Candidate | None) -> Placement | None:
    """Place and score of `newest_on_list`, if the reader may see them and there are any."""
    return None if newest is None else Placement.objects.filter(candidate=newest).first()


def newest_on_list(candidates: Sequence[Candidate]) -> Candidate | None:
    """The person on a list of the newest run that has them on one; the list of harm first."""
    return next((each for each in candidates if each.list in TAKING), None)


def vote(gate: Gate, nomination: Nomination, given: Vote) -> Decision:
    """Records one vote, frozen with what it was made on, and what follows from it.

    Raises Stale where somebody voted meanwhile; then nothing of the vote stands.
    """
    with transaction.atomic():
        return _recorded(gate, nomination, given)


def _recorded(gate: Gate, nomination: Nomination, given: Vote) -> Decision:
    own = own_judgement(gate, nomination)
    if own is None:
        raise InputError("judge_first", "An own judgement comes before a vote.")
    candidate = newest_on_list(candidates_of(nomination.person_id))
    placement = placement_of(candidate)
    candidate = candidate if placement else None
    made = Decision.objects.create(
        nomination=nomination, person_id=nomination.person_id, round=round_of(nomination),
        by=gate.user, at=gate.now, outcome=given.outcome, reason=given.reason, text=given.text,
        own_judgement=own, run=candidate.run if candidate else None,
        list=candidate.list if candidate else "", place=placement.place if placement else None,
        score=placement.score if placement else None,
        cut_off=placement.cut_off if placement else None,
        fingerprint=candidate.run.fingerprint if candidate else "", ground=given.ground,
        threshold_names=[name for name, _ in given.thresholds],
        threshold_answers=[answer for _, answer in given.thresholds],
    )  # fmt: skip
    _move_on(nomination, given)
    gate.touched(made.pk)
    if given.outcome in FLOW_BACK:
        _flow_back(gate, made, given)
    return made


def round_of(nomination: Nomination) -> int:
    """The round a vote belongs to; where two votes differ, the next one begins a new round."""
    return nomination.round + (nomination.state == "differing")


def _move_on(nomination: Nomination, given: Vote) -> None:
    """One vote not to list settles it; to list somebody takes two in the same round."""
    listing = given.outcome == "list"
    if nomination.state == "one_vote":
        state = "decided" if listing else "differing"
    else:
        state = "one_vote" if listing else "decided"
    save_edit(nomination, given.version, {"state": state, "round": round_of(nomination)})
    nomination.refresh_from_db()


def list_person(
    gate: Gate, nomination: Nomination, second: Decision, given: Vote, rules: str
) -> Listing:
    """The listing that two votes make: ground and thresholds as the second person confirmed them."""
    first = (
        Decision.objects.filter(nomination=nomination, round=second.round, outcome="list")
        .exclude(pk=second.pk)
        .get()
    )
    candidate = newest_on_list(candidates_of(nomination.person_id))
    made = Listing.objects.create(
        person_id=nomination.person_id, nomination=nomination, first=first, second=second,
        ground=given.ground, rules=rules,
        threshold_names=second.threshold_names, threshold_answers=second.threshold_answers,
        listed_on=gate.today, near_cut=_near_cut(candidate, second),
        urgent=bool(given.urgent_reason), urgent_reason=given.urgent_reason,
        lot=secrets.randbits(LOT_BITS),
    )  # fmt: skip
    gate.touched(made.pk)
    return made


def _near_cut(candidate: Candidate | None, vote: Decision) -> bool:
    """Whether the place lies so near the last one that chance might as well have put it elsewhere."""
    if candidate is None or vote.place is None:
        return False
    places = Run.objects.values_list("places", flat=True).get(pk=candidate.run_id)
    return 100 * (places - vote.place) <= NEAR_CUT * places


def _flow_back(gate: Gate, made: Decision, given: Vote) -> None:
    person = made.person
    noted = Judgement.objects.create(
        person=person, decision=made, kind=FLOW_BACK[given.outcome],
        a=given.record or person.stable_id, decided_on=gate.today, by=gate.user, reason=given.text,
    )  # fmt: skip
    gate.touched(noted.pk)


def start_order(listings: list[Listing]) -> list[Listing]:
    """Who begins first: urgent ones, then those clear of the cut by their day, then near it by lot."""

    def key(each: Listing) -> tuple[int, dt.date, int]:
        if each.urgent:
            return (0, each.listed_on, each.lot)
        if not each.near_cut:
            return (1, each.listed_on, each.lot)
        return (2, dt.date.min, each.lot)

    return sorted((each for each in listings if each.start_on is None), key=key)
