"""The tests of what may be shared, as lines of a person's time."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from hejda_web.cases.case_file import CaseFile
from hejda_web.cases.timeline import Entry
from hejda_web.people.access import Gate, about
from hejda_web.sharing.models import Note
from hejda_web.ui.words import Words

ANSWERS = {
    "required": Words("Ska lämnas", "Must be told"),
    "permitted": Words("Får lämnas", "May be told"),
    "refused": Words("Får inte lämnas", "May not be told"),
    "ask_lawyer": Words("Fråga en jurist", "Ask a lawyer"),
}


def kept_tests(gate: Gate, file: CaseFile) -> Iterable[Entry]:
    """Each kept test: its answer and who asked; the note itself is a page of its own."""
    person = file.person
    if not gate.may("sharing.see", about(person)):
        return
    rows = list(Note.objects.filter(person=person).select_related("by"))
    if rows:
        gate.shows([person], "sharing")
    for each in rows:
        answer = ANSWERS[each.answer]
        yield Entry(
            timezone.localtime(each.at).date(), "sharing",
            Words(f"Prövning av vad som får delas: {answer.sv}", f"Test of what may be shared: {answer.en}"),
            by=each.by.name, link=reverse("sharing_note", args=[person.pk, each.pk]), within=6,
        )  # fmt: skip
