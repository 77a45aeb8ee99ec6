"""The words about sharing, Swedish and English, and what is offered first where somebody asks."""

from __future__ import annotations

from hejda.base.wording import Both

FEARED = (
    "brb-3-1-mord",
    "brb-3-6-grov-misshandel",
    "brb-6-1-valdtakt",
    "brb-4-4a-grov-kvinnofridskrankning",
    "brb-3-5-misshandel",
    "brb-4-5-olaga-hot",
)
"""Ids of the offences offered as feared, most asked first."""
ASKED = ("concrete_circumstances", "named_relative")
"""Conditions asked of everybody, before the answer says which others would decide."""
VERDICTS: dict[str, Both] = {
    "required": ("Ska lämnas", "Must be told"),
    "permitted": ("Får lämnas", "May be told"),
    "refused": ("Får inte lämnas", "May not be told"),
    "ask_lawyer": ("Fråga en jurist", "Ask a lawyer"),
    "not_asked": ("Ingen frågar", "Nobody asks"),
    "not_yet": ("Inte på det som är besvarat hittills", "Not on what has been answered so far"),
}
OUTCOMES: dict[str, Both] = {
    "met": ("uppfylld", "met"),
    "unanswered": ("obesvarad", "unanswered"),
    "unclear": ("oklar: fråga en jurist", "unclear: ask a lawyer"),
    "not_met": ("inte uppfylld", "not met"),
}
CAME: dict[str, Both] = {
    "yes": ("ja", "yes"),
    "no": ("nej", "no"),
    "unknown": ("vet inte", "not known"),
    "unclear": ("oklart", "unclear"),
}
EFFECTS: dict[str, Both] = {
    "shall": ("ska", "must"),
    "may": ("får", "may"),
    "must_not": ("får inte", "must not"),
}
CHANGES: dict[str, Both] = {
    "new": ("ny", "new"),
    "ended": ("upphörd", "ended"),
    "changed": ("ändrad", "changed"),
    "read_from": ("läst först från den dagen", "read only from that day on"),
}
WORDS: dict[str, Both] = {
    "danger": ("1. Är någon i fara nu?", "1. Is someone in danger now?"),
    "danger_yes": (
        "Ja: gör det som behövs nu – larma, skicka patrull, skydda – och skriv ner det efteråt. Att "
        "rädda liv väntar inte på den här prövningen.",
        "Yes: do what is needed now – alarm, send a patrol, protect – and write it down afterwards. "
        "Saving a life does not wait for this test.",
    ),
    "danger_unknown": (
        "Om ja: gör det som behövs nu – larma, skicka patrull, skydda – och skriv ner det efteråt.",
        "If yes: do what is needed now – alarm, send a patrol, protect – and write it down afterwards.",
    ),
    "danger_no": ("Nej, enligt den som frågar.", "No, by whoever asks."),
    "not_decided": ("Nämns, avgörs inte här", "Named, not decided here"),
    "answer": ("2. Svaret den {day}", "2. The answer on {day}"),
    "asked": ("{what}, från {holder} till {receiver}", "{what}, from {holder} to {receiver}"),
    "they_judge": (
        "{holder} får berätta om de själva bedömer att villkoren i {paragraph} är uppfyllda. Du får "
        "fråga; de avgör, och de får säga nej.",
        "{holder} may tell you if they judge the conditions of {paragraph} met. You may ask; they "
        "decide, and they may say no.",
    ),
    "may_decides": (
        "{holder} avgör själva. Du får fråga; de får säga nej.",
        "{holder} decide themselves. You may ask; they may say no.",
    ),
    "may_own": ("{holder} avgör själva.", "{holder} decide themselves."),
    "owed_if_judged": (
        "{holder} ska lämna det, om de inte bedömer att undantaget i {paragraph} gäller.",
        "{holder} must tell it, unless they judge that the exception of {paragraph} applies.",
    ),
    "would_be": ("Med villkoren uppfyllda: {verdict}.", "With the conditions met: {verdict}."),
    "may_ask": ("3. Att fråga är också att berätta", "3. To ask is to tell, too"),
    "not_asked": (
        "Uppgiften lämnas på eget initiativ: ingen frågar.",
        "The item is told on own initiative: nobody asks.",
    ),
    "tells": ("Frågan får innehålla", "The question may hold"),
    "leaves_out": ("Frågan ska inte innehålla", "The question may not hold"),
    "may_answer": ("4. Att svara", "4. To answer"),
    "own": ("4. Att berätta", "4. To tell"),
    "protects": ("Skyddas av", "Protected by"),
    "not_bound": (
        "Den som berättar är inte bunden av sekretess om sig själv.",
        "Whoever tells is not bound to secrecy about herself.",
    ),
    "no_secrecy": (
        "Ingen sekretess för uppgiften finns i reglerna här; det är inte detsamma som att ingen finns.",
        "No secrecy of the item stands in the rules here; that is not the same as none.",
    ),
    "also_open": ("Andra möjliga grunder", "Other possible grounds"),
    "elsewhere": (
        "Mellan andra än polisen ändrades {count} fall; de står i --json.",
        "Between others than the police {count} cases changed; they stand in --json.",
    ),
    "every": ("alla {count}", "all {count}"),
    "fields": ("Får lämnas", "What may go"),
    "fields_if": ("Kan lämnas om villkoren är uppfyllda", "What could go, were the conditions met"),
    "unanswered": ("5. Det som inte är besvarat", "5. What is not answered"),
    "they_answer": ("bedöms av den som har uppgiften", "judged by the holder"),
    "decides": ("avgör ensam", "decides alone"),
    "all_answered": ("Inget mer skulle ge mer.", "Nothing more would give more."),
    "also_owed": ("Dessutom", "Besides"),
    "child": ("Barn", "Children"),
    "child_now": (
        "Ett barn kan fara illa: orosanmälan ska göras genast. Den väntar inte på svaret ovan.",
        "A child may fare ill: a report of concern must be made at once. It does not wait for the "
        "answer above.",
    ),
    "others": ("Prövade grunder som inte räcker", "Grounds tried that do not carry"),
    "caveats": ("Osäkert", "Not sure"),
    "no_lawyer": (
        "Ingen jurist har bekräftat reglerna som användes. Detta är inte juridisk rådgivning.",
        "No lawyer has confirmed the rules that were used. This is not legal advice.",
    ),
    "rules": ("Regler {pack}, avtryck {fingerprint}", "Rules {pack}, fingerprint {fingerprint}"),
    "compare": ("Vad som ändrades mellan {before} och {after}", "What changed between {before} and {after}"),
    "nothing": ("Inget i reglerna ändrades.", "Nothing in the rules changed."),
    "changes": ("Regler", "Rules"),
    "cells": ("Från, till och vad", "From, to and what"),
    "rule": ("Regel", "Rule"),
    "from": ("Från", "From"),
    "to": ("Till", "To"),
    "ways": ("Nya vägar", "New ways"),
    "reworded": ("Ändrad lydelse", "Changed wording"),
    "at_most": (
        "Före och efter visar det mesta som en enda regel kan ge, om alla villkor är uppfyllda.",
        "Before and after show the most one rule alone can give, were every condition met.",
    ),
    "all_items": ("allt", "everything"),
    "listed": ("För de {people} som står på listorna", "For the {people} who stand on the lists"),
    "could": ("Kan användas", "Could be used"),
    "missing": ("Saknas för", "Missing for"),
    "ruled_out": ("Utesluten", "Ruled out"),
    "judge": ("Människor bedömer", "People judge"),
    "recorded": (
        "Det som är registrerat står här för det som befaras: en rädsla finns i inget register. Att "
        "en uppgift saknas betyder inte nej.",
        "What is recorded stands in for what is feared: no register holds a fear. A missing record "
        "does not mean no.",
    ),
    "offence": ("ett brott som räcker", "an offence that qualifies"),
}  # fmt: skip
PROMPTS: dict[str, Both] = {
    "danger": (
        "Är någon i fara nu? (j/n, Enter = vet inte)",
        "Is someone in danger now? (y/n, Enter = not known)",
    ),
    "holder": ("Vem har uppgiften?", "Who has the item?"),
    "item": ("Vad gäller det?", "What is it about?"),
    "offence": ("Vilket brott befaras?", "Which crime is feared?"),
    "none": ("inget av dem, eller vet inte", "none of them, or not known"),
    "number": ("Nummer", "Number"),
    "fact": ("(j/n, Enter = vet inte)", "(y/n, Enter = not known)"),
}  # fmt: skip
