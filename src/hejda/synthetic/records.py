"""What clerks write down about people: one row of `person_record` for each record made.

A record has errors as registers have them: no number, a name misspelt, a birth date mistaken, gaps.
Addresses are invented: streets that no town has, telephone numbers of the series that PTS keeps for
fiction (070-1740605 to 070-1740699), e-mail at domains reserved for examples.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hejda.synthetic.names import full_names, names, taken, troubled_names, without_diacritics
from hejda.synthetic.numbers import calendar, digits_of, number_texts, texts_of
from hejda.synthetic.people import COORDINATION_NUMBER, NO_NUMBER, PERSONAL_NUMBER, People
from hejda.synthetic.places import places, rows_of

Bools = NDArray[np.bool_]

SUSPECT, VICTIM, OTHER = 0, 1, 2
"""What `Mentions.role` says."""
POLICE, PRISON, COURT = 0, 1, 2
"""What `Mentions.system` says."""
SOURCES = ("police", "prison", "court")
"""What the column `source` says, by system."""
LAWS = (
    "Lag (2018:1693) om polisens behandling av personuppgifter inom brottsdatalagens område",
    "Lag (2018:1699) om kriminalvårdens behandling av personuppgifter inom brottsdatalagens område",
    "Lag (2018:1698) om domstolarnas behandling av personuppgifter inom brottsdatalagens område",
)
"""What the column `source_law` says, by system."""
SECOND = 3
"""The slot of a person's second police record; the other slots are the systems."""
PHONES = (5, 99)
"""First and last number of the fictitious series 070-17406NN."""
DOMAINS = ("exempel.example", "post.example")
_WIDTH = 9
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@dataclass(frozen=True)
class RecordNumbers:
    """Chances that a record is as it is. Floors are those of issue 3, line 6.

    known_…: the police know the number at a mention of a suspect, a victim, another; floors: missing
    for 15 % and 25 %. second_record .03: people with two police records; assumption.
    name_error .055: floor 5 %. birth_date_wrong .023: floor 2 %. Both a little above their floors, so
    that what is measured stays above them. The other shares are assumptions.
    """

    known_suspect: float = 0.85
    known_victim: float = 0.75
    known_other: float = 0.60
    second_record: float = 0.03
    name_error: float = 0.055
    birth_date_wrong: float = 0.023
    birth_date_missing: float = 0.01
    sex_missing: float = 0.02
    municipality_missing: float = 0.05
    street: float = 0.70
    postcode: float = 0.70
    phone: float = 0.50
    e_mail: float = 0.20


@dataclass(frozen=True, eq=False)
class Mentions:
    """M times that somebody is written down; every field is an array of length M.

    person: index into People. day: days since 1970-01-01. role: 0 suspect, 1 victim, 2 other.
    system: 0 police, 1 prison and probation, 2 court or other. place: municipality then, else that
    of People. home: key of the household then, so that those who live together have one address;
    else everybody has their own.
    """

    person: NDArray[np.int32]
    day: NDArray[np.int32]
    role: NDArray[np.int8]
    system: NDArray[np.int8]
    place: NDArray[np.int16] | None = None
    home: NDArray[np.int32] | None = None


@dataclass(frozen=True, eq=False)
class Records:
    """R records. of_mention: record index of each mention, (M,). person: whose it is, (R,).

    table: the delivered columns of `person_record`, R rows in order of record_id and of the day.
    name_error: −1 where the name is right, else the kind as index into TROUBLES, (R,).
    birth_date_wrong: (R,).
    """

    of_mention: NDArray[np.int32]
    person: NDArray[np.int32]
    table: pa.Table
    name_error: NDArray[np.int8]
    birth_date_wrong: Bools


def make_records(
    people: People,
    mentions: Mentions,
    numbers: RecordNumbers,
    rng: np.random.Generator,
    prefix: str = "r",
) -> Records:
    """The records that mentions lead to; ids are `prefix` and nine digits.

    Where the number is known the mention goes to the record with that number, else to a new one.
    """
    slot, known = _slots(people, mentions, numbers, rng)
    order = np.argsort(mentions.day, kind="stable")
    key = np.where(known, mentions.person.astype(np.int64) * 4 + slot, -1)
    alone = np.flatnonzero(~known)
    key[alone] = len(people) * 4 + alone
    _, first, of = np.unique(key[order], return_index=True, return_inverse=True)
    by_day = np.argsort(first, kind="stable")
    number_of = np.empty(len(first), np.int32)
    number_of[by_day] = np.arange(len(first), dtype=np.int32)
    of_mention = np.empty(len(order), np.int32)
    of_mention[order] = number_of[of]
    made_at = order[first[by_day]]
    return _written(people, mentions, made_at, known[made_at], of_mention, numbers, prefix, rng)


