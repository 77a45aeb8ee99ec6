"""Builds report.html: one file that stands alone, in Swedish and English, with no need of script."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from hejda.base.wording import Both, date_in_words, number
from hejda.nominate.labels import flag_label
from hejda.rank.rule_texts import ranker_label, ranker_unit
from hejda.report import figures
from hejda.report.charts import ready_to_draw
from hejda.report.dossiers import Record
from hejda.report.facts import RunFacts, run_facts
from hejda.report.limits import LIMITS, MATERIAL
from hejda.report.shown import FEW, reading_of_gap, shown

REPORT_FILE = "report.html"
TEMPLATE = "report.html.j2"
TEMPLATES = Path(__file__).parent / "templates"


def ready_to_write() -> None:
    """Starts what draws and reads the templates, which takes a moment the first time."""
    ready_to_draw()
    environment().get_template(TEMPLATE)


def write_report(out: Path) -> None:
    """Writes report.html into the OUT folder of a run, from its tables and run.json.

    Raises InputError when the folder holds no run.
    """
    (out / REPORT_FILE).write_text(page(out), encoding="utf-8")


def page(out: Path) -> str:
    """The whole page of the run in `out`."""
    facts = run_facts(out)
    script = (TEMPLATES / "report.js").read_text("utf-8")
    return (
        environment()
        .get_template(TEMPLATE)
        .render(
            run=facts,
            shown=shown(out, facts),
            limits=_limits(facts),
            material=MATERIAL[facts.material],
            title=_title(facts),
            style=Markup((TEMPLATES / "report.css").read_text("utf-8")),  # noqa: S704 (our own file)
            script=Markup(script),  # noqa: S704 (our own file)
            script_hash=hash_of(script),
        )
    )


@lru_cache(maxsize=8192)
def both(sv: str, en: str) -> Markup:
    """A text in both languages, of which the page shows one."""
    if sv == en:
        return escape(sv)
    spans = f'<span lang="sv">{escape(sv)}</span><span lang="en">{escape(en)}</span>'
    return Markup(spans)  # noqa: S704 (both texts are escaped in the line above)


def _pair(texts: Both) -> Markup:
    return both(*texts)


def _told(record: Record) -> Markup:
    """One record behind a reason. In Python, since a large report says it tens of thousands of times."""
    says = _pair(record.says) if record.says else _NOT_THERE
    parts = [f'{says} <span class="quiet"><code>{escape(record.reference)}</code>']
    if record.registered_on:
        parts.append(f" reg. {record.registered_on.isoformat()}")
    if record.superseded_on:
        parts.append(f" · {_SUPERSEDED} {record.superseded_on.isoformat()}")
    return Markup("".join(parts) + "</span>")  # noqa: S704 (every text in it is escaped)


@lru_cache(maxsize=8192)
def _day(day: dt.date) -> Markup:
    words = both(date_in_words(day, "sv"), date_in_words(day, "en"))
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), words)


_NOT_THERE = both("Uppgiften finns inte i underlaget.", "The record is not in the evidence.")
_SUPERSEDED = both("ersatt", "superseded")


def _signed(points: int) -> str:
    return f"+{number(points)}" if points > 0 else number(points)


def _signed_days(points: int) -> Markup:
    sv, en = figures.with_decimals(points, figures.MILLION, 2)
    plus = "+" if points > 0 else ""
    return both(plus + sv, plus + en)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates, with the words and figures they may use."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.globals.update(
        t=both,
        few=FEW,
        flag_label=flag_label,
        gap=reading_of_gap,
        ranker_label=ranker_label,
        ranker_unit=ranker_unit,
        share_of=figures.share_of,
    )
    made.filters.update(
        n=number,
        both=_pair,
        day=_day,
        told=_told,
        signed=_signed,
        signed_days=_signed_days,
        days=lambda score: both(*figures.with_decimals(score, figures.MILLION, 2)),
        harm_days=lambda score: both(*figures.harm_days(score)),
        percent=lambda permille: both(*figures.percent(permille)),
        size=lambda size: both(*figures.file_size(size)),
        seconds=lambda value: both(*figures.seconds(value)),
    )
    return made


def _limits(facts: RunFacts) -> list[Both]:
    """The limits kept with the run, else those of this version."""
    sv = facts.limits.get("sv") or LIMITS["sv"]
    en = facts.limits.get("en") or LIMITS["en"]
    return list(zip(sv, en, strict=False))


def _title(facts: RunFacts) -> Both:
    if isinstance(facts.title, dict):
        return facts.title.get("sv", facts.source), facts.title.get("en", facts.source)
    title = facts.title or facts.source
    return title, title


def hash_of(script: str) -> str:
    """The script as the page's security policy names it."""
    digest = hashlib.sha256(script.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()
