"""What the linkage report says of comparisons, their steps and the ways records are joined."""

from __future__ import annotations

from hejda.base.wording import Both

COMPARISON: dict[str, Both] = {
    "names": ("Namn", "Names"),
    "birth": ("Födelsedatum", "Birth date"),
    "sex": ("Kön", "Sex"),
    "place": ("Kommun eller ort", "Municipality or place"),
    "postcode": ("Postnummer", "Postcode"),
    "street": ("Gatuadress", "Street address"),
    "phone": ("Telefon", "Telephone"),
    "e_mail": ("E-post", "E-mail"),
    "other_number": ("Annat nummer", "Other number"),
}

STEP: dict[str, str] = {
    "the same words": "samma ord",
    "sounds the same": "låter lika",
    "nearly the same, in either order": "nästan samma, i endera ordningen",
    "given name the same, family name among the other's": "samma förnamn, efternamnet finns hos den andra",
    "family name the same, given name a short form": "samma efternamn, förnamnet en kortform",
    "the only word on one side is among the other's": "det enda ordet på ena sidan finns hos den andra",
    "given name the same": "samma förnamn",
    "given name nearly the same": "nästan samma förnamn",
    "family name the same": "samma efternamn",
    "family name nearly the same": "nästan samma efternamn",
    "the same day": "samma dag",
    "one slip of the pen": "ett skrivfel",
    "two of year, month and day": "två av år, månad och dag",
    "two slips of the pen": "två skrivfel",
    "the same year": "samma år",
    "the same": "samma",
    "the same place": "samma plats",
    "the same postcode": "samma postnummer",
    "the same street and door": "samma gata och port",
    "the same before the @": "samma före @",
    "nearly the same": "nästan samma",
    "nearly the same, with the same digits": "nästan samma, med samma siffror",
    "one or two digits off": "en eller två siffror fel",
    "All other comparisons": "inget av detta",
}

HOW: dict[str, Both] = {
    "number": ("genom ett giltigt nummer", "by a valid number"),
    "names": ("genom namn, födelsedatum och övrigt", "by names, birth date and the rest"),
    "hysteresis": ("var samma person redan", "was the same person already"),
    "judgement": ("genom en människas beslut", "by somebody's decision"),
    "alone": ("ensam post", "the person's only record"),
}

WHY: dict[str, Both] = {
    "possible": (
        "kan vara samma, men vikten räcker inte",
        "may be the same, but too little weight",
    ),
    "number_conflict": (
        "numren eller namnen på numret säger emot varandra",
        "numbers, or the names on one number, contradict each other",
    ),
    "judgement_conflict": ("beslut säger emot varandra", "decisions contradict each other"),
    "relative_guard": (
        "kan vara tvillingar, syskon, förälder och barn eller namne",
        "may be twins, siblings, parent and child, or a namesake",
    ),
}

LIMITS: tuple[Both, ...] = (
    (
        "Det här är ett förslag om vilka poster som avser samma person. Den som beslutar kan säga "
        "samma eller inte samma, och det gäller före varje vikt.",
        "This is a proposal of which records are one person's. Whoever decides may say same or not "
        "the same, and that goes before any weight.",
    ),
    (
        "Två som felaktigt blir en ser ut som en enda med för mycket bakom sig; en som blir två ser "
        "ut som två med för litet. Båda felen drabbar människor.",
        "Two people taken for one look like one with too much behind them; one taken for two looks "
        "like two with too little. Both faults harm people.",
    ),
    (
        "Siffror om träffsäkerhet finns bara där sanningen är känd, i ett påhittat land. De säger "
        "inget om ett verkligt register.",
        "Figures of accuracy exist only where the truth is known, in an invented country. They say "
        "nothing of a real register.",
    ),
)