def _slots(
    people: People, mentions: Mentions, numbers: RecordNumbers, rng: np.random.Generator
) -> tuple[NDArray[np.int64], Bools]:
    """Which of a person's records a mention goes to, and whether it goes to one with a number."""
    count = len(mentions.person)
    police = mentions.system == POLICE
    chance = np.array([numbers.known_suspect, numbers.known_victim, numbers.known_other])
    known = rng.random(count) < chance[mentions.role]
    known &= people.number_kind[mentions.person] != NO_NUMBER
    has_two = rng.random(len(people)) < numbers.second_record
    second = police & has_two[mentions.person] & (rng.random(count) < 0.5)
    slot = np.where(second, SECOND, mentions.system).astype(np.int64)
    return slot, known | ~police


def _written(
    people: People,
    mentions: Mentions,
    made_at: NDArray[np.int64],
    known: Bools,
    of_mention: NDArray[np.int32],
    numbers: RecordNumbers,
    prefix: str,
    rng: np.random.Generator,
) -> Records:
    """The rows, each as written at the mention (`made_at`) at which its record was made."""
    who, day = mentions.person[made_at], mentions.day[made_at]
    system, kind = mentions.system[made_at], people.number_kind[who]
    number = people.number[who]
    written, name_error = _names(people, who, numbers, rng)
    birth, birth_wrong = _birth_dates(people.born[who], day, numbers, rng)
    sex = taken(("male", "female"), people.female[who].astype(np.int8))
    sex_there = rng.random(len(who)) >= numbers.sex_missing
    place = people.place[who] if mentions.place is None else mentions.place[made_at]
    home = who if mentions.home is None else mentions.home[made_at]
    columns = {
        "record_id": _ids(len(who), prefix),
        "source": taken(SOURCES, system),
        "personal_number": number_texts(np.where(known & (kind == PERSONAL_NUMBER), number, 0)),
        "other_number": number_texts(np.where(known & (kind == COORDINATION_NUMBER), number, 0)),
        "names": written,
        "birth_date": birth,
        "sex": pc.if_else(pa.array(sex_there), sex, None),
        **_contact(people, who, place, home, numbers, rng),
        "protected": pa.array(people.protected[who]),
        "registered_on": pa.array(day.astype(np.int32)).cast(pa.date32()),
        "source_law": taken(LAWS, system),
    }
    return Records(of_mention, who, pa.table(columns), name_error, birth_wrong)


def _ids(count: int, prefix: str) -> pa.Array:
    digits = texts_of(digits_of(np.arange(1, count + 1), _WIDTH))
    return pc.binary_join_element_wise(prefix, digits, "")


def _names(
    people: People, who: NDArray[np.int32], numbers: RecordNumbers, rng: np.random.Generator
) -> tuple[pa.Array, NDArray[np.int8]]:
    """Full names, some with trouble; the kind of trouble, −1 for none."""
    right = full_names(people.given[who], people.family[who], people.family2[who])
    wrong = rng.random(len(who)) < numbers.name_error
    odd = who[wrong]
    texts, kinds = troubled_names(
        people.given[odd], people.family[odd], people.family2[odd], people.birth_family[odd], rng
    )
    trouble = np.full(len(who), -1, np.int8)
    trouble[wrong] = kinds
    return pc.replace_with_mask(right, pa.array(wrong), pa.array(texts, pa.string())), trouble


# ── Birth dates ──────────────────────────────────────────────────────────────────────────────────


def _birth_dates(
    born: NDArray[np.int32],
    day: NDArray[np.int32],
    numbers: RecordNumbers,
    rng: np.random.Generator,
) -> tuple[pa.Array, Bools]:
    """Birth dates as written, null where missing; True where one is there and wrong."""
    chance = rng.random(len(born))
    missing = chance < numbers.birth_date_missing
    wrong = ~missing & (chance < numbers.birth_date_missing + numbers.birth_date_wrong)
    written = born.astype(np.int32)
    written[wrong] = mistaken_dates(born[wrong], day[wrong], rng)
    return pa.array(written, mask=missing).cast(pa.date32()), wrong


def mistaken_dates(
    born: NDArray[np.int32], latest: NDArray[np.int32], rng: np.random.Generator
) -> NDArray[np.int32]:
    """A wrong birth date for each right one, possible and not after `latest`; days, (N,).

    Day and month swapped, a digit of the day or of the year off, or a year more or less.
    """
    year, month, day = calendar(born)
    kind = rng.integers(0, 4, len(born))
    sign = rng.choice(np.array([-1, 1]), len(born))
    size = rng.choice(np.array([1, 10]), len(born))
    years = year + np.select([kind == 2, kind == 3], [sign * 10, sign], 0)
    months = np.where(kind == 0, day, month)
    days = np.select([kind == 0, kind == 1], [month, day + sign * size], day)
    found, possible = _day_of(years, months, days)
    good = possible & (found != born) & (found <= latest)
    a_year_less, _ = _day_of(year - 1, month, np.where((month == 2) & (day == 29), 28, day))
    return np.where(good, found, a_year_less).astype(np.int32)


