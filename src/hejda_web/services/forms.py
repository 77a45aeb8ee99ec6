"""The form by which an administrator makes a token."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms

from hejda_web.accounts.forms import CaseField, label
from hejda_web.accounts.models import Unit
from hejda_web.services.models import DAYS
from hejda_web.services.scopes import SCOPES
from hejda_web.ui.words import Words

REACH = {
    "regions": Words("Bara regionerna nedan", "Only the regions below"),
    "everywhere": Words("Alla regioner", "All regions"),
}
REGION = re.compile(r"[a-z0-9_-]{1,40}")
MOST_CALLS = 6000


class TokenForm(forms.Form):
    """What a token may do, where, for what, until when. Nothing is chosen beforehand."""

    name = forms.CharField(max_length=80)
    unit = forms.ModelChoiceField(queryset=Unit.objects.none())
    scopes = forms.MultipleChoiceField(
        choices=lambda: [(key, str(words)) for key, words in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    reach = forms.ChoiceField(
        choices=lambda: [(key, str(words)) for key, words in REACH.items()],
        widget=forms.RadioSelect,
    )
    regions = forms.CharField(max_length=400, required=False)
    purpose = forms.CharField(max_length=600, widget=forms.Textarea(attrs={"rows": 3}))
    case_reference = CaseField()
    per_minute = forms.IntegerField(min_value=1, max_value=MOST_CALLS, initial=120)
    valid_until = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, today: dt.date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["unit"].queryset = Unit.objects.order_by("name")  # type: ignore[attr-defined]
        for name, words in FIELD_WORDS.items():
            label(self, name, *words)
        self.fields["regions"].demanded = True  # type: ignore[attr-defined]  # by what stands above it

    def clean_regions(self) -> list[str]:
        """Codes, each once, in order."""
        given = sorted(set(re.split(r"[\s,]+", self.cleaned_data["regions"].strip())) - {""})
        if any(not REGION.fullmatch(each) for each in given):
            raise forms.ValidationError(
                str(Words("En regionkod har fel form.", "A region's code has the wrong form."))
            )
        return given

    def clean_valid_until(self) -> dt.date:
        """From today, a year at most."""
        given: dt.date = self.cleaned_data["valid_until"]
        if self.today and not self.today <= given <= self.today + dt.timedelta(days=DAYS):
            raise forms.ValidationError(
                str(Words("Välj en dag inom ett år från i dag.", "Choose a day within a year."))
            )
        return given

    def clean(self) -> dict[str, Any]:
        """Regions or everywhere, one of the two and never neither."""
        given = super().clean() or {}
        if given.get("reach") == "regions" and not given.get("regions"):
            self.add_error(
                "regions", str(Words("Ange minst en region.", "Name at least one region."))
            )
        if given.get("reach") == "everywhere" and given.get("regions"):
            self.add_error(
                "regions",
                str(
                    Words("Lämna tomt när alla regioner är valda.", "Leave empty: all are chosen.")
                ),
            )
        return given


FIELD_WORDS = {
    "name": (
        Words("Namn", "Name"),
        Words("Systemet som ska använda nyckeln, till exempel Lägesbild Väst.",
              "The system that will use the token, such as Situation Board West."),
    ),
    "unit": (
        Words("Ägande enhet", "Owner"),
        Words("Den enhet som svarar för vad systemet gör med uppgifterna.",
              "The unit that answers for what the system does with the records."),
    ),
    "scopes": (Words("Får göra", "May do"),),
    "reach": (Words("Var", "Where"),),
    "regions": (
        Words("Regioner", "Regions"),
        Words("Polisregionernas koder, till exempel vast. Tomt bara när alla regioner är valda.",
              "The police regions' codes, such as vast. Empty only where all regions are chosen."),
    ),
    "purpose": (
        Words("Ändamål", "Purpose"),
        Words("Vad uppgifterna behövs till. Läses av den som bekräftar.",
              "What the records are needed for. Whoever confirms it reads this."),
    ),
    "case_reference": (
        Words("Ärende", "Case"),
        Words("Diarienumret på beslutet. Står i loggen vid varje anrop.",
              "The number of the decision. Stands in the log at every call."),
    ),
    "per_minute": (Words("Högst så många anrop i minuten", "At most so many calls a minute"),),
    "valid_until": (Words("Till och med", "Until"),),
}  # fmt: skip
