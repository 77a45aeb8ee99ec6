"""What the facts mean: each thing well or not, in a word, with what to do when it is not. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hejda import __version__
from hejda.base.wording import number
from hejda_web.operation.facts import Facts, Held
from hejda_web.ui.words import Words

WORKER_SECONDS = 60
"""The worker gives a sign of life every ten seconds."""
CHECKPOINT_MINUTES = 15
"""The checkpointer signs every five minutes; three missed in a row are a fault."""
WAITING_HOURS = 6
BACKUP_HOURS = 26
"""One a day, with two hours for the day's own delays."""
LEAST_FREE = 5 << 30
LEAST_FREE_PART = 10
"""Per cent of the disk, or 5 GB, whichever is less, that must be free."""
OLDEST_DATABASE = 15
FAULTS = {
    "witness_unreachable": Words("det går inte att nå", "it cannot be reached"),
    "witness_full": Words("det har ingen plats kvar", "it has no room left"),
}
UNREADABLE = Words("det som ligger där går inte att läsa", "what lies there cannot be read")
WITNESS_KINDS = {"file": ("fil", "file"), "database": ("databas", "database")}


@dataclass(frozen=True)
class Check:
    """One thing: what it is, how it stands, whether that is well, and what to do where it is not."""

    name: Words
    stands: Words
    well: bool
    todo: Words


def checks(facts: Facts) -> list[Check]:
    """Every check, in the order in which they are shown."""
    return [
        _release(facts), _worker(facts), _jobs(facts), _checkpoint(facts),
        *(_witness(facts, each) for each in facts.witnesses),
        _backup(facts), _database(facts), _disk(facts),
    ]  # fmt: skip


def _release(facts: Facts) -> Check:
    stands = Words(f"hejda {__version__}", f"hejda {__version__}")
    if facts.unapplied:
        stands = Words(
            f"{stands.sv}; {facts.unapplied} ändringar av databasen är inte gjorda",
            f"{stands.en}; {facts.unapplied} changes of the database are not made",
        )
    return Check(
        Words("Version", "Release"), stands, not facts.unapplied,
        Words("Ta en säkerhetskopia, stanna tjänsten och starta den med --prepare.",
              "Make a backup, stop the service and start it with --prepare."),
    )  # fmt: skip


def _worker(facts: Facts) -> Check:
    stands, seen = Words("har inte startat", "has not started"), facts.worker_seen
    if seen is not None:
        stands = _ago("livstecken för {} sedan", "sign of life {} ago", facts.now - seen)
    well = seen is not None and facts.now - seen <= dt.timedelta(seconds=WORKER_SECONDS)
    return Check(
        Words("Arbetaren", "The worker"), stands, well,
        Words("Starta om tjänsten. Beställda körningar ligger kvar och tas upp igen av sig själva.",
              "Restart the service. Ordered runs stay and are taken up again by themselves."),
    )  # fmt: skip


def _jobs(facts: Facts) -> Check:
    stands = Words(
        f"{facts.doing} pågår, {facts.waiting} väntar, {facts.failed} misslyckades de senaste sju dagarna",
        f"{facts.doing} going on, {facts.waiting} waiting, {facts.failed} failed in the last seven days",
    )
    oldest = facts.oldest_waiting
    late = oldest is not None and facts.now - oldest > dt.timedelta(hours=WAITING_HOURS)
    return Check(
        Words("Jobb", "Jobs"), stands, not facts.failed and not late,
        Words("Misslyckat: den som beställde körningen ser varför på dess sida; felet i koden står i"
              " server.log. Väntar något i timmar utan att arbetaren har annat för sig, starta om tjänsten.",
              "Failed: whoever ordered the run sees why on its page; the fault in the code is in server.log."
              " If something waits for hours while the worker has nothing else to do, restart the service."),
    )  # fmt: skip


def _checkpoint(facts: Facts) -> Check:
    last = max((each for each in facts.witnesses if each.at), key=lambda e: e.number, default=None)
    stands, well = Words("ingen än", "none yet"), False
    if last is not None and last.at is not None:
        age, unseen = facts.now - last.at, max(facts.entries - last.entries, 0)
        well = age <= dt.timedelta(minutes=CHECKPOINT_MINUTES) and last.entries <= facts.entries
        told = _ago("för {} sedan", "{} ago", age)
        stands = Words(
            f"nr {last.number}, {told.sv}; {number(unseen)} nyare rader i loggen är inte bevittnade än",
            f"no. {last.number}, {told.en}; {number(unseen)} newer rows of the log not yet witnessed",
        )
    return Check(
        Words("Senaste kontrollpunkt för loggen", "The log's last checkpoint"), stands, well,
        Words("Kör hejda audit verify, innan något annat. Är loggen hel: starta om tjänsten. Är den inte"
              " hel: rör ingenting och kontakta den oberoende enheten.",
              "Run hejda audit verify before anything else. If the log is sound: restart the service. If it"
              " is not: touch nothing and tell the independent unit."),
    )  # fmt: skip


