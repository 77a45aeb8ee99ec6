"""Ways to tamper with a log by SQL as superuser, each with what an honest checker must say of it.

Chance is a hash of the case's name, so that a red case can be run again.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from psycopg import sql

from hejda_audit.findings import Kind
from tests.web.audit.logs import Connection

ENTRIES = 200
CHECKPOINTS = (60, 120, 180)
WITNESSED = CHECKPOINTS[-1]

Told = tuple[Kind, int, int]
"""Kind, first, last."""


class Chance:
    """Draws that depend on the case's name alone."""

    def __init__(self, case: str) -> None:
        self.case, self.draws = case, 0

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        self.draws += 1
        drawn = sha256(f"{self.case} {self.draws}".encode()).digest()
        return low + int.from_bytes(drawn[:8], "big") % (high - low + 1)

    def of(self, *choices: str) -> str:
        """One of the choices."""
        return choices[self.between(0, len(choices) - 1)]


def unguarded(connection: Connection) -> None:
    """What a superuser does first: takes the guards and the keys away."""
    connection.execute("alter table audit.entry disable trigger all")
    connection.execute("alter table audit.head disable trigger all")
    connection.execute("alter table audit.entry drop constraint entry_pkey")
    connection.execute("alter table audit.entry drop constraint entry_seq_check")


def _head_follows(connection: Connection) -> None:
    connection.execute(
        "update audit.head set (seq, at, hash) = (select seq, at, hash from ("
        " select seq, at, hash from audit.entry"
        " union all select 0, '-infinity', decode(repeat('00', 32), 'hex')) as ends"
        " order by seq desc limit 1)"
    )


def _rehashed(connection: Connection, start: int, end: int = ENTRIES * 2) -> None:
    connection.execute(
        sql.SQL(
            "do $$ declare one audit.entry; before bytea := coalesce((select hash from audit.entry"
            " where seq < {start} order by seq desc limit 1), decode(repeat('00', 32), 'hex'));"
            " begin for one in select * from audit.entry where seq between {start} and {end}"
            " order by seq loop update audit.entry set previous = before,"
            " hash = audit.hash_of(before, one.seq, one.at, one.body) where seq = one.seq"
            " returning hash into before; end loop; end $$"
        ).format(start=sql.Literal(start), end=sql.Literal(end))
    )


def _renumbered(connection: Connection, start: int, by: int) -> None:
    connection.execute("update audit.entry set seq = seq + %s where seq >= %s", (by, start))


def _put_in(connection: Connection, place: int, number: int) -> None:
    """One more entry, a copy of its neighbour with another request, bound to the one before."""
    connection.execute(
        "with neighbour as (select * from audit.entry where seq <> %(place)s"
        "  order by abs(seq - %(place)s), seq limit 1),"
        ' made as (select at, replace(body, \'"request":"\', \'"request":"x\' || %(number)s::text) as body,'
        "  coalesce((select hash from audit.entry where seq = %(place)s - 1),"
        "  decode(repeat('00', 32), 'hex')) as before from neighbour)"
        " insert into audit.entry select %(place)s, at, body, before,"
        " audit.hash_of(before, %(place)s, at, body) from made",
        {"place": place, "number": number},
    )


def edit(connection: Connection, chance: Chance) -> Told:
    """Text, time, link or hash of one entry; or its text with a hash that fits."""
    place = chance.between(1, WITNESSED)
    how = chance.of("text", "time", "link", "hash", "text and hash")
    change = {
        "text": "body = replace(body, 'user-7', 'user-8')",
        "time": "at = at - interval '1 microsecond'",
        "link": "previous = sha256(previous)",
        "hash": "hash = sha256(hash)",
        "text and hash": "body = replace(body, 'user-7', 'user-8'), hash ="
        " audit.hash_of(previous, seq, at, replace(body, 'user-7', 'user-8'))",
    }[how]
    connection.execute(f"update audit.entry set {change} where seq = {place}".encode())
    return Kind.EDITED, place, place


def delete(connection: Connection, chance: Chance) -> Told:
    """One to five entries in the middle; the gap left, or closed by numbering anew."""
    many = chance.between(1, 5)
    first = chance.between(1, ENTRIES - many)
    last = first + many - 1
    connection.execute("delete from audit.entry where seq between %s and %s", (first, last))
    if chance.of("gap", "closed") == "closed":
        _renumbered(connection, last + 1, -many)
        _head_follows(connection)
    return Kind.DELETED, first, last


def swap(connection: Connection, chance: Chance) -> Told:
    """Two entries change numbers, texts, or texts and times."""
    first = chance.between(1, WITNESSED - 1)
    second = chance.between(first + 1, WITNESSED)
    how = chance.of("seq", "body", "body, at")
    if how == "seq":
        connection.execute(
            "update audit.entry set seq = %(both)s - seq where seq in (%(first)s, %(second)s)",
            {"both": first + second, "first": first, "second": second},
        )
    else:
        connection.execute(
            f"update audit.entry as one set ({how}) = (select {how} from audit.entry as other"
            f" where other.seq = {first + second} - one.seq) where seq in ({first}, {second})".encode()
        )
    return Kind.SWAPPED, first, second


def insert(connection: Connection, chance: Chance) -> Told:
    """One to three entries, later ones numbered anew; with hashes that fit, or with made-up ones."""
    many, first = chance.between(1, 3), chance.between(1, WITNESSED)
    last = first + many - 1
    _renumbered(connection, first, many)
    for place in range(first, last + 1):
        _put_in(connection, place, chance.between(0, 10**9))
    if chance.of("fitting", "made up") == "made up":
        connection.execute(
            "update audit.entry set hash = sha256(hash) where seq between %s and %s", (first, last)
        )
    _head_follows(connection)
    return Kind.INSERTED, first, last


def cut_tail(connection: Connection, chance: Chance) -> Told:
    """The end taken away below what was witnessed, and the head put right."""
    left = chance.between(0, WITNESSED - 1)
    connection.execute("delete from audit.entry where seq > %s", (left,))
    _head_follows(connection)
    return Kind.TAIL_CUT, left + 1, WITNESSED


def rewrite(connection: Connection, chance: Chance) -> Told:
    """An entry changed, taken out or put in, and every hash after it made anew, the head too."""
    place = chance.between(1, WITNESSED)
    how = chance.of("changed", "taken out", "put in")
    if how == "changed":
        connection.execute(
            "update audit.entry set body = replace(body, 'user-7', 'user-8') where seq = %s",
            (place,),
        )
    elif how == "taken out":
        connection.execute("delete from audit.entry where seq = %s", (place,))
        _renumbered(connection, place + 1, -1)
    else:
        _renumbered(connection, place, 1)
        _put_in(connection, place, chance.between(0, 10**9))
    _rehashed(connection, place)
    _head_follows(connection)
    before = max((size for size in CHECKPOINTS if size < place), default=0)
    return Kind.REWRITTEN, before + 1, min(size for size in CHECKPOINTS if size >= place)


TAMPERINGS: dict[str, Callable[[Connection, Chance], Told]] = {
    "edit": edit,
    "delete": delete,
    "swap": swap,
    "insert": insert,
    "cut tail": cut_tail,
    "rewrite": rewrite,
}
