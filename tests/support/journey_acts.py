"""What people do again and again in the journeys: log in, begin work, judge, vote."""

from __future__ import annotations

from tests.support.browsing import Visitor

CASE = "K100/26"
TO_LIST = {
    "outcome": "list", "reason": "recent_serious", "text": "Tre händelser på ett år.",
    "ground": "monitoring",
    "monitoring__expected_offence": "grov misshandel",
    "monitoring__two_years_in_scale": "yes",
    "monitoring__why_expected": "Händelserna K1 till K3.",
    "monitoring__burden_or_threat": "threat_to_safety",
    "monitoring__why_burden_or_threat": "Hot mot två partner.",
    "monitoring__necessity": "Ingen annan åtgärd räcker.",
}  # fmt: skip


def own_password(username: str) -> str:
    """What a colleague chooses instead of the one-time password."""
    return f"{username}-valde-ett-eget"


def try_to_log_in(who: Visitor, username: str, password: str) -> None:
    """Fills in the login page and sends it."""
    who.go("/login/")
    who.speak()
    who.fill({"login": username, "password": password})
    who.press("Logga in", "Log in", within="main")
    who.speak()  # an account has a language of its own, Swedish until its owner says otherwise


def log_in_first(who: Visitor, username: str, one_time: str) -> None:
    """The first login: the one-time password, then an own one."""
    try_to_log_in(who, username, one_time)
    who.heading("Välj ett eget lösenord", "Choose your own password")
    mine = own_password(username)
    who.fill({"new_password1": mine, "new_password2": mine})
    who.press("Spara lösenordet", "Save the password")
    who.speak()


def confirm_who(who: Visitor, username: str) -> None:
    """Writes the password once more, as pages that change how one logs in ask."""
    who.heading("Bekräfta att det är du", "Confirm that it is you")
    who.fill({"password": own_password(username)})
    who.press("Bekräfta", "Confirm", within="main")


def begin_work(who: Visitor, purpose: str = "screening", case: str = CASE) -> None:
    """Says what the work is for, once."""
    who.go("/purpose/")
    who.fill({"purpose": purpose, "case_reference": case})
    who.press("Börja", "Begin", within="main")


def judge(who: Visitor, nomination: str, level: str = "high", text: str = "Hot i år.") -> None:
    """Writes the own judgement, which leads on to place and score."""
    who.go(f"/screening/{nomination}/")
    who.fill({"level": level, "text": text})
    who.press("Spara och visa plats och poäng", "Save and show place and score")


def vote(who: Visitor, answers: dict[str, str]) -> int:
    """Gives a vote on the page that is open; the status of the page that comes."""
    who.fill(answers)
    return who.press("Spara beslutet", "Save the decision")


def vote_not(outcome: str, reason: str, text: str) -> dict[str, str]:
    """A vote for anything but listing."""
    return {"outcome": outcome, "reason": reason, "text": text}
