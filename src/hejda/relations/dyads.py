"""Suspect and victim: what tie the evidence says they have, for everybody at once.

Definitions: spec/03_relations/README.md. A tie is settled by all evidence there is, never by one
crime code. Everything here is integers and yes or no, one row per pair; rows with lists and
references are made for the few people asked for (`hejda.relations.dyad_rows`).
"""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from hejda.knowledge.rules import Knowledge
from hejda.relations.ties import (
    CHILD,
    FORMER,
    LONG_AGO,
    PAIR,
    Keep,
    among,
    homes,
    judged,
    orders,
    stated,
)
from hejda.tables.known import Known

LONG_HOUSEHOLD_DAYS = 180
"""From this many days together on, a household of two unrelated adults makes a tie likely. An
assumption: shorter spells are often guests, lodgers and addresses not yet mended."""
SAID_YES, SAID_NO = 2, 0
"""What stage 4 hands over as `said`: the offence says partner, or it says not."""
PARTNER, NOT_PARTNER = "partner", "not_partner"


def dyad_facts(
    paired: ir.Table,
    known: Known,
    knowledge: Knowledge,
    judgements: ir.Table | None,
    keep: Keep,
) -> ir.Table:
    """One row per suspect and victim who share a counted suspicion, with the tie between them.

    `paired` (stage 4, each counted suspicion beside each of its victims): person, incident_id,
    offence_id, victim, day (day number), harm (days), said (0 no, 1 unknown, 2 yes).
    `judgements` in force on D, a and b people: kind, a, b; may have judgement_id and decided_on.

    Columns: suspect, victim, partner and confidence (words of the table `dyad`), incidents, harm
    (days), first_day, last_day; yes or no: judged_yes, judged_no, stated, child, code, household,
    long_household, ordered, family; tied_from, tied_until, since (day numbers; since as in
    `partner_pairs`).
    """
    met = keep("relation_dyad", _meetings(paired))
    pairs = met.select(*PAIR)
    facts = met
    for table in (
        _told(paired, pairs),
        _stated(pairs, known, knowledge),
        _at_home(pairs, known, knowledge),
        orders(known).semi_join(pairs, PAIR).group_by(*PAIR).agg(ordered=ibis.literal(True)),
        _judged(pairs, judgements),
    ):
        facts = facts.left_join(table, PAIR, rname="{name}_again").drop(
            *(f"{name}_again" for name in PAIR)
        )
    return _with_verdict(_with_days(_filled(facts), known))


def _meetings(paired: ir.Table) -> ir.Table:
    """What happened between them: person, other, incidents, harm, first_day, last_day."""
    each = paired.group_by("person", "incident_id", other=paired.victim).agg(
        harm=paired.harm.max(), day=paired.day.min()
    )
    return each.group_by(*PAIR).agg(
        incidents=each.count(),
        harm=each.harm.sum().cast("int64"),
        first_day=each.day.min(),
        last_day=each.day.max(),
    )


def suspicions_told(paired: ir.Table) -> ir.Table:
    """What each suspicion says of the tie, whichever of the two was suspected: person, other,
    incident_id, offence_id, day, says_yes (only where it has this one victim), says_no.
    """
    keys = ["person", "incident_id", "offence_key"]
    rows = paired.select(
        "person",
        "incident_id",
        "offence_id",
        "day",
        other=paired.victim,
        said=paired.said,
        offence_key=paired.offence_id.fill_null(""),
    ).distinct()
    beside = rows.group_by(keys).agg(beside=rows.other.nunique())
    rows = rows.inner_join(beside, keys)
    rows = rows.select(
        *PAIR,
        "incident_id",
        "offence_id",
        "day",
        says_yes=(rows.said == SAID_YES) & (rows.beside == 1),
        says_no=rows.said == SAID_NO,
    )
    back = rows.select(
        person="other",
        other="person",
        **{name: name for name in rows.columns if name not in PAIR},
    )
    return rows.union(back.select(*rows.columns))


def _told(paired: ir.Table, pairs: ir.Table) -> ir.Table:
    rows = suspicions_told(paired).semi_join(pairs, PAIR)
    return rows.group_by(*PAIR).agg(
        code=rows.says_yes.any(),
        code_day=rows.day.min(where=rows.says_yes),
        says_no=rows.says_no.any(),
        only_no=rows.says_no.all(),
    )


