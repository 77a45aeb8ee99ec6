"""`hejda share`: what may be asked and told on a day, and what changed between two days.

It starts without an engine: an answer shall be there in a second.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console

from hejda.base.dates import parsed_date
from hejda.base.errors import InputError
from hejda.base.wording import Language
from hejda.cli.share_print import printed
from hejda.cli.share_questions import asked_in_turn
from hejda.cli.today import today
from hejda.knowledge.load_sharing import load_sharing, sharing_on
from hejda.knowledge.reading import read_sharing
from hejda.report.share_answer import answer_lines
from hejda.report.share_changes import change_lines
from hejda.share.compare import compare
from hejda.share.contract import answer_json, comparison_json
from hejda.share.gateway import ask
from hejda.share.question import Question

share_app = typer.Typer(
    help="What may be asked and told, by whom, to whom, on what ground, on what day.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
EXAMPLE = (
    "For instance: hejda share ask --from health_care --to police --what health_note --purpose "
    "prevent --offence brb-3-1-mord --fact concrete_circumstances=yes --fact named_relative=yes"
)


@share_app.callback()
def share() -> None:
    """What may be asked and told, by whom, to whom, on what ground, on what day."""


@share_app.command("ask")
def share_ask(
    holder: Annotated[str | None, typer.Option("--from", help="Who has the item.")] = None,
    receiver: Annotated[str | None, typer.Option("--to", help="Who would get it.")] = None,
    item: Annotated[str | None, typer.Option("--what", help="The item.")] = None,
    purpose: Annotated[
        str | None,
        typer.Option(help="prevent, investigate, protect_child, care, support_victim."),
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Else today.")] = None,
    initiative: Annotated[str, typer.Option(help="own or request.")] = "request",
    about: Annotated[str, typer.Option(help="actor, victim, child or third_person.")] = "actor",
    offence: Annotated[
        list[str] | None, typer.Option(help="Id of a feared or past offence; several may stand.")
    ] = None,
    attempted: Annotated[bool, typer.Option(help="The past offence was attempted.")] = False,
    act_on: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day of the past act.")
    ] = None,
    fact: Annotated[
        list[str] | None, typer.Option(metavar="CONDITION=yes|no|unknown", help="What is known.")
    ] = None,
    danger: Annotated[
        str, typer.Option(help="Is someone in danger now? yes, no, unknown.")
    ] = "unknown",
    persons: Annotated[int, typer.Option(help="How many people; only one is answered.")] = 1,
    rules_pack: Annotated[str, typer.Option("--rules", metavar="PACK")] = "se",
    lang: Annotated[str, typer.Option(help="sv or en.")] = "sv",
    as_json: Annotated[bool, typer.Option("--json", help="The answer as JSON.")] = False,
) -> None:
    """May this be asked, and may it be told? Without options, plain questions are asked."""
    language, now = _language(lang), today()
    rules = load_sharing(rules_pack, parsed_date(on, "--on") if on else now)
    said: dict[str, Any] = {
        "holder": holder,
        "receiver": receiver,
        "item": item,
        "purpose": purpose,
    }
    if not any(said.values()):
        question = asked_in_turn(rules, language)
    else:
        said |= {"initiative": initiative, "about": about, "danger_now": danger, "on": rules.on}
        said |= {"offences": tuple(offence or ()), "attempted": attempted, "persons": persons}
        said["act_on"] = parsed_date(act_on, "--act-on") if act_on else None
        said["facts"] = _facts(fact or [])
        question = _question(said)
    answer = ask(question, rules, now)
    if as_json:
        typer.echo(json.dumps(answer_json(answer), ensure_ascii=False, indent=2))
        return
    Console().print(printed(answer_lines(answer, rules.terms, language)), soft_wrap=False)


@share_app.command("compare")
def share_compare(
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The earlier day.")],
    with_day: Annotated[str, typer.Option("--with", metavar="DATE", help="The later day.")],
    run: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help="A run of `map`: for how many each ground could be used."),
    ] = None,
    rules_pack: Annotated[str, typer.Option("--rules", metavar="PACK")] = "se",
    lang: Annotated[str, typer.Option(help="sv or en.")] = "sv",
    as_json: Annotated[bool, typer.Option("--json", help="The comparison as JSON.")] = False,
) -> None:
    """What changed between two days: from whom, to whom, about what."""
    language = _language(lang)
    days = sorted((parsed_date(on, "--on"), parsed_date(with_day, "--with")))
    pack = read_sharing(rules_pack)
    before, after = (sharing_on(pack, day) for day in days)
    compared = compare(before, after)
    uses = None
    if run is not None:
        from hejda.flow.share_listed import uses_on  # reads tables, which takes an engine

        uses = uses_on(run, after)
    if as_json:
        told = {} if uses is None else {after.on.isoformat(): uses}
        typer.echo(json.dumps(comparison_json(compared, told), ensure_ascii=False, indent=2))
        return
    Console().print(printed(change_lines(compared, after.terms, language, uses, after)))


def _question(said: dict[str, Any]) -> Question:
    options = {"holder": "--from", "receiver": "--to", "item": "--what", "purpose": "--purpose"}
    missing = [option for name, option in options.items() if not said[name]]
    if missing:
        raise InputError(
            "question",
            f"The question lacks {', '.join(missing)}.",
            "Secrecy follows the item: there is no answer without one, nor without its purpose.",
            EXAMPLE,
        )
    try:
        return Question(**said)
    except ValidationError as wrong:
        named = {**options, "danger_now": "--danger"}
        places = [str(fault["loc"][0]) for fault in wrong.errors()]
        told = sorted({named.get(place, f"--{place}") for place in places})
        raise InputError(
            "question",
            f"The question cannot be understood: look at {', '.join(told)}.",
            "An answer to another question than the one meant would be wrong.",
            "See `hejda share ask --help` for the words each takes. " + EXAMPLE,
        ) from None


def _facts(written: list[str]) -> dict[str, str]:
    facts: dict[str, str] = {}
    for each in written:
        name, _, answer = each.partition("=")
        if answer not in ("yes", "no", "unknown"):
            raise InputError(
                "fact_unreadable",
                "A --fact is not CONDITION=yes, CONDITION=no or CONDITION=unknown.",
                "A condition read wrongly would give the wrong answer.",
                "Write it as --fact named_relative=yes.",
            )
        if facts.setdefault(name.strip(), answer) != answer:
            raise InputError(
                "fact_twice",
                "A --fact is given twice, with two answers.",
                "",
                "Keep the one that is so.",
            )
    return facts


def _language(lang: str) -> Language:
    if lang not in ("sv", "en"):
        raise InputError("language_unknown", "--lang is neither sv nor en.", "", "Write sv or en.")
    return "sv" if lang == "sv" else "en"
