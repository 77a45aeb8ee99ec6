"""The plain questions of sharing: danger first, then who has what, and what is feared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language

from hejda.knowledge.sharing import SharingRules
from hejda.report.share_words import ASKED, FEARED
from hejda.share.question import Question
from hejda_web.accounts.forms import label
from hejda_web.ui.words import Words

TRUTHS = {
    "unknown": Words("Vet inte", "Not known"),
    "yes": Words("Ja", "Yes"),
    "no": Words("Nej", "No"),
}
FACT = "fact_"
"""Before the id of a condition, in the form's names."""


def said(text: Any) -> str:
    """A text of the rules in the reader's language."""
    return str(text.en if get_language() == "en" else text.sv)


class QuestionForm(forms.Form):
    """A question to the law. `opened`: ids of conditions that the answer so far left open, asked too."""

    danger = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    holder = forms.ChoiceField()
    receiver = forms.ChoiceField()
    item = forms.ChoiceField()
    purpose = forms.ChoiceField()
    offence = forms.ChoiceField(required=False)
    initiative = forms.ChoiceField()
    on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self, rules: SharingRules, *args: Any, opened: tuple[str, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        terms = rules.terms
        feared = [each for each in (rules.offence(name) for name in FEARED) if each]
        kinds = [(each.id, said(each.title)) for each in terms.kinds]
        self._choose("danger", [(key, str(words)) for key, words in TRUTHS.items()])
        self._choose("holder", kinds)
        self._choose("receiver", kinds)
        self._choose("item", [(each.id, said(each.title)) for each in terms.items])
        self._choose("purpose", [(each.id, said(each.title)) for each in terms.purposes])
        self._choose("offence", [("", "–"), *((each.id, said(each.title)) for each in feared)])
        own = Words("De berättar självmant", "They tell on their own initiative")
        asked = Words("Vi frågar", "We ask")
        self._choose("initiative", [("request", str(asked)), ("own", str(own))])
        for name, words in QUESTIONS.items():
            label(self, name, *words)
        known = {each.id for each in terms.conditions}
        said_so = [n.removeprefix(FACT) for n in self.data if n.startswith(FACT)]
        self.conditions = tuple(
            each for each in dict.fromkeys((*ASKED, *said_so, *opened)) if each in known
        )
        for each in self.conditions:
            self.fields[FACT + each] = forms.ChoiceField(
                required=False,
                widget=forms.RadioSelect,
                choices=[(key, str(words)) for key, words in TRUTHS.items()],
                label=said(terms.title(each)),
                initial="unknown",
            )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def fact_fields(self) -> list[forms.BoundField]:
        """The conditions that may be answered."""
        return [self[FACT + each] for each in self.conditions]

    def question(self) -> Question:
        """The question, every condition that was not answered left unknown."""
        given = self.cleaned_data
        facts = {
            each: given[FACT + each]
            for each in self.conditions
            if given.get(FACT + each) in ("yes", "no")
        }
        return Question(
            holder=given["holder"],
            receiver=given["receiver"],
            item=given["item"],
            purpose=given["purpose"],
            offences=(given["offence"],) if given["offence"] else (),
            initiative=given["initiative"],
            on=given["on"],
            danger_now=given["danger"] or "unknown",
            facts=facts,
        )


class AboutSomebodyForm(QuestionForm):
    """The same question about one person: with what makes it needed just now, never many at once."""

    circumstances = forms.CharField(
        max_length=4000, widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(self, "circumstances", *CIRCUMSTANCES)
        # Whoever has to write them down has said that there are some; no can still be chosen.
        self.fields[FACT + "concrete_circumstances"].initial = "yes"


CIRCUMSTANCES = (
    Words("Vilka konkreta omständigheter gör det nödvändigt just nu?",
          "Which concrete circumstances make it needed just now?"),
    Words("Vad har hänt, när, och vad befaras. Står i anteckningen, inte i frågan till den andra.",
          "What has happened, when, and what is feared. It stands in the note, not in the question to them."),
)  # fmt: skip
QUESTIONS = {
    "danger": (Words("Är någon i fara nu?", "Is someone in danger now?"),),
    "holder": (Words("Vem har uppgiften?", "Who has the item?"),),
    "receiver": (Words("Vem ska få veta?", "Who is to know?"),),
    "item": (Words("Vilken uppgift?", "Which item?"),),
    "purpose": (Words("Till vad?", "What for?"),),
    "offence": (Words("Vilket brott befaras, eller har skett?", "Which crime is feared, or was committed?"),),
    "initiative": (Words("Frågar ni, eller berättar de?", "Do you ask, or do they tell?"),),
    "on": (Words("Vilken dags lag?", "The law of which day?"),),
}  # fmt: skip


class DaysForm(forms.Form):
    """Two days whose law is to be compared."""

    before = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    after = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(self, "before", Words("Den tidigare dagen", "The earlier day"))
        label(self, "after", Words("Den senare dagen", "The later day"))
