"""The review queue: pairs of records that a person should look at, by how much the answer matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hejda.persons.clusters import Link, Refused
from hejda.persons.guards import BARRED
from hejda.persons.judgements import Decided, Pair, pair_of
from hejda.persons.model import JOIN

MANY_VICTIMS = 10
"""Times the incidents of a suspect whose victims would become, or cease to be, several."""
LONGEST = 5_000
"""Pairs in the queue: more than a unit can look at in a year are not listed."""


def open_pairs(
    links: Iterable[Link],
    refused: Iterable[Refused],
    doubtful: Iterable[Pair],
    person_of: Mapping[str, str],
    said: Decided,
) -> dict[Pair, Refused]:
    """Pairs of two different people that a person has not decided: pair → why, with the weight.

    Possible pairs below the threshold, pairs behind a guard that would otherwise be joined, and what
    was refused because numbers, names or judgements contradict each other.
    """
    found: dict[Pair, Refused] = {}
    for link in links:
        pair = pair_of(link.a, link.b)
        guarded = link.guard in BARRED
        if guarded and link.weight < JOIN:
            continue
        found[pair] = Refused(*pair, "relative_guard" if guarded else "possible", link.weight)
    for a, b in doubtful:
        found[pair_of(a, b)] = Refused(*pair_of(a, b), "number_conflict")
    for each in refused:
        found[pair_of(each.a, each.b)] = each
    settled = said.apart | set(said.same)
    return {
        pair: each
        for pair, each in found.items()
        if person_of[pair[0]] != person_of[pair[1]]
        and (pair not in settled or each.why == "judgement_conflict")
    }


def matters(pairs: Iterable[Pair], rows: Iterable[Mapping[str, Any]]) -> dict[Pair, int]:
    """How much the answer to each pair may matter to the lists.

    `rows`: incident_id, person, role of everybody in the incidents of the people asked about, with
    `person` in place of the record. `pairs`: pairs of people.
    """
    suspected: dict[str, set[str]] = defaultdict(set)
    harmed: dict[str, set[str]] = defaultdict(set)
    in_incident: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        in_incident[(row["incident_id"], row["role"])].add(row["person"])
        if row["role"] == "suspect":
            suspected[row["person"]].add(row["incident_id"])
        elif row["role"] == "victim":
            harmed[row["person"]].add(row["incident_id"])

    def victims(person: str) -> set[str]:
        return {v for i in suspected.get(person, ()) for v in in_incident.get((i, "victim"), ())}

    def suspects(person: str) -> set[str]:
        return {s for i in harmed.get(person, ()) for s in in_incident.get((i, "suspect"), ())}

    found = {}
    for a, b in pairs:
        incidents = len(suspected.get(a, set()) | suspected.get(b, set()))
        mine, theirs = victims(a), victims(b)
        several = bool(mine and theirs) and len(mine | theirs) > max(len(mine), len(theirs))
        shared = suspects(a) & suspects(b)
        found[(a, b)] = incidents * (MANY_VICTIMS if several else 1) + MANY_VICTIMS * max(
            (len(suspected[s]) for s in shared), default=0
        )
    return found


def queue(
    pairs: Mapping[Pair, Refused],
    weight_of_answer: Mapping[Pair, int],
    signs: Mapping[Pair, Sequence[str]],
) -> list[dict[str, Any]]:
    """Rows of the table `identity_review`, the gravest first.

    `weight_of_answer`: pair of records → `matters`; `signs`: pair of records → what agrees.
    """
    order = sorted(
        pairs.items(),
        key=lambda item: (-weight_of_answer.get(item[0], 0), -(item[1].weight or 0), item[0]),
    )
    return [
        {
            "place": place,
            "record_a": pair[0],
            "record_b": pair[1],
            "why": each.why,
            "match_weight": each.weight,
            "matters": weight_of_answer.get(pair, 0),
            "signs": list(signs.get(pair, ())),
        }
        for place, (pair, each) in enumerate(order[:LONGEST], start=1)
    ]