def _witness(facts: Facts, held: Held) -> Check:
    latest = max(each.number for each in facts.witnesses)
    kind, _, place = held.name.partition(" ")
    sv, en = WITNESS_KINDS.get(kind, (kind, kind))
    stands = Words(f"svarar, har nr {held.number}", f"answers, holds no. {held.number}")
    if held.fault:
        why = FAULTS.get(held.fault, UNREADABLE)
        stands = Words(f"svarar inte: {why.sv}", f"does not answer: {why.en}")
    return Check(
        Words(f"Vittne: {sv} {place}", f"Witness: {en} {place}"), stands,
        not held.fault and 0 < held.number == latest,
        Words("Se till att vittnet går att nå; det får det som saknas med nästa kontrollpunkt. Ett ensamt"
              " vittne räcker inte.",
              "See that the witness can be reached; it gets what it missed with the next checkpoint. One"
              " witness alone is not enough."),
    )  # fmt: skip


def _backup(facts: Facts) -> Check:
    stands, well = Words("ingen har gjorts", "none has been made"), False
    if facts.backup is not None:
        age = facts.now - facts.backup.at
        well = age <= dt.timedelta(hours=BACKUP_HOURS)
        told = _ago("för {} sedan", "{} ago", age)
        size = size_words(facts.backup.size)
        stands = Words(f"{told.sv}, {size}", f"{told.en}, {size}")
    return Check(
        Words("Senaste säkerhetskopia", "The last backup"), stands, well,
        Words("Kör hejda backup, och se varför den dagliga kopian uteblev. Pröva minst en gång i kvartalet"
              " att återställa den.",
              "Run hejda backup, and find out why the daily one was not made. Try to restore it at least"
              " once a quarter."),
    )  # fmt: skip


def _database(facts: Facts) -> Check:
    version, size = facts.database_version, size_words(facts.database_size)
    major = int("".join(c for c in version.split(".", maxsplit=1)[0] if c.isdigit()) or 0)
    stands = Words(f"PostgreSQL {version}, {size}", f"PostgreSQL {version}, {size}")
    return Check(
        Words("Databasen", "The database"), stands, major >= OLDEST_DATABASE,
        Words(f"Uppgradera till PostgreSQL {OLDEST_DATABASE} eller senare.",
              f"Upgrade to PostgreSQL {OLDEST_DATABASE} or later."),
    )  # fmt: skip


def _disk(facts: Facts) -> Check:
    free, total = facts.disk_free, facts.disk_total
    least = min(LEAST_FREE, total * LEAST_FREE_PART // 100)
    return Check(
        Words("Ledigt på disken", "Free on the disk"),
        Words(f"{size_words(free)} av {size_words(total)}, där tjänstens egna filer ligger",
              f"{size_words(free)} of {size_words(total)}, where the service's own files are"),
        free >= least,
        Words("Ge plats innan en körning beställs: en körning som får slut på disk läses inte in.",
              "Make room before a run is ordered: a run that runs out of disk is not brought in."),
    )  # fmt: skip


def size_words(size: int) -> str:
    """Bytes as people say them: 312 kB, 4.1 GB."""
    left = float(size)
    for unit in ("byte", "kB", "MB", "GB"):
        if left < 1000:
            return f"{left:.0f} {unit}"
        left /= 1000
    return f"{left:.1f} TB"


def _ago(sv: str, en: str, age: dt.timedelta) -> Words:
    """An age in the largest unit of which there are two."""
    seconds = max(int(age.total_seconds()), 0)
    for length, word_sv, word_en in ((86_400, "dygn", "days"), (3600, "timmar", "hours"),
                                     (60, "minuter", "minutes")):  # fmt: skip
        if seconds >= 2 * length:
            count = seconds // length
            return Words(sv.format(f"{count} {word_sv}"), en.format(f"{count} {word_en}"))
    return Words(sv.format("mindre än två minuter"), en.format("less than two minutes"))
