"""The plain questions of `hejda share ask`: danger first, then who, what, and what is feared."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from hejda.base.wording import Language
from hejda.knowledge.rules import Text
from hejda.knowledge.sharing import SharingRules, Truth
from hejda.report.share_words import ASKED, FEARED, PROMPTS
from hejda.share.question import Question

HOLDERS = (
    "health_care",
    "private_health_care",
    "social_services",
    "prison_probation",
    "school_head",
    "listed_state_agency",
    "municipality",
)
ITEMS = {
    "health_care": "health_note",
    "private_health_care": "health_note",
    "social_services": "social_note",
    "prison_probation": "sentence_and_release",
    "school_head": "school_note",
}
TRUTHS: dict[str, Truth] = {"j": "yes", "ja": "yes", "y": "yes", "yes": "yes"}
TRUTHS |= {"n": "no", "nej": "no", "no": "no"}


def asked_in_turn(rules: SharingRules, lang: Language) -> Question:
    """A police officer's question, asked in plain words; every answer may be left open."""
    place = 0 if lang == "sv" else 1
    danger = _truth(PROMPTS["danger"][place])
    terms = rules.terms
    holder = _chosen("holder", HOLDERS, [terms.title(each) for each in HOLDERS], lang)
    likely = ITEMS.get(holder, "contact_details")
    items = [likely, *(each.id for each in terms.items if each.id != likely)]
    item = _chosen("item", items, [terms.title(each) for each in items], lang)
    offences = [each for each in (rules.offence(name) for name in FEARED) if each]
    none = Text(sv=PROMPTS["none"][0], en=PROMPTS["none"][1])
    ids = [*(each.id for each in offences), ""]
    feared = _chosen("offence", ids, [*(each.title for each in offences), none], lang)
    facts = {
        name: _truth(f"{_say(terms.title(name), lang)} {PROMPTS['fact'][place]}") for name in ASKED
    }
    return Question(
        holder=holder,
        receiver="police",
        item=item,
        on=rules.on,
        offences=(feared,) if feared else (),
        facts=facts,
        danger_now=danger,
    )


def _say(text: Text, lang: Language) -> str:
    return text.sv if lang == "sv" else text.en


def _truth(question: str) -> Truth:
    said = str(typer.prompt(question, default="", show_default=False)).strip().lower()
    return TRUTHS.get(said, "unknown")


def _chosen(name: str, ids: Sequence[str], titles: Sequence[Text], lang: Language) -> str:
    """One of the ids, by its number; the first where nothing is typed."""
    place = 0 if lang == "sv" else 1
    typer.echo(PROMPTS[name][place])
    for number, title in enumerate(titles, start=1):
        typer.echo(f"  {number}  {_say(title, lang)}")
    number = int(typer.prompt(PROMPTS["number"][place], default=1, type=int))
    return ids[min(max(number, 1), len(ids)) - 1]
