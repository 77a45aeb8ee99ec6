"""What changed between two days: which rules, and from whom to whom about what more or less may go.

Only what the law could give at most is compared: every condition met. A changed demand is told too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal, get_args

from hejda.knowledge.rules import Text
from hejda.knowledge.sharing import (
    Effect,
    Secrecy,
    SharingGround,
    SharingRules,
    Subject,
)
from hejda.knowledge.value import Value
from hejda.share import words
from hejda.share.answer import Verdict, most
from hejda.share.grounds import Telling, lifted_by, may_be_tried
from hejda.share.question import Question

ChangeKind = Literal["new", "ended", "changed", "read_from"]
"""new, ended: there is, or is no longer, such a rule. read_from: before, nobody here had read it."""
SUBJECTS: tuple[Subject, ...] = get_args(Subject)


class Change(Value):
    """A rule that is not the same on the two days, and in what. None in `items`: whatever."""

    id: str
    kind: ChangeKind
    title: Text
    plain: Text
    paragraph: Text
    effect: Effect | None
    holders: tuple[str, ...]
    receivers: tuple[str, ...]
    items: tuple[str, ...] | None
    what: tuple[Text, ...]
    source: str
    verified: bool
    caveat: Text | None


class Cell(Value):
    """From × to × item where the ways to tell have changed, and the most they could give.

    A way is a ground that by itself lifts all secrecy here, were its conditions met. `changed`:
    ways whose wording is another.
    """

    holder: str
    receiver: str
    item: str
    before: Verdict
    after: Verdict
    new: tuple[str, ...]
    lost: tuple[str, ...]
    changed: tuple[str, ...]


class Comparison(Value):
    """Two days of the same rules, compared."""

    pack: str
    rules_fingerprint: str
    before: dt.date
    after: dt.date
    changes: tuple[Change, ...]
    cells: tuple[Cell, ...]


def compare(before: SharingRules, after: SharingRules) -> Comparison:
    """What changed from the day of `before` to the day of `after`, which is the later one."""
    changes = tuple(_changes(before, after))
    return Comparison(
        pack=after.pack,
        rules_fingerprint=after.fingerprint,
        before=before.on,
        after=after.on,
        changes=changes,
        cells=tuple(_cells(before, after, changes)),
    )


Rule = Secrecy | SharingGround


def _changes(before: SharingRules, after: SharingRules) -> Iterator[Change]:
    old: dict[str, Rule] = {each.id: each for each in before.secrecy}
    old |= {each.id: each for each in before.grounds}
    new: dict[str, Rule] = {each.id: each for each in after.secrecy}
    new |= {each.id: each for each in after.grounds}
    for name in sorted({*old, *new}):
        one, other = old.get(name), new.get(name)
        if one is None and other is not None:
            yield _change(other, "new", ())
        elif other is None and one is not None:
            yield _change(one, "ended", ())
        elif one is not None and other is not None:
            what = tuple(_differences(one, other, after))
            if one.wording.gap and not other.wording.gap:
                yield _change(other, "read_from", what)
            elif what:
                yield _change(other, "changed", what)


def _change(rule: Rule, kind: ChangeKind, what: tuple[Text, ...]) -> Change:
    if isinstance(rule, SharingGround):
        scope = rule.scope
        effect, holders, receivers, items = rule.effect, scope.holders, scope.receivers, scope.items
    else:
        effect, holders, receivers, items = None, rule.holders, (), rule.items
    return Change(
        id=rule.id,
        kind=kind,
        title=rule.title,
        plain=rule.plain,
        paragraph=rule.wording.paragraph,
        effect=effect,
        holders=holders,
        receivers=receivers,
        items=items,
        what=what,
        source=rule.wording.source,
        verified=rule.wording.verified,
        caveat=rule.wording.doubt,
    )


def _differences(one: Rule, other: Rule, rules: SharingRules) -> Iterator[Text]:
    """In what two wordings of a rule differ, a sentence each."""
    if one.wording.paragraph != other.wording.paragraph:
        yield words.changed(one.wording.paragraph, other.wording.paragraph)
    if isinstance(one, SharingGround) and isinstance(other, SharingGround):
        yield from _of_grounds(one, other, rules)
    elif one.model_copy(update={"wording": other.wording}) != other:
        yield words.REACH_CHANGED


def _of_grounds(one: SharingGround, other: SharingGround, rules: SharingRules) -> Iterator[Text]:
    old, new = ({each.ask for each in ground.conditions} for ground in (one, other))
    for ask in sorted(old - new):
        yield words.no_longer_asked(rules.terms.title(ask))
    for ask in sorted(new - old):
        yield words.newly_asked(rules.terms.title(ask))
    if one.offences != other.offences and one.offences and other.offences:
        yield words.changed(words.demands(one.offences), words.demands(other.offences))
    if one.effect != other.effect:
        yield words.EFFECT_CHANGED
    added = [each for each in _bodies(other) if each not in _bodies(one)]
    if added:
        yield words.also_for([rules.terms.title(each) for each in added])
    same = {"scope": other.scope, "wording": other.wording, "conditions": other.conditions}
    same |= {"offences": other.offences, "effect": other.effect}
    narrowed = {each for each in _bodies(one) if each not in _bodies(other)}
    if narrowed or one.model_copy(update=same) != other:
        yield words.REACH_CHANGED


def _bodies(ground: SharingGround) -> tuple[str, ...]:
    return (*ground.scope.holders, *ground.scope.receivers)


def _cells(
    before: SharingRules, after: SharingRules, changes: tuple[Change, ...]
) -> Iterator[Cell]:
    reworded = {change.id for change in changes if change.kind == "changed"}
    old, new = ways(before), ways(after)
    kinds = [kind.id for kind in after.terms.kinds]
    for holder in kinds:
        for receiver in kinds:
            for item in after.terms.items:
                place = (holder, receiver, item.id)
                was, now = old.get(place, {}), new.get(place, {})
                changed = tuple(sorted(reworded & was.keys() & now.keys()))
                if holder == receiver or (was.keys() == now.keys() and not changed):
                    continue
                yield Cell(
                    holder=holder,
                    receiver=receiver,
                    item=item.id,
                    before=most("refused", *was.values()),
                    after=most("refused", *now.values()),
                    new=tuple(sorted(now.keys() - was.keys())),
                    lost=tuple(sorted(was.keys() - now.keys())),
                    changed=changed,
                )


Place = tuple[str, str, str]


def ways(rules: SharingRules) -> dict[Place, dict[str, Verdict]]:
    """From, to, item → the grounds that by themselves lift all secrecy there, and what each gives.

    A child is left out, for whom other duties hold: a report of concern is not about an item.
    """
    found: dict[Place, dict[str, Verdict]] = {}
    for ground in rules.grounds:
        if ground.kind not in ("ground", "duty") or ground.backstop:
            continue
        scope = ground.scope
        receivers = [
            each
            for each in (*scope.receivers, *scope.unsure_receivers)
            if not scope.authorities or rules.terms.kind(each).authority != "no"
        ]
        for holder in (*scope.holders, *scope.unsure_holders):
            for item in rules.terms.items:
                if not _is_way(ground, rules, holder, item.id):
                    continue
                for receiver in receivers:
                    unsure = holder in scope.unsure_holders or receiver in scope.unsure_receivers
                    verdict = "ask_lawyer" if unsure else _at_most(ground)
                    found.setdefault((holder, receiver, item.id), {})[ground.id] = verdict
    return found


def _is_way(ground: SharingGround, rules: SharingRules, holder: str, item: str) -> bool:
    for about in SUBJECTS[:2]:
        if ground.scope.about is not None and about not in ground.scope.about:
            continue
        question = Question.model_construct(about=about, on=rules.on)
        telling = Telling(question, rules, holder, ground.scope.receivers[0], item)
        there = telling.protecting if may_be_tried(ground, telling) else ()
        if there and len(lifted_by(ground, telling)) == len(there):
            return True
    return False


def _at_most(ground: SharingGround) -> Verdict:
    if ground.wording.gap or ground.wording.due:
        return "ask_lawyer"
    return "required" if ground.effect == "shall" else "permitted"
