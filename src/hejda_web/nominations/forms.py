"""Forms of screening: own judgement, vote with its ground, nomination, lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from hejda_web.accounts.forms import label
from hejda_web.accounts.numbers import looks_real
from hejda_web.nominations.grounds import Ground, Threshold
from hejda_web.nominations.words import LEVELS, ORIGINS, OUTCOMES, REASONS
from hejda_web.ui.words import Words

LIST_BYTES = 1 << 20


def choices(words: dict[str, Words]) -> list[tuple[str, str]]:
    """Choices of a field in the reader's language."""
    return [(key, str(each)) for key, each in words.items()]


class JudgementForm(forms.Form):
    """What one thinks before seeing place and score."""

    level = forms.ChoiceField(choices=lambda: choices(LEVELS), widget=forms.RadioSelect)
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(self, "level", Words("Hur bedömer du risken?", "How do you judge the risk?"))
        label(
            self,
            "text",
            Words("Varför?", "Why?"),
            Words("Skriv vad i uppgifterna det bygger på.", "Write which records it rests on."),
        )


class VoteForm(forms.Form):
    """A vote, and for a vote to list its ground and everything that ground demands."""

    outcome = forms.ChoiceField(choices=lambda: choices(OUTCOMES), widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        # Empty first: a reason already chosen would be a push.
        choices=lambda: [("", str(Words("Välj", "Choose"))), *choices(REASONS)]
    )
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)
    ground = forms.ChoiceField(required=False)
    urgent_reason = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, grounds: list[Ground], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grounds = {each.name: each for each in grounds}
        label(self, "outcome", Words("Ditt beslut", "Your decision"))
        label(self, "reason", Words("Främsta skäl", "Main reason"))
        label(self, "text", Words("Motivering", "In your own words"))
        label(
            self,
            "ground",
            Words("Rättslig grund", "Legal ground"),
            Words(
                "Krävs för att personen ska bli fokusperson.",
                "Required for the person to become a focus person.",
            ),
        )
        label(
            self,
            "urgent_reason",
            Words("Brådskar det? Varför?", "Is it urgent? Why?"),
            Words(
                "Lämna tomt om arbetet kan börja i tur och ordning.",
                "Leave empty if the work can begin in its turn.",
            ),
        )
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *[(g.name, str(g.title)) for g in grounds],
        ]
        for ground in grounds:
            for threshold in ground.thresholds:
                self.fields[field_name(ground, threshold)] = _demanded(_field(threshold))
        _demanded(self.fields["ground"])

    def clean(self) -> dict[str, Any]:
        """A vote to list names its ground and answers everything it demands."""
        given = super().clean() or {}
        if given.get("outcome") != "list":
            return given
        ground = self.grounds.get(given.get("ground", ""))
        if ground is None:
            self.add_error("ground", str(Words("Välj en grund.", "Choose a ground.")))
            return given
        fields = {each.name: field_name(ground, each) for each in ground.thresholds}
        answers = {name: given.get(field) for name, field in fields.items()}
        for name, words in ground.faults(answers).items():
            self.add_error(fields[name], str(words))
        return given

    def thresholds(self) -> tuple[tuple[str, str], ...]:
        """(name, answer) of everything the chosen ground demands."""
        ground = self.grounds.get(self.cleaned_data.get("ground", ""))
        if ground is None or self.cleaned_data["outcome"] != "list":
            return ()
        return tuple(
            (each.name, str(self.cleaned_data[field_name(ground, each)]))
            for each in ground.thresholds
        )

    def ground_groups(self) -> list[tuple[Ground, list[forms.BoundField]]]:
        """Each ground with the fields of what it demands."""
        return [
            (ground, [self[field_name(ground, each)] for each in ground.thresholds])
            for ground in self.grounds.values()
        ]


def field_name(ground: Ground, threshold: Threshold) -> str:
    """The form's name of one thing a ground demands."""
    return f"{ground.name}__{threshold.name}"


def _demanded(field: forms.Field) -> forms.Field:
    """A field that the chosen ground demands: not required of every form, yet never optional."""
    field.demanded = True  # type: ignore[attr-defined]
    return field


def _field(threshold: Threshold) -> forms.Field:
    yes_no = {"yes": Words("Ja", "Yes"), "no": Words("Nej", "No")}
    if threshold.kind == "yes_no":
        field: forms.Field = forms.ChoiceField(
            choices=choices(yes_no), required=False, widget=forms.RadioSelect
        )
    elif threshold.kind == "choice":
        field = forms.ChoiceField(
            choices=choices(dict(threshold.choices)), required=False, widget=forms.RadioSelect
        )
    elif threshold.kind == "date":
        field = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    else:
        field = forms.CharField(
            required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
        )
    field.label = str(threshold.label)
    return field


class PutForwardForm(forms.Form):
    """Who is put forward, by number or without, with the dated act it rests on."""

    number = forms.CharField(max_length=20, required=False)
    names = forms.CharField(max_length=200)
    acts = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(
            self,
            "number",
            Words("Personnummer eller samordningsnummer", "Personal or coordination number"),
        )
        label(self, "names", Words("Namn", "Name"))
        label(
            self,
            "acts",
            Words(
                "Vilken händelse, när, och var står det?",
                "Which act, when, and where is it recorded?",
            ),
            Words(
                "Ingen föreslås för vem hen är: skriv en daterad händelse och dess källa.",
                "Nobody is nominated for who they are: write a dated act and its source.",
            ),
        )
        label(
            self,
            "reason",
            Words("Varför behöver någon titta på det nu?", "Why should somebody look at it now?"),
        )

    def clean_number(self) -> str:
        """A number; the demonstration refuses one that somebody might have."""
        number: str = self.cleaned_data["number"].strip()
        if settings.EMBEDDED and number and looks_real(number):
            raise forms.ValidationError(
                str(
                    Words(
                        "Numret kan tillhöra någon. Demonstrationen tar bara emot påhittade nummer.",
                        "Somebody may have that number. The demonstration takes invented numbers only.",
                    )
                )
            )
        return number


class NominateForm(PutForwardForm):
    """The same, and who nominates."""

    origin = forms.ChoiceField(
        choices=lambda: choices({k: v for k, v in ORIGINS.items() if k not in ("map", "own_list")})
    )
    field_order = ("origin",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(self, "origin", Words("Vem föreslår?", "Who nominates?"))


class RunForm(forms.Form):
    """Orders a run."""

    source = forms.ChoiceField()
    as_of = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    places = forms.IntegerField(min_value=1, max_value=2000, initial=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(k, k) for k in sorted(settings.INSTALLATION.sources)]  # type: ignore[attr-defined]
        label(self, "source", Words("Källa", "Source"))
        label(
            self,
            "as_of",
            Words("Per den", "As of"),
            Words(
                "Bara det som var registrerat då räknas.",
                "Only what was registered by then counts.",
            ),
        )
        label(self, "places", Words("Platser per lista, högst", "Places per list, at most"))


class ListForm(forms.Form):
    """A list that the police already follow, as a CSV file."""

    file = forms.FileField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(
            self,
            "file",
            Words("Lista som CSV-fil", "List as a CSV file"),
            Words(
                "Kolumner: personal_number, names, acts, reason. Högst 1 MB.",
                "Columns: personal_number, names, acts, reason. At most 1 MB.",
            ),
        )

    def clean_file(self) -> UploadedFile:
        """A file of the size that was said."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LIST_BYTES:
            raise forms.ValidationError(
                str(Words("Filen är större än 1 MB.", "The file is larger than 1 MB."))
            )
        return file
