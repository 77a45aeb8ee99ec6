"""Brings a finished run in: everything or nothing, once, and only what is said of its candidates."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from hejda.base.errors import Refusal
from hejda_web.accounts.numbers import looks_real, number_hash
from hejda_web.accounts.roles import NATIONAL
from hejda_web.audit.append import append
from hejda_web.people.context import Signed, sign
from hejda_web.people.models import Identity as IdentityRow
from hejda_web.people.models import Party, Person
from hejda_web.runs import models as rows
from hejda_web.runs.around import around_rows, children_by_person, secret_records
from hejda_web.runs.bulk import insert_rows
from hejda_web.runs.models import Run
from hejda_web.runs.moved import moved_rows
from hejda_web.runs.read_run import FinishedRun, cut_offs, said_of
from hejda_web.runs.record import NAMED

if TYPE_CHECKING:  # the engine behind these is loaded by the job, not by the pages
    from hejda.flow.identities_of_run import Identity, InRecords

SUBJECTS_PER_ENTRY = 1000
LETTERS = "ACDEFHJKLMNPRTUVWXY34679"
"""Letters and digits that are not mistaken for one another."""


@dataclass(frozen=True)
class Brought:
    """A finished run, and who stands in its records."""

    run: FinishedRun
    identities: list[Identity]
    parties: dict[str, InRecords]


def bring_in(
    run: Run, brought: Brought, now: dt.datetime, then: Callable[[Run, dt.datetime], None]
) -> dict[str, uuid.UUID]:
    """Writes the run in one transaction with its log rows; person → id here. Idempotent by checksum.

    then: what follows from a run, in the same transaction: all of it stands, or nothing does.
    """
    with transaction.atomic(durable=True):
        sign(Signed("job", run.ordered_by_id, "run.load"), seconds=600)
        run = Run.objects.select_for_update().get(pk=run.pk)
        if run.state == "loaded":
            return {}
        _refuse_twice(brought)
        _refuse_real_numbers(brought)
        people = _people(brought)
        _who_they_are(brought, people)
        _what_it_said(run, brought, people)
        _what_stands(run, brought, people)
        _finish(run, brought.run, now)
        then(run, now)
        log_collected(run, "run.load", list(people.values()))
    return people


def _refuse_twice(brought: Brought) -> None:
    if Run.objects.filter(checksum=brought.run.checksum).exists():
        raise Refusal(
            "already_in",
            "Another run has already brought in exactly this result.",
            "The same result twice would nominate the same people twice.",
            "Look at the earlier run, or order a new one.",
        )


def _refuse_real_numbers(brought: Brought) -> None:
    if not settings.EMBEDDED:
        return
    if brought.run.facts.get("material") != "invented" or any(
        looks_real(each.personal_number) for each in brought.identities
    ):
        raise Refusal(
            "real_people",
            "This run may be about real people.",
            "The demonstration has no operator who answers for them.",
            "Use `hejda serve` with the authority's own database and login.",
        )


def _people(brought: Brought) -> dict[str, uuid.UUID]:
    """Every candidate's id here: the one there is, or a new one."""
    wanted = {row["person"] for row in brought.run.tables["candidate"]}
    # Who is proposed only if unknown relations were partners is not ranked, so not in `person`.
    placed = {row["person"]: row["police_region"] for row in brought.run.tables["candidate"]}
    region = placed | {row["person"]: row["police_region"] for row in brought.run.tables["person"]}
    secret = {each.record_id for each in brought.identities if each.protected}
    known = {p.stable_id: p for p in Person.objects.filter(stable_id__in=wanted)}
    named = _named_before(brought, wanted)
    twins = {stable: each for stable, each in named.items() if stable in known}
    known |= {stable: each for stable, each in named.items() if stable not in twins}
    new: list[dict[str, Any]] = []
    changed: list[Person] = []
    for stable in sorted(wanted):
        own = brought.parties[stable].own
        said = {
            "region": region.get(stable) or NATIONAL,
            "secrecy": "protected" if own & secret else "none",
        }
        person = known.get(stable)
        if person is None:
            new.append({"id": uuid.uuid4(), "stable_id": stable, "label": new_label()} | said)
        elif (person.stable_id, person.region, person.secrecy) != (stable, *said.values()):
            # Once protected, a person stays so until somebody decides otherwise.
            person.stable_id, person.region = stable, said["region"]
            person.secrecy = person.secrecy if person.secrecy != "none" else said["secrecy"]
            changed.append(person)
    insert_rows(Person, new)
    for stable, each in twins.items():
        # Two rows for one person, each with its own nomination: pages lead from one to the other.
        each.stable_id = f"{NAMED}{stable}"
    Person.objects.bulk_update([*changed, *twins.values()], ["stable_id", "region", "secrecy"])
    return {row["stable_id"]: row["id"] for row in new} | {s: p.pk for s, p in known.items()}