def _stated(pairs: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    """What the table `relation` says of each pair."""
    rows = stated(known).semi_join(pairs, PAIR)
    counted = knowledge.population.partner_relations
    child = among(rows.kind, tuple(kind for kind in counted if kind == CHILD))
    former = among(rows.kind, tuple(kind for kind in counted if kind in FORMER))
    now = among(rows.kind, tuple(k for k in counted if k != CHILD and k not in FORMER))
    over = (rows.until_day <= known.number).fill_null(False)
    began = rows.from_day.fill_null(LONG_AGO)
    return rows.group_by(*PAIR).agg(
        stated=(now | former).any(),
        child=child.any(),
        family=among(rows.kind, knowledge.serial.family_relations).any(),
        stated_from=rows.from_day.min(where=now | child),
        stated_until=ibis.ifelse(former, rows.from_day, rows.until_day).max(
            where=former | (now & over)
        ),
        stated_open=began.max(where=now & ~over),
        stated_since=ibis.ifelse(former, LONG_AGO, began).min(where=now | former | child),
    )


def _at_home(pairs: ir.Table, known: Known, knowledge: Knowledge) -> ir.Table:
    """What the table `residence` says of each pair."""
    rows = homes(pairs, known, knowledge)
    over = rows.until_day <= known.number
    days = ibis.least(rows.until_day, known.number) - rows.from_day + 1
    return rows.group_by(*PAIR).agg(
        household_days=days.max(),
        household_from=rows.from_day.min(),
        long_from=rows.from_day.min(where=days >= LONG_HOUSEHOLD_DAYS),
        household_until=rows.until_day.max(where=over),
        household_open=rows.from_day.max(where=~over),
    )


def _judged(pairs: ir.Table, judgements: ir.Table | None) -> ir.Table:
    """What people decided of each pair; the later decision holds, and of one day the *not*."""
    rows = judged(judgements)
    if rows is None:
        return pairs.filter(ibis.literal(False)).mutate(judged_yes=False, judged_no=False)
    rows = rows.semi_join(pairs, PAIR)
    yes, no = rows.kind == PARTNER, rows.kind == NOT_PARTNER
    days = (
        rows.filter(yes | no)
        .group_by(*PAIR)
        .agg(yes=rows.decided.max(where=yes), no=rows.decided.max(where=no))
    )
    is_yes = days.yes.notnull() & (days.no.isnull() | (days.yes > days.no))
    return days.select(
        *PAIR, judged_yes=is_yes.fill_null(False), judged_no=~is_yes.fill_null(False)
    )


def _filled(facts: ir.Table) -> ir.Table:
    """Evidence that is not there is no evidence; a household of relatives is none."""
    marks = ("judged_yes", "judged_no", "stated", "child", "code", "ordered", "family")
    rows = facts.mutate(
        **{name: facts[name].fill_null(False) for name in (*marks, "says_no", "only_no")}
    )
    days = ibis.ifelse(rows.family, 0, rows.household_days.fill_null(0))
    return rows.mutate(household=days > 0, long_household=days >= LONG_HOUSEHOLD_DAYS)


def _with_days(facts: ir.Table, known: Known) -> ir.Table:
    """First and last day of the tie, and since when it is known to have been."""
    at_home = facts.household
    opened = ibis.greatest(
        facts.stated_open.fill_null(LONG_AGO),
        ibis.ifelse(at_home, facts.household_open, None).fill_null(LONG_AGO),
    )
    ended = _latest(facts.stated_until, ibis.ifelse(at_home, facts.household_until, None))
    home_from = ibis.ifelse(at_home, facts.household_from, None)
    likely_from = ibis.ifelse(facts.long_household, facts.long_from, None)
    long_ago = ibis.ifelse(facts.judged_yes, LONG_AGO, None).cast("int64")
    since = _earliest(facts.stated_since, facts.code_day, likely_from, long_ago)
    return facts.mutate(
        tied_from=_earliest(facts.stated_from, home_from),
        tied_until=ibis.ifelse(ended >= opened, ended, None),
        since=since,
    )


def _earliest(*days: ir.Value) -> ir.Value:
    far = [day.fill_null(2**31) for day in days]
    return ibis.least(*far).nullif(2**31)


def _latest(*days: ir.Value) -> ir.Value:
    far = [day.fill_null(-(2**31)) for day in days]
    return ibis.greatest(*far).nullif(-(2**31))


def _with_verdict(facts: ir.Table) -> ir.Table:
    """Adds partner and confidence by the rules of the README, in their order."""
    unrelated = ~facts.family
    rules = (
        (facts.judged_no, "no", "sure"),
        (facts.judged_yes | facts.stated | facts.child, "yes", "sure"),
        (facts.code & unrelated, "yes", "likely"),
        (facts.code, "yes", "possible"),
        (facts.long_household & ~facts.says_no, "yes", "likely"),
        (facts.household | (facts.ordered & unrelated), "unknown", "possible"),
        (facts.family | facts.only_no, "no", "none"),
    )
    partner = ibis.cases(*((rule, word) for rule, word, _ in rules), else_="unknown")
    sure = ibis.cases(*((rule, word) for rule, _, word in rules), else_="none")
    facts = facts.mutate(partner=partner, confidence=sure)
    told = facts.partner != "no"
    return facts.select(
        "partner",
        "confidence",
        "incidents",
        "harm",
        "first_day",
        "last_day",
        "judged_yes",
        "judged_no",
        "stated",
        "child",
        "code",
        "household",
        "long_household",
        "ordered",
        "family",
        suspect="person",
        victim="other",
        tied_from=ibis.ifelse(told, facts.tied_from, None).cast("int64"),
        tied_until=ibis.ifelse(told, facts.tied_until, None).cast("int64"),
        since=ibis.ifelse(facts.partner == "yes", facts.since, None).cast("int64"),
    )


def partner_pairs(facts: ir.Table) -> ir.Table:
    """Pairs who are or were partners by the evidence, both ways round: person, other, since.

    `facts` are those of `dyad_facts`. `since`: the day number from which they are known to have
    been partners; long ago where the evidence has no first day (a judgement, a former partner).
    """
    yes = facts.filter(facts.partner == "yes")
    forth = yes.select("since", person="suspect", other="victim")
    back = yes.select("since", person="victim", other="suspect")
    both = forth.union(back)
    return both.group_by(*PAIR).agg(since=both.since.min())
