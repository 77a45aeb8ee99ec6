"""The sentences of stage 8 that no rule file holds, in Swedish and English."""

from __future__ import annotations

from collections.abc import Sequence

from hejda.base.wording import joined
from hejda.knowledge.rules import Text
from hejda.knowledge.sharing import Initiative, OffenceTest
from hejda.share.answer import Came


def both(sv: str, en: str) -> Text:
    """A text in the two languages."""
    return Text(sv=sv, en=en)


LIFTS_QUESTION = both(
    "Bryter regeln den sekretess som skyddar uppgiften?",
    "Does the rule lift the secrecy that protects the item?",
)
PURPOSE_QUESTION = both("Gäller regeln för det här ändamålet?", "Is the rule for this purpose?")
INITIATIVE_QUESTIONS: dict[Initiative, Text] = {
    "request": both("Har mottagaren frågat?", "Has the receiver asked?"),
    "own": both("Lämnas uppgiften på eget initiativ?", "Would the item be told on own initiative?"),
}
REACHES_QUESTION = both(
    "Når regeln de här två organen? Det är inte läst.",
    "Does the rule reach these two bodies? That has not been read.",
)
SUSPICION_IS_ENOUGH = both(
    "Misstanke räcker: att inte veta befriar inte från skyldigheten.",
    "Suspicion is enough: not knowing frees nobody from the duty.",
)
SAID_BY_PURPOSE = both(
    "Sagt genom ändamålet; stämmer det inte ska frågan inte ställas.",
    "Said by stating the purpose; if it is not so, the question is not to be asked.",
)
ONE_PERSON = both(
    "Gäller frågan en enda person? Listor och massuttag avslås alltid.",
    "Is the question about one person? Lists and bulk are always refused.",
)
TABLE_UNCONFIRMED = both(
    "Straffskalan den dagen är inte läst eller bekräftad.",
    "The penal scale of that day has not been read or confirmed.",
)
NO_SECRECY_KNOWN = both(
    "Ingen sekretess för uppgiften finns i reglerna här. Det är inte detsamma som att ingen finns.",
    "No secrecy of the item stands in the rules here. That is not the same as none.",
)
EFFECT_CHANGED = both("Får och ska har bytt plats.", "May and shall have changed places.")
REACH_CHANGED = both("Vad regeln når har ändrats.", "What the rule reaches has changed.")


def changed(before: Text, after: Text) -> Text:
    """That one text has taken the place of another."""
    return both(f"{before.sv} → {after.sv}", f"{before.en} → {after.en}")


def no_longer_asked(question: Text) -> Text:
    """That a condition has gone."""
    return both(f"Krävs inte längre: {question.sv}", f"No longer needed: {question.en}")


def newly_asked(question: Text) -> Text:
    """That a condition has come."""
    return both(f"Krävs nu: {question.sv}", f"Now needed: {question.en}")


def also_for(kinds: Sequence[Text]) -> Text:
    """That a rule now reaches more bodies."""
    return both(
        f"Gäller nu även {joined([each.sv for each in kinds], 'sv')}.",
        f"Now also for {joined([each.en for each in kinds], 'en')}.",
    )


def not_lifted(paragraphs: Sequence[Text]) -> Text:
    """That a ground lifts none of the secrecy in the paragraphs named."""
    return both(
        f"Regeln bryter inte {joined([each.sv for each in paragraphs], 'sv')}.",
        f"The rule does not lift {joined([each.en for each in paragraphs], 'en')}.",
    )


def offence_words(test: OffenceTest, came: Came) -> tuple[Text, Text | None]:
    """What a test of offences asks, and a word more where its outcome needs one."""
    which = ("befarade", "feared") if test.of == "feared" else ("begångna", "past")
    sv, en = f"Räcker det {which[0]} brottet", f"Does the {which[1]} offence qualify"
    told = demands(test)
    sv, en = f"{sv} ({told.sv})?", f"{en} ({told.en})?"
    return both(sv, en), TABLE_UNCONFIRMED if came == "unclear" else None


def demands(test: OffenceTest) -> Text:
    """What a test demands of an offence."""
    sv, en = [], []
    if test.among:
        named = joined([each.upper().replace("-", " ") for each in test.among], "sv")
        sv.append(named)
        en.append(joined([each.upper().replace("-", " ") for each in test.among], "en"))
    if test.min_months is not None:
        sv.append(f"minst {test.min_months} månaders fängelse i skalan")
        en.append(f"at least {test.min_months} months of prison in the scale")
    if test.attempt_min_months is not None:
        sv.append(f"vid försök {test.attempt_min_months}")
        en.append(f"{test.attempt_min_months} where attempted")
    if test.prison:
        sv.append("fängelse i skalan")
        en.append("prison in the scale")
    return both("; ".join(sv), "; ".join(en))


def past_review(ids: Sequence[str], day: str) -> Text:
    """That rules which held on the day asked for were past their review date by today."""
    return both(
        f"Sedan {day} har granskningsdagen passerat för {', '.join(ids)}.",
        f"Since {day} the review date has passed for {', '.join(ids)}.",
    )


def due_on_day(ids: Sequence[str]) -> Text:
    """That rules were past their review date on the day asked for."""
    return both(
        f"Granskningsdagen hade passerat den dagen: {', '.join(ids)}. Fråga en jurist; en "
        "orosanmälan eller en räddning väntar inte på svaret.",
        f"Past the review date on that day: {', '.join(ids)}. Ask a lawyer; a report of concern "
        "or a rescue does not wait for the answer.",
    )
