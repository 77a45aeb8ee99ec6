"""A question by number, or by name and year of birth: what a form takes, and how the database is asked.

The database matches, inside functions that answer only what the asker may learn (walls/60_lookups.sql).
What is asked is kept nowhere: not in an address, a title, a log or a message.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from django import forms
from django.conf import settings
from django.db import connection
from stdnum import luhn

from hejda_web.accounts.forms import CaseField, label
from hejda_web.accounts.numbers import is_number, number_hash, plain_number
from hejda_web.ui.words import Words

OLDEST = 110
"""Years back from today that a year of birth may lie."""


DAY = re.compile(r"..(0[1-9]|1[0-2])([06][1-9]|[1278][0-9]|[39][01])")
"""Year, month and day of a personal number; a coordination number adds 60 to the day."""


class LookupForm(forms.Form):
    """A number, or at least two names and a year of birth. The number counts where both are given."""

    number = forms.CharField(required=False, max_length=20)
    names = forms.CharField(required=False, max_length=120)
    born = forms.IntegerField(required=False)

    def __init__(self, *args: Any, on: dt.date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest = on.year if on else dt.date.max.year
        label(
            self, "number",
            Words("Personnummer eller samordningsnummer", "Personal or coordination number"),
            Words("10 eller 12 siffror, med eller utan streck.",
                  "10 or 12 figures, with or without a hyphen."),
        )  # fmt: skip
        label(
            self, "names", Words("Namn", "Name"),
            Words("För- och efternamn, rätt stavade.", "First name and surname, rightly spelt."),
        )  # fmt: skip
        label(
            self,
            "born",
            Words("Födelseår", "Year of birth"),
            Words("Fyra siffror.", "Four figures."),
        )
        for name in (
            "number",
            "names",
            "born",
        ):  # one of two ways, neither of them free to leave out
            self.fields[name].demanded = True  # type: ignore[attr-defined]
        self.fields["number"].widget.attrs.update(
            autocomplete="off", inputmode="text", spellcheck="false"
        )
        self.fields["names"].widget.attrs.update(autocomplete="off", spellcheck="false")
        self.fields["born"].widget = forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "size": "6"}
        )

    def begin_in(self, field: str) -> None:
        """Puts the cursor where writing begins: at the first fault, else in the field."""
        at = next((each for each in self.fields if each in self.errors), field)
        self.fields[at].widget.attrs["autofocus"] = True

    def clean_number(self) -> str:
        """A number as it is compared; its check digit must be right where people are real.

        Anything else is an error: "nothing to say" to a name here would be taken for an answer.
        """
        written: str = self.cleaned_data["number"].strip()
        if not written:
            return ""
        given = plain_number(written)
        if not is_number(written):
            raise forms.ValidationError(
                str(Words("Numret ska ha 10 eller 12 siffror. Ett namn skrivs i sitt eget fält.",
                          "The number has 10 or 12 figures. A name is written in its own field."))
            )  # fmt: skip
        if given.isdigit() and DAY.match(given[-10:]) is None:
            raise forms.ValidationError(
                str(Words("Det datumet finns inte. Läs numret en gång till.",
                          "There is no such date. Read the number once more."))
            )  # fmt: skip
        if not settings.EMBEDDED and given.isdigit() and not luhn.is_valid(given[-10:]):
            raise forms.ValidationError(
                str(Words("Sista siffran stämmer inte. Läs numret en gång till.",
                          "The last figure is wrong. Read the number once more."))
            )  # fmt: skip
        return given

    def clean_born(self) -> int | None:
        """A year somebody alive can be born in."""
        given: int | None = self.cleaned_data["born"]
        if given is not None and not self.latest - OLDEST <= given <= self.latest:
            raise forms.ValidationError(
                str(Words("Skriv året med fyra siffror.", "Write the year in full."))
            )
        return given

    def clean(self) -> dict[str, Any]:
        """One of the two ways to ask, whole."""
        given = super().clean() or {}
        if self.errors or given.get("number"):
            return given
        if len(words_of(given.get("names", ""))) < 2:
            field = "names" if given.get("names") or given.get("born") else "number"
            self.add_error(
                field,
                str(Words("Skriv ett nummer, eller minst två namn och födelseår.",
                          "Write a number, or at least two names and a year of birth.")),
            )  # fmt: skip
        elif given.get("born") is None:
            self.add_error(
                "born", str(Words("Skriv födelseåret också.", "Write the year of birth too."))
            )
        return given

    def asked(self) -> tuple[str, list[str], int | None]:
        """What the database is asked: (keyed hash of a number, words of a name, year of birth)."""
        given = self.cleaned_data
        if given["number"]:
            return number_hash(given["number"]), [], None
        return "", words_of(given["names"]), given["born"]


class DutyForm(LookupForm):
    """The same at the duty desk, with the number of the event where there is one."""

    event = CaseField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(
            self, "event", Words("Händelsenummer", "Event number"),
            Words("Om du har det. Står i loggen.", "If you have it. Stands in the log."),
        )  # fmt: skip


def words_of(name: str) -> list[str]:
    """The words of a name as they are compared: small letters, hyphens as spaces, each once."""
    plain = unicodedata.normalize("NFC", name).lower().replace("-", " ")
    return list(dict.fromkeys(plain.split()))


def ask(function: str, form: LookupForm) -> list[tuple[Any, ...]]:
    """Rows of one of the two functions of the database that take a question."""
    statement = {
        "search": "select unnest(hejda.search(%s, %s, %s))",
        "duty_answer": "select person, colleague, part, turn from hejda.duty_answer(%s, %s, %s)",
    }[function]
    with connection.cursor() as cursor:
        cursor.execute(statement, list(form.asked()))
        return cursor.fetchall()
