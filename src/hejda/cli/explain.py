"""`hejda explain`: one person's explanation in a terminal, from a finished run."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from hejda.base.errors import InputError
from hejda.base.wording import Language
from hejda.cli.explanation import Explanation
from hejda.knowledge.rules import LIST_RANKER
from hejda.report.dossiers import Dossier, Listing, dossiers, listings, ranker_of
from hejda.report.facts import RunFacts, run_facts
from hejda.report.read import owner_of, people_known
from hejda.tables.results import LISTS

NEAR = 5
SEARCHABLE = 50_000
"""People up to which ids that merely look alike are searched for."""


def explain(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder that hejda map wrote.")],
    person: Annotated[str, typer.Argument(metavar="PERSON", help="The person's id in that run.")],
    lang: Annotated[str, typer.Option(help="sv or en.")] = "sv",
    list_name: Annotated[
        str | None, typer.Option("--list", help="Explain the place on this list or group only.")
    ] = None,
    ranker: Annotated[
        str | None, typer.Option(help="Explain the score by this ranker instead of the list's.")
    ] = None,
) -> None:
    """Why this person: reasons, records, gaps, what speaks the other way, and when they leave."""
    language = language_named(lang)
    facts = run_facts(out)
    listed = listings(out)
    name = known_person(person, out, facts, listed)
    own = [place for place in listed if place.person == name]
    chosen = _places(own, list_name)
    rankers = dict.fromkeys([ranker] if ranker else [ranker_of(place.name) for place in chosen])
    told = [_dossier(out, name, each, listed, facts) for each in rankers or [LIST_RANKER]]
    Console(highlight=False).print(Explanation(facts, language, told, chosen))


def known_person(person: str, out: Path, facts: RunFacts, listed: list[Listing]) -> str:
    """The id as the run writes it; InputError, with ids that come near, for one it does not know."""
    known = dict.fromkeys([*people_known(out), *(place.person for place in listed)])
    for written in (person, f"{facts.source}:{person}"):
        if written in known:
            return written
    if (owner := owner_of(person, out)) is not None:
        return owner
    near = _near(person, list(known))
    raise InputError(
        "unknown_person",
        "That run has nobody by that id.",
        "An id is written as in candidate.parquet or the report: a person, or one of their records.",
        f"Near it: {', '.join(near)}." if near else "Nothing comes near it.",
    )


def _near(person: str, known: list[str]) -> list[str]:
    wanted = person.lower()
    holding = [each for each in known if wanted in each.lower()][:NEAR]
    if holding or len(known) > SEARCHABLE:
        return holding
    return get_close_matches(person, known, NEAR, 0.5) or get_close_matches(
        person, [each.partition(":")[2] for each in known], NEAR, 0.5
    )


def language_named(lang: str) -> Language:
    """The language by its two letters; InputError for any but sv and en."""
    if lang == "sv":
        return "sv"
    if lang == "en":
        return "en"
    raise InputError("language_unknown", "--lang is neither sv nor en.", "", "Write sv or en.")


def _places(own: list[Listing], list_name: str | None) -> list[Listing]:
    ordered = sorted(own, key=lambda place: LISTS.index(place.name))
    if list_name is None:
        return ordered
    if list_name not in LISTS:
        raise InputError(
            "unknown_list", "There is no such list.", "", f"Known: {', '.join(LISTS)}."
        )
    chosen = [place for place in ordered if place.name == list_name]
    if not chosen:
        where = ", ".join(place.name for place in ordered)
        raise InputError(
            "not_on_list",
            f"The person is not on the list {list_name}.",
            "",
            f"On: {where}." if where else "The person is ranked, and on no list.",
        )
    return chosen


def _dossier(
    out: Path, person: str, ranker: str, listed: list[Listing], facts: RunFacts
) -> Dossier:
    found = dossiers(out, [person], ranker, listed, facts.sign_titles)[person]
    if not found.reasons and found.listings and ranker != LIST_RANKER:
        rankers = ", ".join(str(row["ranker"]) for row in found.places)
        raise InputError(
            "no_reasons",
            f"The run holds no reasons by {ranker} for that person.",
            "",
            f"Rankers in this run: {rankers or LIST_RANKER}.",
        )
    return found
