"""`hejda rules`: what the rules are, one of them in full, and what they mean for a listing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from hejda.base.dates import parsed_date
from hejda.base.errors import InputError
from hejda.cli.listing import listing_page
from hejda.cli.today import today
from hejda.flow.listings import listing_in
from hejda.knowledge.load import grounds_on
from hejda.knowledge.packs import SHARING
from hejda.knowledge.pages import pack_page, rule_page
from hejda.knowledge.pages_sharing import sharing_page
from hejda.knowledge.reading import read_pack, read_sharing
from hejda.knowledge.words import Language


def rules(
    rule_id: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="A rule, legal ground, secrecy or what lifts it, offence, kind of observation or "
            "police region; none lists all.",
        ),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="What held on this day; else today.")
    ] = None,
    rules_pack: Annotated[
        str, typer.Option("--rules", metavar="PACK", help="se, xx, or a folder with a pack.yaml.")
    ] = "se",
    listing: Annotated[
        Path | None,
        typer.Option("--listing", metavar="FILE", help="When the listing in FILE must be erased."),
    ] = None,
    lang: Annotated[str, typer.Option("--lang", help="sv or en.")] = "en",
) -> None:
    """Show the rules: what each says in plain words, its numbers, source and review date.

    With --listing: when the listing described in FILE must be erased, and why.
    """
    day = parsed_date(on, "--on") if on else today()
    if lang not in ("sv", "en"):
        raise InputError("language_unknown", "--lang is neither sv nor en.", "", "Write sv or en.")
    language: Language = "sv" if lang == "sv" else "en"
    pack = read_pack(rules_pack)
    if listing is not None:
        grounds = grounds_on(pack, day)
        Console().print(listing_page(listing_in(listing, grounds), grounds, language))
        return
    if rule_id and any(file.startswith(SHARING) for file in pack.documents):
        sharing = read_sharing(rules_pack)
        rule = sharing.grounds.get(rule_id) or sharing.secrecy.get(rule_id)
        if rule is not None:
            Console().print(sharing_page(sharing, rule, day, language))
            return
    page = rule_page(pack, rule_id, day, language) if rule_id else pack_page(pack, day, language)
    Console().print(page)