def _day_of(
    year: NDArray[np.int64], month: NDArray[np.int64], day: NDArray[np.int64]
) -> tuple[NDArray[np.int64], Bools]:
    """Days since 1970-01-01, and whether there is such a date."""
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    starts = months.astype("datetime64[D]").astype(np.int64)
    ends = (months + 1).astype("datetime64[D]").astype(np.int64)
    found = starts + day - 1
    return found, (month >= 1) & (month <= 12) & (day >= 1) & (found < ends)


# ── Where and how to reach them ──────────────────────────────────────────────────────────────────


def _contact(
    people: People,
    who: NDArray[np.int32],
    place: NDArray[np.int16],
    home: NDArray[np.int32],
    numbers: RecordNumbers,
    rng: np.random.Generator,
) -> dict[str, pa.Array]:
    """Street, postcode, municipality, phone and e-mail; all null where identity is protected."""
    open_to_all = ~people.protected[who]
    streets = [row["name"] for row in rows_of("streets.csv")]
    of_home = mixed(home)
    street = (of_home % np.uint64(len(streets))).astype(np.int64)
    door = (of_home // np.uint64(1 << 20) % np.uint64(80)).astype(np.int64) + 1
    address = pc.binary_join_element_wise(
        taken(streets, street), pa.array(door).cast("string"), " "
    )
    found = {
        "street": (address, numbers.street),
        "postcode": (_postcodes(place, street), numbers.postcode),
        "municipality": (taken(places().codes, place), 1 - numbers.municipality_missing),
        "phone": (_phones(who), numbers.phone),
        "e_mail": (_e_mails(people, who), numbers.e_mail),
    }
    return {
        name: pc.if_else(pa.array(open_to_all & (rng.random(len(who)) < share)), texts, None)
        for name, (texts, share) in found.items()
    }


def _postcodes(place: NDArray[np.int16], street: NDArray[np.int64]) -> pa.Array:
    """Five digits as 'NNN NN': the town's beginning, the rest by street."""
    prefixes = np.array(places().postcode_prefix)
    start = prefixes.astype(np.int64)[place]
    rest = (mixed(place.astype(np.int64) * 1000 + street) % np.uint64(90)).astype(np.int64) + 10
    tens = np.where(np.char.str_len(prefixes)[place] == 2, street % 10 + 10 * start, start)
    signs = np.full((len(place), 6), ord(" "), np.uint8)
    signs[:, :3] = digits_of(tens, 3)
    signs[:, 4:] = digits_of(rest, 2)
    return texts_of(signs)


def _phones(who: NDArray[np.int32]) -> pa.Array:
    """A telephone number of the fictitious series for each person, always the same."""
    many = PHONES[1] - PHONES[0] + 1
    last = (mixed(who) % np.uint64(many)).astype(np.int64) + PHONES[0]
    return pc.binary_join_element_wise("070-174 06 ", texts_of(digits_of(last, 2)), "")


def _e_mails(people: People, who: NDArray[np.int32]) -> pa.Array:
    """An e-mail address for each person, always the same."""
    known = names()
    first = taken([_local(name) for name in known.given], people.given[who])
    last = taken([_local(name) for name in known.family], people.birth_family[who])
    turn = mixed(who)
    number = pa.array((turn % np.uint64(997)).astype(np.int64)).cast("string")
    domain = taken(DOMAINS, (turn // np.uint64(1 << 32) % np.uint64(2)).astype(np.int8))
    local = pc.binary_join_element_wise(first, last, ".")
    return pc.binary_join_element_wise(pc.binary_join_element_wise(local, number, ""), domain, "@")


def _local(name: str) -> str:
    return without_diacritics(name).lower().replace(" ", "")


def mixed(key: NDArray[np.int32] | NDArray[np.int64]) -> NDArray[np.uint64]:
    """A number that looks random for each key and is always the same for it (splitmix64); (N,)."""
    bits = (key.astype(np.uint64) + np.uint64(1)) * _MIX[0]
    bits = (bits ^ (bits >> np.uint64(30))) * _MIX[1]
    bits = (bits ^ (bits >> np.uint64(27))) * _MIX[2]
    return bits ^ (bits >> np.uint64(31))
