"""Every act that touches a person's record: what the law calls it, and what it shows.

The log classes are the six of brottsdataförordningen (2018:1202) 3:4. An act that shows nothing
about anybody has no class and needs no purpose.
"""

from __future__ import annotations

from dataclasses import dataclass

from hejda_web.ui.words import Words

READING, ALTERATION, COLLECTION = "reading", "alteration", "collection"
COMBINATION = "combination"
SYSTEM = "system"
"""Logged too, though it is about colleagues and not one of the six."""


@dataclass(frozen=True)
class Action:
    """An act. log_class: empty where nothing about anybody is shown or changed. about_one: it is
    about one named person, so that the policy is asked about that person. groups: field groups shown.
    """

    code: str
    words: Words
    log_class: str = ""
    about_one: bool = False
    groups: tuple[str, ...] = ()
    purpose: str = ""
    """What the act itself is for, where nobody is asked first: there is no time."""


ACTIONS: dict[str, Action] = {
    action.code: action
    for action in (
        Action("frame.start", Words("se sin startsida", "see one's own start page")),
        Action("rules.see", Words("läsa reglerna", "read the rules")),
        Action("powers.see", Words("se vem som får vad", "see who may what")),
        Action("share.ask", Words("fråga vad som får delas", "ask what may be shared")),
        Action("run.see", Words("se en körnings tal", "see a run's figures")),
        Action("run.start", Words("starta en körning", "start a run")),
        Action("run.load", Words("läsa in en körning", "bring in a run"), COLLECTION),
        Action(
            "lists.see", Words("se listorna", "see the lists"), READING, groups=("proposal",)
        ),
        Action(
            "moved.see", Words("se vad som flyttat sig", "see what moved"), READING,
            groups=("proposal", "place"),
        ),
        Action(
            "list.compare", Words("jämföra med egen lista", "compare with one's own list"),
            COMBINATION, groups=("proposal",),
        ),
        Action("list.import", Words("läsa in egen lista", "bring in one's own list"), COLLECTION),
        Action("nominate", Words("föreslå en person", "nominate a person"), COLLECTION),
        Action(
            "candidate.see", Words("se en kandidat", "see a candidate"), READING, True,
            ("proposal", "records"),
        ),
        Action(
            "candidate.judge", Words("skriva eget ställningstagande", "write an own judgement"),
            ALTERATION, True,
        ),
        Action(
            "candidate.reveal", Words("se plats och poäng", "see place and score"), READING, True,
            ("place", "reasons"),
        ),
        Action("candidate.decide", Words("besluta", "decide"), ALTERATION, True),
        Action("candidate.second", Words("lämna det andra beslutet", "give the second vote"),
               ALTERATION, True),
        Action(
            "actors.see", Words("se fokuspersonerna", "see the focus persons"), READING,
            groups=("proposal",),
        ),
        Action(
            "actor.see", Words("se en fokusperson", "see a focus person"), READING, True,
            ("reasons", "records", "around"),
        ),
        Action(
            "identity.see", Words("se vem personen är", "see who the person is"), READING, True,
            ("identity",),
        ),
        Action(
            "suspicions.see", Words("se tidigare misstankar", "see earlier suspicions"), READING,
            True, ("earlier_suspicions",),
        ),
        Action(
            "history.see", Words("se vem som sett och gjort vad", "see who saw and did what"),
            READING, True, ("history",),
        ),
        Action("listing.start", Words("börja arbeta med en person", "begin work with a person"),
               ALTERATION, True),
        Action("listing.end", Words("avsluta en listning", "end a listing"), ALTERATION, True),
        Action(
            "sharing.see", Words("se prövningar av vad som får delas", "see tests of what may be shared"),
            READING, True, ("sharing",),
        ),
        Action("sharing.keep", Words("spara en prövning", "keep a test of what may be shared"),
               ALTERATION, True),
        Action("capacity.set", Words("ange hur många som kan börja", "say how many can begin")),
        Action("alerts.see", Words("se larm om jäv", "see alerts about conflicts"), READING,
               groups=("alerts",)),
        Action("log.see", Words("se loggens tillstånd", "see the state of the log")),
        Action("reviews.see", Words("se årliga genomgångar", "see yearly reviews")),
        Action("duty.look", Words("slå som vakthavande", "look up at the duty desk"), READING,
               groups=("duty_contact",), purpose="duty"),
        Action("evidence.see", Words("se om rangordningen fungerar", "see whether the ranking works")),
        Action("evidence.bring", Words("läsa in mätningar", "bring in measurements")),
        Action("overview.see", Words("se tal för regionen eller landet",
                                     "see figures of the region or the nation")),
        Action("day.see", Words("se sin dag", "see one's own day"), READING,
               groups=("proposal", "records")),
        Action("person.search", Words("söka en person", "search for a person"), READING,
               groups=("proposal",)),
        Action("operation.see", Words("se hur systemet mår", "see how the system is")),
        Action("accounts.manage", Words("sköta konton", "look after accounts"), SYSTEM),
        Action("tokens.manage", Words("sköta servicenycklar", "look after service tokens"), SYSTEM),
        Action("tokens.confirm", Words("bekräfta servicenycklar", "confirm service tokens"), SYSTEM),
        Action("appointments.manage", Words("utse", "appoint"), SYSTEM),
    )
}  # fmt: skip

SERVICE_ACTIONS: dict[str, Action] = {
    action.code: action
    for action in (
        Action("service.runs", Words("hämta körningars tal", "fetch runs' figures"), SYSTEM),
        Action("service.candidates", Words("hämta kandidater", "fetch candidates"), READING,
               groups=("proposal",)),
        Action("service.decisions", Words("hämta utfall av beslut", "fetch outcomes of decisions"),
               READING, groups=("decision",)),
        Action("service.actors", Words("hämta fokuspersoner", "fetch focus persons"), READING,
               groups=("listing",)),
        Action("service.event", Words("lämna en ny händelse", "send a new event"), COLLECTION,
               groups=("events",)),
    )
}  # fmt: skip
"""What a service token does through the API. None of them is an act of a person, nor the other way."""


def said_of(code: str) -> Words | None:
    """What an act is called, a person's or a service's; None where there is no such act."""
    action = ACTIONS.get(code) or SERVICE_ACTIONS.get(code)
    return action.words if action else None
