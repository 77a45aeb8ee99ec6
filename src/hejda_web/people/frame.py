"""What the frame of a page shows of its reader: the pages open to them, and the work going on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from hejda_web.accounts.forms import PURPOSES
from hejda_web.accounts.models import User
from hejda_web.people.access import who_of, work_of
from hejda_web.people.policy import decide
from hejda_web.ui.words import Words


@dataclass(frozen=True)
class Entry:
    """A page of the menu: its address's name, the act it needs, its words, what it is for."""

    name: str
    action: str
    words: Words
    purpose: Words


PAGES = (
    Entry("start", "frame.start", Words("Start", "Start"), Words("", "")),
    Entry("duty", "duty.look", Words("Vakthavande", "Duty desk"), Words(
        "En enda slagning: vem ska ringas om den du har framför dig, och vad ska göras nu.",
        "One look-up: whom to call about the person before you, and what to do now.")),
    Entry("search", "person.search", Words("Sök", "Search"), Words(
        "Sök någon du är utsedd för, på nummer eller på namn och födelseår.",
        "Search for somebody you are appointed for, by number or by name and year of birth.")),
    Entry("overview", "overview.see", Words("Överblick", "Overview"), Words(
        "Hur många, hur länge, vad som är på väg att gå ut. Bara tal, små dolda.",
        "How many, for how long, what is about to end. Figures only, small ones hidden.")),
    Entry("evidence", "evidence.see", Words("Underlag", "Evidence"), Words(
        "Fungerar rangordningen, för vem, och hur säkert är det?",
        "Does the ranking work, for whom, and how sure is that?")),
    Entry("runs", "run.see", Words("Kartläggning", "Mapping"), Words(
        "Körningar: vad som kom in, vad som lades åt sidan, listorna och vad som flyttat sig.",
        "Runs: what came in, what was set aside, the lists and what moved.")),
    Entry("screening", "lists.see", Words("Granskning", "Screening"), Words(
        "En kandidat i taget: ditt eget ställningstagande, sedan plats och skäl, sedan beslut.",
        "One candidate at a time: your own judgement, then place and reasons, then a decision.")),
    Entry("actors", "actors.see", Words("Fokuspersoner", "Focus persons"), Words(
        "De personer du är utsedd att arbeta med.",
        "The people you are appointed to work with.")),
    Entry("nominate", "nominate", Words("Föreslå", "Nominate"), Words(
        "Föreslå någon för granskning, med en daterad händelse som grund.",
        "Put somebody forward for screening, on a dated act.")),
    Entry("share_ask", "share.ask", Words("Får vi dela?", "May we share?"), Words(
        "Vad får frågas och berättas, av vem, till vem, på vilken grund, vilken dag.",
        "What may be asked and told, by whom, to whom, on what ground, on what day.")),
    Entry("log", "log.see", Words("Logg", "Log"), Words(
        "Loggens längd, och hur den kontrolleras utan att lita på systemet.",
        "The log's length, and how to check it without trusting the system.")),
    Entry("alerts", "alerts.see", Words("Larm", "Alerts"), Words(
        "Försök att öppna uppgifter om sig själv eller närstående, som stoppades.",
        "Attempts, stopped, to open records of oneself or one's own people.")),
    Entry("reviews", "reviews.see", Words("Behovsprövning", "Review of need"), Words(
        "Den årliga prövningen av om uppgifterna fortfarande behövs.",
        "The yearly review of whether the records are still needed.")),
    Entry("appointments", "appointments.manage", Words("Uppdrag", "Appointments"), Words(
        "Vem som är utsedd för vad i din region, från när och till när.",
        "Who is appointed for what in your region, from when until when.")),
    Entry("accounts", "accounts.manage", Words("Konton", "Accounts"), Words(
        "Kollegors konton, enheter och roller.",
        "Colleagues' accounts, units and roles.")),
    Entry("tokens", "tokens.manage", Words("Servicenycklar", "Service tokens"), Words(
        "Nycklar för andra av polisens system: lägg upp, återkalla.",
        "Tokens for other systems of the police: make, revoke.")),
    Entry("tokens_waiting", "tokens.confirm", Words("Servicenycklar", "Service tokens"), Words(
        "Vilka andra system som får nå uppgifter här, och vad som väntar på ditt svar.",
        "Which other systems may reach records here, and what waits for your answer.")),
    Entry("operation", "operation.see", Words("Drift", "Operation"), Words(
        "Vad som går, väntar och har misslyckats, och när den senaste säkerhetskopian gjordes.",
        "What runs, waits and failed, and when the last backup was made.")),
    Entry("rules", "rules.see", Words("Regler", "Rules"), Words(
        "Varje regel som räknas, med datum, källa och det som inte är bekräftat.",
        "Every rule that counts, with dates, source and what is not confirmed.")),
    Entry("powers", "powers.see", Words("Behörigheter", "Powers"), Words(
        "Vem som får göra vad, och vad mer som krävs.",
        "Who may do what, and what more it takes.")),
)  # fmt: skip
"""Every page of the main menu, in its order."""


@dataclass(frozen=True)
class Page:
    """A link of the menu. here: what aria-current says, empty on every other page."""

    address: str
    words: Words
    purpose: Words
    here: str


@dataclass(frozen=True)
class GoingOn:
    """The piece of work that every look at a record names."""

    purpose: Words | str
    case: str
    ends: dt.datetime


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the frame that depends on the reader. Nothing is asked until a template asks."""
    return {
        "pages": SimpleLazyObject(lambda: pages_open_to(request)),
        "going_on": SimpleLazyObject(lambda: _going_on(request)),
    }


def pages_open_to(request: HttpRequest) -> list[Page]:
    """The pages whose act the policy allows the reader today; none before login or own password."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or user.must_choose_password:
        return []
    today = timezone.localdate()
    gate = getattr(request, "gate", None)
    who = gate.who if gate is not None else who_of(user, today)
    open_to = [each for each in PAGES if decide(who, each.action, None, today).allowed]
    addresses = [reverse(each.name) for each in open_to]
    here = _nearest_above(request.path, addresses)
    return [
        Page(address, each.words, each.purpose, _current(request.path, address, here))
        for each, address in zip(open_to, addresses, strict=True)
    ]


def _nearest_above(path: str, addresses: list[str]) -> str:
    """The address that the page lies under, the longest of them; empty where it lies under none."""
    above = [each for each in addresses if each != "/" and path.startswith(each)]
    return max(above, key=len, default="")


def _current(path: str, address: str, here: str) -> str:
    if path == address:
        return "page"
    return "true" if address == here else ""


def _going_on(request: HttpRequest) -> GoingOn | None:
    if not isinstance(getattr(request, "user", None), User):
        return None
    gate = getattr(request, "gate", None)
    work = gate.work if gate is not None else work_of(request)
    if work is None:
        return None
    words = PURPOSES.get(work.purpose, work.purpose)
    return GoingOn(words, work.case_reference, timezone.localtime(work.ends))