def _named_before(brought: Brought, wanted: set[str]) -> dict[str, Person]:
    """Those among the wanted whom somebody also nominated by their number."""
    rows = IdentityRow.objects.filter(person__stable_id__startswith=NAMED)
    named = {
        number_hash(each.personal_number): each.person
        for each in rows.select_related("person").order_by("-pk")
        if each.personal_number
    }
    numbers = {each.record_id: _numbers(each) for each in brought.identities}
    found: dict[str, Person] = {}
    for stable in sorted(wanted) if named else ():
        hashes = [
            number_hash(number)
            for record in sorted(brought.parties[stable].own)
            for number in numbers.get(record, ())
        ]
        person = next((named.pop(each) for each in hashes if each and each in named), None)
        if person is not None:
            found[stable] = person
    return found


def new_label() -> str:
    """What colleagues call somebody: letters drawn by lot."""
    drawn = [secrets.choice(LETTERS) for _ in range(6)]
    return f"{''.join(drawn[:3])}-{''.join(drawn[3:])}"


def _who_they_are(brought: Brought, people: dict[str, uuid.UUID]) -> None:
    by_record = {each.record_id: each for each in brought.identities}
    IdentityRow.objects.filter(person_id__in=people.values()).delete()
    Party.objects.filter(person_id__in=people.values()).delete()
    identities, parties = [], []
    for stable, person in people.items():
        own = [by_record[r] for r in brought.parties[stable].own if r in by_record]
        others = [by_record[r] for r in brought.parties[stable].others if r in by_record]
        identities.append(_identity(person, own))
        hashes = {(number_hash(n), "subject") for each in own for n in _numbers(each)}
        hashes |= {(number_hash(n), "other") for each in others for n in _numbers(each)}
        parties += [
            {"id": uuid.uuid4(), "person_id": person, "number_hash": h, "role": role}
            for h, role in sorted(hashes)
            if h
        ]
    insert_rows(IdentityRow, identities)
    insert_rows(Party, parties)


def _numbers(each: Identity) -> tuple[str, ...]:
    return tuple(number for number in (each.personal_number, each.other_number) if number)


def _identity(person: uuid.UUID, own: list[Identity]) -> dict[str, Any]:
    newest = sorted(own, key=lambda each: (each.registered_on, each.record_id), reverse=True)

    def first(name: str) -> Any:
        return next((getattr(each, name) for each in newest if getattr(each, name)), None)

    return {
        "id": uuid.uuid4(), "person_id": person, "names": first("names") or "",
        "personal_number": first("personal_number") or first("other_number") or "",
        "birth_date": first("birth_date"), "sex": first("sex") or "",
        "known_from": newest[0].record_id if newest else "",
    }  # fmt: skip


