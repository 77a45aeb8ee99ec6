"""What changed between two days; with a run, for how many each ground could be used."""

from __future__ import annotations

from collections.abc import Iterator

from hejda.base.wording import Language, date_in_words
from hejda.knowledge.sharing import SharingRules, Terms
from hejda.report.share_answer import Said
from hejda.report.share_lines import Line, Rows, Told, inside
from hejda.report.share_words import CHANGES, EFFECTS, VERDICTS
from hejda.share.compare import Cell, Comparison
from hejda.share.listed import GroundUse


def change_lines(
    compared: Comparison,
    terms: Terms,
    lang: Language,
    uses: tuple[GroundUse, ...] | None = None,
    rules: SharingRules | None = None,
) -> list[Told]:
    """Every line; `uses`: what the listed people of a run could use on the later day, by `rules`."""
    return list(_Page(compared, terms, lang).parts(uses, rules))


class _Page(Said):
    def __init__(self, compared: Comparison, terms: Terms, lang: Language) -> None:
        super().__init__(terms, lang)
        self.compared = compared

    def parts(
        self, uses: tuple[GroundUse, ...] | None, rules: SharingRules | None
    ) -> Iterator[Told]:
        days = (self.compared.before, self.compared.after)
        before, after = (date_in_words(day, self.lang) for day in days)
        yield Line(self.word("compare", before=before, after=after), "heading")
        if not self.compared.changes:
            yield Line(self.word("nothing"))
        else:
            yield from self.changes()
            yield Line(self.word("at_most"), "quiet")
            yield from self.cells()
        if uses is not None and rules is not None:
            yield from self.listed(uses, rules)
        yield Line(self.word("no_lawyer"), "caveat")
        short = self.compared.rules_fingerprint[:12]
        yield Line(self.word("rules", pack=self.compared.pack, fingerprint=short), "quiet")

    def changes(self) -> Iterator[Told]:
        yield Line(self.word("changes"), "heading")
        for each in self.compared.changes:
            effect = f"{EFFECTS[each.effect][self.place]}; " if each.effect else ""
            head = f"{self.say(each.paragraph)} ({effect}{CHANGES[each.kind][self.place]})"
            yield Line(self.say(each.title), head=head)
            yield inside(self.say(each.plain))
            ends = f"{self.word('from')}: {self.bodies(each.holders)}"
            if each.receivers:
                ends += f". {self.word('to')}: {self.bodies(each.receivers)}"
            yield inside(f"{ends}.", "quiet")
            for what in each.what:
                yield inside(f"– {self.say(what)}")
            if each.caveat:
                yield inside(self.say(each.caveat), "caveat")

    def bodies(self, names: tuple[str, ...]) -> str:
        return self.titles(names) if len(names) < 9 else self.word("every", count=len(names))

    def paragraph(self, name: str) -> str:
        """The paragraph of a rule that changed."""
        return next(
            (self.say(each.paragraph) for each in self.compared.changes if each.id == name), name
        )

    def key(self, cell: Cell) -> tuple[str, ...]:
        """What cells that share a line have in common."""
        ways = (", ".join(map(self.paragraph, names)) for names in (cell.new, cell.changed))
        return (cell.before, cell.after, *ways)

    def cells(self) -> Iterator[Told]:
        """Cells with the police at one end; those alike but for who holds the item share a row."""
        ours = [each for each in self.compared.cells if "police" in (each.holder, each.receiver)]
        items: dict[tuple[str, ...], list[str]] = {}
        for cell in ours:
            items.setdefault((cell.holder, cell.receiver, *self.key(cell)), []).append(cell.item)
        rows: dict[tuple[str, ...], list[str]] = {}
        for (holder, receiver, *rest), names in items.items():
            rows.setdefault((receiver, ",".join(names), *rest), []).append(holder)
        yield Line(self.word("cells"), "heading")
        for (receiver, names_of, before, after, new, changed), holders in rows.items():
            names = names_of.split(",")
            what = self.titles(names)
            if len(names) == len(self.terms.items):
                what = self.word("all_items")
            ends = f"{self.titles(holders)} → {self.title(receiver)}"
            verdict = VERDICTS[after][self.place]
            if before != after:
                verdict = f"{VERDICTS[before][self.place]} → {verdict}"
            told = [f"{self.word('ways')}: {new}"] if new else []
            told += [f"{self.word('reworded')}: {changed}"] if changed else []
            yield Line(f"{verdict} ({'; '.join(told)})", depth=1, head=f"{ends}: {what}.")
        if others := len(self.compared.cells) - len(ours):
            yield Line(self.word("elsewhere", count=others), "quiet")

    def listed(self, uses: tuple[GroundUse, ...], rules: SharingRules) -> Iterator[Told]:
        people = max((each.people for each in uses), default=0)
        yield Line(self.word("listed", people=people), "heading")
        rows = []
        for each in uses:
            ground = rules.ground(each.ground)
            if ground is None:
                continue
            missing = [f"{self.fact(name)}: {n}" for name, n in each.missing.items()]
            judge = [self.title(name) for name in each.to_judge]
            paragraph = self.say(ground.wording.paragraph)
            rows.append(
                (paragraph, str(each.could_use), str(each.ruled_out), "\n".join(missing) or "–",
                 "\n".join(judge) or "–")
            )  # fmt: skip
        columns = ("rule", "could", "ruled_out", "missing", "judge")
        yield Rows(tuple(self.word(column) for column in columns), tuple(rows))
        yield Line(self.word("recorded"), "quiet")

    def fact(self, name: str) -> str:
        return self.word("offence") if name == "offence" else self.title(name)
