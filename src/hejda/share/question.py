"""The question: who would tell whom what, about whom, why, and what is known of the conditions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from pydantic import Field

from hejda.base.errors import InputError
from hejda.knowledge.sharing import Initiative, Purpose, SharingRules, Subject, Truth
from hejda.knowledge.value import Value

ASK = "ask."
"""Before a condition's id: the same condition for the leg of asking, judged by whoever asks."""
NEED = ("necessary_for_own_task", "needed_against_crime")
"""What stating a purpose says of the leg of asking, unless the question says otherwise."""


class Question(Value):
    """One item about one person. A condition that `facts` do not name is unknown, never no.

    `holder` has the item, `receiver` would get it; on request the receiver asks. `offences`: feared
    ones where the purpose is to prevent, else past ones, committed on `act_on` (None: not known).
    `persons`: how many it is about; more than one is refused.
    """

    holder: str
    receiver: str
    item: str
    on: dt.date
    initiative: Initiative = "request"
    about: Subject = "actor"
    purpose: Purpose = "prevent"
    offences: tuple[str, ...] = ()
    attempted: bool = False
    act_on: dt.date | None = None
    facts: dict[str, Truth] = Field(default_factory=dict)
    danger_now: Truth = "unknown"
    persons: int = Field(default=1, ge=1)

    def fact(self, condition: str, asking: bool) -> Truth:
        """What is known of a condition for the leg; the leg of asking has facts of its own."""
        if not asking:
            return self.facts.get(condition, "unknown")
        stated: Truth = "yes" if condition in NEED else "unknown"
        return self.facts.get(f"{ASK}{condition}", stated)


def understood(question: Question, rules: SharingRules) -> Question:
    """The question, when every word of it is known to the rules.

    Raises InputError that names every word that is not, and what there is instead.
    """
    terms = rules.terms
    kinds = [kind.id for kind in terms.kinds]
    items = [item.id for item in terms.items]
    conditions = {condition.id for condition in terms.conditions}
    conditions |= {f"{ASK}{condition}" for condition in conditions}
    faults: list[str] = []
    faults += _unknown("--from", (question.holder,), kinds)
    faults += _unknown("--to", (question.receiver,), kinds)
    faults += _unknown("--what", (question.item,), items)
    faults += _unknown("--purpose", (question.purpose,), [it.id for it in terms.purposes])
    faults += _unknown("--fact", question.facts, sorted(conditions))
    if any(rules.offence(each) is None for each in question.offences):
        faults.append(
            "--offence: no such offence; `hejda rules` lists their ids, as brb-3-6-grov-misshandel."
        )
    if question.act_on and question.act_on > question.on:
        faults.append("--act-on is later than --on: a past crime lies before the day of asking.")
    if rules.on != question.on:
        faults.append("The rules are those of another day than --on.")
    if faults:
        raise InputError(
            "question",
            "The question cannot be understood: " + " ".join(faults),
            "An answer to another question than the one meant would be wrong.",
            "Mend it, or run `hejda share ask` without options and be asked.",
        )
    return question


def _unknown(option: str, said: Iterable[str], known: list[str]) -> list[str]:
    if all(word in known for word in said):
        return []
    return [f"{option}: there is no such word; use one of {', '.join(known)}."]
