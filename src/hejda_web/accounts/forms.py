"""Forms about colleagues and their work."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, ClassVar

from django import forms

from hejda_web.accounts.models import Appointment, Unit, User
from hejda_web.accounts.roles import ROLES, SCOPES
from hejda_web.ui.words import Words

PURPOSES = {
    "screening": Words("granska kandidater", "screen candidates"),
    "case_work": Words("arbeta med en fokusperson", "work with a focus person"),
    "victim_safety": Words("brottsoffrets säkerhet", "the victim's safety"),
    "nomination": Words("föreslå en person", "nominate a person"),
    "oversight": Words("tillsyn och kontroll", "oversight and control"),
}
CASE = r"[A-Za-zÅÄÖåäö0-9][A-Za-zÅÄÖåäö0-9._:/-]*\d[A-Za-zÅÄÖåäö0-9._:/-]*"

PERSONAL_NUMBER = (
    r"(^|:)(\d{2})?\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01]|[6-8]\d|9[01])[-+]?[0-9A-Za-z]{2}\d{2}$"
)
"""The shape of a personal, coordination or reserve number, as the log sees it (audit/sql/02_body.sql)."""


class CaseField(forms.RegexField):
    """The number of a case or an event. A personal one is an error: the log would refuse it, and with it
    every page of that work."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(CASE, max_length=60, required=required)

    def clean(self, value: Any) -> Any:
        """The number as it was written."""
        given = super().clean(value)
        if re.search(PERSONAL_NUMBER, given):
            raise forms.ValidationError(
                str(
                    Words(
                        "Det här ser ut som ett personnummer. Skriv ärendets nummer.",
                        "This looks like a personal number. Write the number of the case.",
                    )
                )
            )
        return given


class WorkForm(forms.Form):
    """What one is about to do, asked once for a piece of work."""

    purpose = forms.ChoiceField(choices=lambda: [(key, str(w)) for key, w in PURPOSES.items()])
    case_reference = CaseField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(self, "purpose", Words("Vad ska du göra?", "What are you about to do?"))
        label(
            self, "case_reference", Words("Ärende", "Case"),
            Words("Diarienummer eller ärendenummer, till exempel A123/26. Inget personnummer.",
                  "The case's number, such as A123/26. No personal number."),
        )  # fmt: skip


class AppointmentForm(forms.ModelForm):
    """Names somebody for a region's candidates or for one focus person."""

    class Meta:
        model = Appointment
        fields = ("user", "scope", "region", "person", "turn", "limited", "protected", "reason",
                  "valid_from", "valid_until")  # fmt: skip
        widgets: ClassVar = {
            "valid_from": forms.DateInput(attrs={"type": "date"}),
            "valid_until": forms.DateInput(attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(is_active=True).order_by("name")  # type: ignore[attr-defined]
        self.fields["scope"].choices = [(key, str(w)) for key, w in SCOPES.items()]  # type: ignore[attr-defined]
        for name, words in APPOINTMENT_WORDS.items():
            label(self, name, *words)
        self.fields["turn"].required = False
        for name in ("region", "person"):  # one of the two, by what the appointment is for
            self.fields[name].demanded = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A region for screening, a person for a focus person, never both."""
        given = super().clean() or {}
        given["turn"] = given.get("turn") or 1
        if given.get("scope") in ("screening", "duty"):
            given["person"] = None
            if not given.get("region"):
                self.add_error("region", str(Words("Ange regionen.", "Name the region.")))
        elif given.get("scope") == "actor":
            given["region"] = ""
            if not given.get("person"):
                self.add_error("person", str(Words("Ange personens id.", "Name the person's id.")))
        until, since = given.get("valid_until"), given.get("valid_from")
        if isinstance(until, dt.date) and isinstance(since, dt.date) and until < since:
            self.add_error(
                "valid_until", str(Words("Sista dagen är före den första.", "It ends too early."))
            )
        return given


APPOINTMENT_WORDS = {
    "user": (Words("Vem", "Who"),),
    "scope": (Words("För att", "To"),),
    "region": (
        Words("Region", "Region"),
        Words("Polisregionens kod, till exempel vast. När kandidater ska granskas, och för vakthavande.",
              "The police region's code, such as vast. For screening candidates, and for the duty desk."),
    ),
    "person": (
        Words("Fokusperson", "Focus person"),
        Words("Fylls i när du kommer från personens sida. Bara när uppdraget gäller en person.",
              "Filled in when you come from the person's page. Only where it is about one person."),
    ),
    "turn": (
        Words("I vilken ordning vakthavande ringer", "In which order the duty desk calls"),
        Words("1 rings först, sedan 2, 3 och så vidare. Bara när uppdraget gäller en person.",
              "1 is called first, then 2, 3 and so on. Only where it is about one person."),
    ),
    "limited": (Words("Även tidigare misstankar (BDF 3:7)", "Earlier suspicions too (BDF 3:7)"),),
    "protected": (Words("Även personer med skyddade uppgifter", "People with protected data too"),),
    "reason": (Words("Varför", "Why"),),
    "valid_from": (Words("Från och med", "From"),),
    "valid_until": (Words("Till och med", "Until"),),
}  # fmt: skip


class AccountForm(forms.ModelForm):
    """A colleague's account."""

    role = forms.ChoiceField(choices=lambda: [(key, str(w)) for key, w in ROLES.items()])

    class Meta:
        model = User
        fields = ("username", "name", "email", "telephone", "unit", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.order_by("name")  # type: ignore[attr-defined]
        label(self, "username", Words("Användarnamn", "User name"))
        label(self, "name", Words("Namn", "Name"))
        label(self, "email", Words("E-post", "E-mail"))
        label(
            self, "telephone", Words("Telefon", "Telephone"),
            Words("Dit vakthavande ringer, även på natten.", "Where the duty desk calls, also at night."),
        )  # fmt: skip
        label(self, "unit", Words("Enhet", "Unit"))
        label(self, "is_active", Words("Kontot är öppet", "The account is open"))
        label(self, "role", Words("Roll", "Role"))


def label(form: forms.BaseForm, name: str, words: Words, help_text: Words | None = None) -> None:
    """Puts a field's words in the reader's language."""
    form.fields[name].label = str(words)
    if help_text is not None:
        form.fields[name].help_text = str(help_text)