def _what_it_said(run: Run, brought: Brought, people: dict[str, uuid.UUID]) -> None:
    finished = brought.run
    children = children_by_person(finished.ties, brought.parties, brought.identities, run.as_of)
    lowest = cut_offs(finished.tables["candidate"])
    candidates, placements = [], []
    for row in finished.tables["candidate"]:
        key = uuid.uuid4()
        person = people[row["person"]]
        candidates.append(
            {
                "id": key, "run_id": run.pk, "person_id": person, "list": row["list"],
                "police_region": row["police_region"], "children": children.get(row["person"]),
            }
        )  # fmt: skip
        placements.append(
            {
                "id": uuid.uuid4(), "candidate_id": key, "person_id": person, "place": row["place"],
                "score": row["score"], "flags": row["flags"], "gaps": row["gaps"],
                "cut_off": lowest[(row["list"], row["police_region"])],
            }
        )  # fmt: skip
    insert_rows(rows.Candidate, candidates)
    insert_rows(rows.Placement, placements)
    said = [row for row in said_of(finished, people.get) if row["person_id"] is not None]
    insert_rows(rows.Reason, [{"id": uuid.uuid4(), "run_id": run.pk} | row for row in said])
    insert_rows(rows.Evidence, _evidence(run, finished, people))
    secret = secret_records(brought.identities)
    insert_rows(
        rows.Around,
        around_rows(
            run.pk, finished.tables["dyad"], people, brought.parties, finished.ties, secret
        ),
    )
    insert_rows(rows.Moved, moved_rows(run, finished, people))


def _evidence(
    run: Run, finished: FinishedRun, people: dict[str, uuid.UUID]
) -> list[dict[str, Any]]:
    sentences = {row["reference"]: row for row in finished.tables["evidence"]}
    found = []
    for stable, person in people.items():
        for reference in sorted(finished.evidence_of.get(stable, ())):
            row = sentences.get(reference)
            if row is None:
                continue
            facts = finished.records.get(reference)
            found.append(
                {
                    "id": uuid.uuid4(), "run_id": run.pk, "person_id": person,
                    "reference": reference, "table": row["table"],
                    "happened_on": facts.happened_on if facts else None,
                    "registered_on": row["registered_on"], "superseded_on": row["superseded_on"],
                    "source_law": (facts.source_law if facts else "")[:200],
                    "limited": facts.limited if facts else False,
                    "sentence_sv": row["sentence_sv"], "sentence_en": row["sentence_en"],
                }
            )  # fmt: skip
    return found


def _what_stands(run: Run, brought: Brought, people: dict[str, uuid.UUID]) -> None:
    person_of = {
        record: people[stable] for stable in people for record in brought.parties[stable].own
    }
    insert_rows(
        rows.Standing,
        [
            {
                "id": uuid.uuid4(), "run_id": run.pk, "person_id": person_of[each.record],
                "kind": each.kind, "since": each.since, "until": each.until,
            }
            for each in brought.run.standing
            if each.record in person_of
        ],
    )  # fmt: skip


def _finish(run: Run, finished: FinishedRun, now: dt.datetime) -> None:
    facts = finished.facts
    counted = facts["rows"]
    run.state, run.stage, run.percent, run.loaded_at = "loaded", "", 100, now
    run.checksum, run.material, run.title = finished.checksum, facts["material"], facts["title"]
    run.rules_pack = facts["knowledge"]["pack"]
    run.fingerprint = facts["knowledge"]["fingerprint"]
    run.rows_in, run.accepted = counted["in"], counted["accepted"]
    run.duplicate, run.quarantined = counted["duplicate"], counted["quarantined"]
    run.ranked = facts["population"]["ranked"]
    run.tells = finished.tells
    run.save()
    aside = Counter((row["file"], row["code"]) for row in finished.tables["quarantine"])
    rows.SetAside.objects.bulk_create(
        rows.SetAside(run=run, file=file, code=code, rows=count)
        for (file, code), count in sorted(aside.items())
    )


def log_collected(run: Run, action: str, people: list[uuid.UUID]) -> None:
    """Log rows of a job that brought people in; several where there are too many for one."""
    for start in range(0, len(people), SUBJECTS_PER_ENTRY):
        part = people[start : start + SUBJECTS_PER_ENTRY]
        append(
            {
                "class": "collection",
                "action": action,
                "by": f"job:{run.pk}",
                "on_behalf": f"user:{run.ordered_by_id}",
                "request": str(run.pk),
                "subjects": [str(each) for each in part],
                "fields": ["proposal", "place", "reasons", "records", "identity"],
                "rows": len(part),
                "reason": "ordered",
            }
        )
