"""Reversed roles in words, Swedish and English: what an officer reads beside somebody marked.

Nobody is named. *The person* is who may be the victim, *the other* is the other one. What is
recorded is told as recorded; which of two people tells the truth is not for a register to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hejda.base.wording import Both, on_date
from hejda.relations.reversed_roles_rule import GRAVER_TIMES, SOON_DAYS

Row = Mapping[str, Any]

SIGNS: dict[str, Both] = {
    "judgement": (
        "En handläggare har tittat och beslutat att personen kan vara den utsatta.",
        "A case officer has looked and decided that the person may be the victim.",
    ),
    "same_day": (
        "De första anmälningarna åt båda hållen registrerades samma dag, och inget skiljer dem åt."
        " Därför ska båda ses över.",
        "The first reports both ways were registered on the same day, and nothing tells them apart."
        " So both are to be looked at.",
    ),
    "reported_first": (
        "Den första anmälan mellan de två är riktad mot den andra.",
        "The first report between the two is directed at the other.",
    ),
    "answered_soon": (
        f"Anmälan mot personen kom inom {SOON_DAYS} dagar efter en anmälan mot den andra, eller"
        " gäller samma händelse.",
        f"The report against the person came within {SOON_DAYS} days of a report against the other,"
        " or is about the same event.",
    ),
    "several_before": (
        "Minst två händelser med den andra som misstänkt registrerades innan någon anmälan mot"
        " personen fanns.",
        "At least two events with the other as suspect were registered before there was any report"
        " against the person.",
    ),
    "goes_on": (
        "Nya händelser med den andra som misstänkt har registrerats sedan båda blivit anmälda. De"
        " vilar på mer än de tvås egna uppgifter. Åt andra hållet finns inga sådana.",
        "New events with the other as suspect have been registered since both were reported. They"
        " rest on more than the two's own word. There are none the other way.",
    ),
    "several_events": (
        "Flera skilda händelser har den andra som misstänkt och vilar inte bara på ett svar på en"
        " anmälan.",
        "Several separate events have the other as suspect and are more than an answer to a report.",
    ),
    "called_by_others": (
        "Någon annan än de två ringde, eller polisen kom på eget initiativ.",
        "Somebody else than the two called, or the police came by themselves.",
    ),
    "grave_act": (
        "Uppgift om strypvåld, hot om att döda, vapen, instängning eller grovt våld från den andra"
        " är antecknad.",
        "Strangulation, a threat to kill, a weapon, confinement or serious violence by the other is"
        " noted.",
    ),
    "pattern": (
        "Uppgift om kontroll, förföljelse, överträtt kontaktförbud eller självmordshot mot partnern"
        " från den andra är antecknad.",
        "Control, stalking, breach of a protection order or a suicide threat made to the partner by"
        " the other is noted.",
    ),
    "fear": (
        "Det är antecknat att personen har uttryckt rädsla för den andra.",
        "It is noted that the person has expressed fear of the other.",
    ),
    "graver": (
        f"Det grövsta brott som den andra misstänks för har minst {GRAVER_TIMES} gånger så hög"
        " skadevikt.",
        f"The gravest offence the other is suspected of has at least {GRAVER_TIMES} times the harm"
        " weight.",
    ),
    "order": (
        "Det finns eller har funnits ett kontaktförbud som skyddar personen mot den andra.",
        "There is or has been a protection order that protects the person from the other.",
    ),
    "charged": (
        "Den andra har åtalats för brott mot personen.",
        "The other has been charged with an offence against the person.",
    ),
    "convicted": (
        "Den andra har dömts för brott mot personen.",
        "The other has been convicted of an offence against the person.",
    ),
    "other_partners": (
        "Den andra är misstänkt för brott i nära relation mot ytterligare någon.",
        "The other is suspected of an offence in a close relationship against somebody else too.",
    ),
    "suspicion_cleared": (
        "En tidigare misstanke mellan de två har fallit och räknas inte mot personen.",
        "An earlier suspicion between the two has fallen and does not count against the person.",
    ),
}
"""Each sign, by the codes of the table `hypothesis`."""
STRENGTH: dict[str, Both] = {
    "strong": ("Tecknen är starka.", "The signs are strong."),
    "some": ("Det finns vissa tecken.", "There are some signs."),
    "weak": (
        "Tecknen är svaga och vilar på lite; de kan lika gärna visa fel.",
        "The signs are weak and rest on little; they may well be wrong.",
    ),
}
OPENING: Both = (
    "Rollerna kan vara ombytta: personen är registrerad som misstänkt, men kan vara den utsatta. De"
    " två är anmälda mot varandra.",
    "The roles may be reversed: the person is recorded as suspect but may be the victim. The two are"
    " each reported against the other.",
)
OPENING_JUDGED: Both = (
    "Personen är registrerad som misstänkt, men kan enligt ett beslut vara den utsatta.",
    "The person is recorded as suspect but may, by a decision, be the victim.",
)
WHAT_IT_DOES: Both = (
    "Detta ändrar ingen poäng och ingen plats, och det tar inte bort någon från en lista. En"
    " handläggare ska titta innan något görs med eller mot någon av de två.",
    "This changes no score and no place, and it takes nobody off a list. A case officer must look"
    " before anything is done with or about either of the two.",
)
THIN: Both = (
    "De två är anmälda mot varandra. För lite är registrerat för att säga vem som kan vara den"
    " utsatta. Det betyder inte att rollerna är rätt.",
    "The two are each reported against the other. Too little is recorded to say who may be the"
    " victim. That does not mean that the roles are right.",
)
_LAPSES: Both = (
    "Markeringen upphör {day} om ingen har tittat.",
    "The mark lapses {day} unless somebody has looked.",
)


def told(row: Row) -> list[Both]:
    """A row of `hypothesis` of kind `may_be_the_victim` in words: what it is, how strong, each sign,
    what it does and does not do, and when it lapses.
    """
    judged = "judgement" in row["signs"]
    found = [OPENING_JUDGED] if judged else [OPENING, STRENGTH[row["confidence"]]]
    found += [SIGNS[code] for code in row["signs"]]
    found.append(WHAT_IT_DOES)
    if row["expires_on"] is not None:
        sv, en = _LAPSES
        day = row["expires_on"]
        found.append((sv.format(day=on_date(day, "sv")), en.format(day=on_date(day, "en"))))
    return found
