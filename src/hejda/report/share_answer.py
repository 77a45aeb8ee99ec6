"""The answer to a question about sharing, in the order a person needs it: danger first, always."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hejda.base.wording import Language, date_in_words, inside_sentence, joined, sentence_case
from hejda.knowledge.rules import Text
from hejda.knowledge.sharing import Terms
from hejda.report.share_lines import Line, inside
from hejda.report.share_words import CAME, EFFECTS, OUTCOMES, VERDICTS, WORDS
from hejda.share.answer import Beside, ConditionTold, GroundTried, Leg, ShareAnswer


def answer_lines(answer: ShareAnswer, terms: Terms, lang: Language) -> list[Line]:
    """Every line of the answer."""
    return list(_Page(answer, terms, lang).parts())


class Said:
    """Words of one language."""

    def __init__(self, terms: Terms, lang: Language) -> None:
        self.terms, self.lang = terms, lang
        self.place = 0 if lang == "sv" else 1

    def word(self, name: str, **parts: object) -> str:
        """A word or sentence of the page."""
        return WORDS[name][self.place].format(**parts)

    def say(self, text: Text) -> str:
        """A text of the rules."""
        return text.sv if self.lang == "sv" else text.en

    def title(self, name: str) -> str:
        """The label of a kind, item or field."""
        return self.say(self.terms.title(name))

    def titles(self, names: Iterable[str]) -> str:
        """Labels as one enumeration."""
        return joined([self.title(name) for name in names], self.lang)


class _Page(Said):
    def __init__(self, answer: ShareAnswer, terms: Terms, lang: Language) -> None:
        super().__init__(terms, lang)
        self.answer = answer

    def parts(self) -> Iterator[Line]:
        yield from self.danger()
        yield from self.headline()
        yield from self.asking()
        yield from self.answering()
        yield from self.unanswered()
        yield from self.beside()
        yield from self.foot()

    def danger(self) -> Iterator[Line]:
        now = self.answer.danger_now
        yield Line(self.word("danger"), "heading")
        yield inside(self.word(f"danger_{now}"), "plain" if now == "no" else "warning")
        if now == "yes":
            for each in self.answer.danger:
                yield inside(f"{self.say(each.paragraph)}: {self.say(each.plain)}")
        elif now == "unknown":
            named = [
                f"{self.say(each.paragraph)} ({inside_sentence(self.say(each.title))})"
                for each in self.answer.danger
            ]
            yield inside(f"{self.word('not_decided')}: {joined(named, self.lang)}.")

    def headline(self) -> Iterator[Line]:
        question = self.answer.question
        day = date_in_words(question.on, self.lang)
        yield Line(self.word("answer", day=day), "heading")
        holder, receiver = self.title(question.holder), self.title(question.receiver)
        what = sentence_case(self.title(question.item))
        yield inside(self.word("asked", what=what, holder=holder, receiver=receiver))
        yield inside(f"{self.verdict()}.", "strong")
        if sentence := self.who_decides(sentence_case(holder)):
            yield inside(sentence)

    def verdict(self) -> str:
        could = self.answer.if_answered
        waits = self.answer.answer == "refused" and could != "refused"
        told = VERDICTS["not_yet" if waits else self.answer.answer][self.place]
        if not waits:
            return told
        return f"{told}. {self.word('would_be', verdict=VERDICTS[could][self.place].lower())[:-1]}"

    def who_decides(self, holder: str) -> str:
        answer = self.answer
        own = answer.question.initiative == "own"
        if answer.answer == "permitted" and answer.may_answer.grounds:
            return self.word("may_own" if own else "may_decides", holder=holder)
        first = next(iter(answer.may_answer.grounds), None)
        waits = answer.answer == "refused" and answer.if_answered in ("permitted", "required")
        if not waits or first is None or own or not _only_theirs(first):
            return ""
        name = "they_judge" if first.effect == "may" else "owed_if_judged"
        return self.word(name, holder=holder, paragraph=self.say(first.paragraph))

    def asking(self) -> Iterator[Line]:
        leg = self.answer.may_ask
        yield Line(self.word("may_ask"), "heading")
        if leg.answer == "not_asked":
            yield inside(self.word("not_asked"))
            return
        yield from self.leg(leg)
        if leg.answer in ("permitted", "required"):
            yield inside(f"{self.word('tells')}: {self.titles(leg.fields)}.")
        yield inside(f"{self.word('leaves_out')}: {self.titles(leg.leaves_out)}.")

    def answering(self) -> Iterator[Line]:
        leg = self.answer.may_answer
        own = self.answer.question.initiative == "own"
        yield Line(self.word("own" if own else "may_answer"), "heading")
        yield from self.leg(leg)
        if leg.fields:
            yield inside(f"{self.word('fields')}: {self.titles(leg.fields)}.")
        elif leg.fields_if_answered:
            told = self.titles(leg.fields_if_answered)
            yield inside(f"{self.word('fields_if')}: {told}.", "quiet")

    def leg(self, leg: Leg) -> Iterator[Line]:
        waits = leg.answer == "refused" and leg.if_answered != "refused"
        yield inside(f"{VERDICTS['not_yet' if waits else leg.answer][self.place]}.")
        for secrecy in leg.secrecy:
            told = (
                f"{self.word('protects')} {self.say(secrecy.paragraph)}: {self.say(secrecy.plain)}"
            )
            yield inside(told)
            if secrecy.unlifted:
                yield inside(self.say(secrecy.unlifted), depth=2)
        if not leg.secrecy:
            bound = self.terms.kind(leg.teller).bound
            yield inside(self.word("no_secrecy" if bound else "not_bound"))
        for gate in leg.gate:
            if gate.met is not True:
                yield inside(self.condition(gate), depth=2)
        carry = [each for each in leg.grounds if each.outcome in ("met", "unclear")]
        waiting = [each for each in leg.grounds if each.if_answered != "refused"]
        for ground in carry or waiting[:1]:
            yield from self.ground(ground)
        if not carry and (rest := waiting[1:]):
            also = [
                f"{self.say(each.paragraph)} ({inside_sentence(self.say(each.title))})"
                for each in rest
            ]
            yield inside(f"{self.word('also_open')}: {joined(also, self.lang)}.", "quiet")

    def ground(self, ground: GroundTried) -> Iterator[Line]:
        effect, outcome = EFFECTS[ground.effect][self.place], OUTCOMES[ground.outcome][self.place]
        head = f"{self.say(ground.paragraph)} ({effect}; {outcome}): {self.say(ground.title)}"
        yield inside(head, "ground")
        for condition in ground.conditions:
            yield inside(self.condition(condition), depth=2)

    def condition(self, condition: ConditionTold) -> str:
        mark = {True: "✓", False: "✗", None: "?"}[condition.met]
        told = f"{mark} {self.say(condition.question)} {CAME[condition.answer][self.place]}"
        return f"{told}. {self.say(condition.why)}" if condition.why else told

    def unanswered(self) -> Iterator[Line]:
        yield Line(self.word("unanswered"), "heading")
        for each in self.answer.unanswered:
            name = f"ask.{each.condition}" if each.leg == "may_ask" else each.condition
            name = each.condition if each.condition == "concrete_circumstances" else name
            option = "--offence ID" if name == "offence" else f"--fact {name}=yes|no"
            notes = [self.word("they_answer")] if each.judged_by == "holder" else []
            notes += [self.word("decides")] if each.decides else []
            told = f" ({', '.join(notes)})" if notes else ""
            yield Line(self.say(each.question) + told, depth=1, option=option)
        if not self.answer.unanswered:
            yield inside(self.word("all_answered"))

    def beside(self) -> Iterator[Line]:
        for each in self.answer.also_owed:
            yield self.told("also_owed", each)
        if self.answer.child_now:
            yield Line(self.word("child_now"), "warning")
        for each in self.answer.children:
            yield self.told("child", each)

    def told(self, name: str, each: Beside) -> Line:
        fields = f" ({self.titles(each.fields)})" if each.fields else ""
        text = f"{self.say(each.paragraph)}: {self.say(each.plain)}{fields}"
        return Line(text, head=f"{self.word(name)}:")

    def foot(self) -> Iterator[Line]:
        rest = [each for each in self.answer.may_answer.grounds if each.outcome == "not_met"]
        if rest:
            yield Line(f"{self.word('others')}:", "quiet")
        for ground in rest:
            failed = next(each for each in ground.conditions if each.met is False)
            why = self.say(failed.why) if failed.why else self.condition(failed)
            yield inside(f"{self.say(ground.paragraph)}: {why}", "quiet")
        for caveat in self.answer.caveats:
            yield Line(f"{self.word('caveats')}: {self.say(caveat)}", "caveat")
        for warning in self.answer.warnings:
            yield Line(self.say(warning), "strong")
        if not self.answer.confirmed_by_lawyer:
            yield Line(self.word("no_lawyer"), "caveat")
        short = self.answer.rules_fingerprint[:12]
        yield Line(self.word("rules", pack=self.answer.pack, fingerprint=short), "quiet")


def _only_theirs(ground: GroundTried) -> bool:
    """Whether nothing but the holder's own judgement is open."""
    waiting = [each for each in ground.conditions if each.met is None]
    return bool(waiting) and all(each.judged_by == "holder" for each in waiting)
