"""`hejda rules`: what the rules are, and one of them as a person would want to read it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer
from rich.console import Console

from hejda.base.dates import parsed_date
from hejda.base.errors import InputError
from hejda.knowledge.pages import pack_page, rule_page
from hejda.knowledge.reading import read_pack
from hejda.knowledge.words import Language


def rules(
    rule_id: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="A rule, offence, kind of observation or police region; none lists all rules.",
        ),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="What held on this day; else today.")
    ] = None,
    rules_pack: Annotated[
        str, typer.Option("--rules", metavar="PACK", help="se, xx, or a folder with a pack.yaml.")
    ] = "se",
    lang: Annotated[str, typer.Option("--lang", help="sv or en.")] = "en",
) -> None:
    """Show the rules: what each says in plain words, its numbers, source and review date."""
    day = parsed_date(on, "--on") if on else dt.datetime.now(dt.UTC).astimezone().date()
    if lang not in ("sv", "en"):
        raise InputError("language_unknown", "--lang is neither sv nor en.", "", "Write sv or en.")
    language: Language = "sv" if lang == "sv" else "en"
    pack = read_pack(rules_pack)
    page = rule_page(pack, rule_id, day, language) if rule_id else pack_page(pack, day, language)
    Console().print(page)
