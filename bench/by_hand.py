"""(a) The same facts and places by hand-written DuckDB SQL: what somebody who knows SQL would type.

It reads the three Parquet files, uses the same integer tables of weights, and writes the place of
everybody ranked with their police region and the score if every unknown relation were a partner's,
and the two lists. It checks nothing and explains nothing.

Two readings of the files. `trusting`: every record stands once, so versions need no thought; true
of these files, and nobody has checked it. `versioned`: as the contract says, a record may stand
several times and the latest version registered by the date counts.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pyarrow as pa

from hejda.knowledge.rules import Knowledge
from hejda.rank.decay import (
    LAST_STEP,
    RECIPROCAL_BITS,
    STEP_BITS,
    chances,
    decay,
    prior_harm,
    reciprocals,
    two_decays,
)

TRUSTING = """
CREATE VIEW {table} AS SELECT * FROM '{data}/{table}.parquet' WHERE registered_on <= DATE '{as_of}'
"""

VERSIONED = """
CREATE VIEW {table} AS
SELECT * FROM '{data}/{table}.parquet' WHERE registered_on <= DATE '{as_of}'
QUALIFY row_number() OVER (PARTITION BY {table}_id ORDER BY registered_on DESC) = 1
"""

EPISODES = """
CREATE TEMP TABLE suspicion AS
SELECT i.record_id AS person, i.incident_id, i.offence_id, o.close_relation, c.against,
       c.harm, c.sexual, n.day, i.registered_on
FROM involvement i
JOIN offence o USING (offence_id)
LEFT JOIN code c USING (code)
JOIN (SELECT incident_id, least(coalesce(occurred_on, registered_on), registered_on) AS day
      FROM incident) n ON n.incident_id = i.incident_id
WHERE i.role = 'suspect' AND i.registered_on >= $earliest
  AND (i.ended_on IS NULL OR i.ended_on > $as_of);

CREATE TEMP TABLE episode AS
SELECT person, incident_id, least($as_of - max(day), $look_back) AS d, max(day) AS day,
       bool_or(close_relation = 'yes') AS partner,
       coalesce(max(harm) FILTER (close_relation = 'yes'), 0) AS harm,
       bool_or(close_relation = 'yes' OR (close_relation = 'unknown' AND against)) AS maybe,
       coalesce(max(harm) FILTER (close_relation = 'yes'
                                  OR (close_relation = 'unknown' AND against)), 0) AS harm_maybe
FROM suspicion GROUP BY person, incident_id;

CREATE TEMP TABLE fact AS
SELECT person,
       sum(CASE WHEN partner THEN w.weight_partner ELSE w.weight_other END) AS s,
       sum(w.weight_harm * least(harm, $cap)) FILTER (partner) AS a,
       sum(w.weight_harm) FILTER (partner) AS b,
       sum(CASE WHEN maybe THEN w.weight_partner ELSE w.weight_other END) AS s2,
       sum(w.weight_harm * least(harm_maybe, $cap)) FILTER (maybe) AS a2,
       sum(w.weight_harm) FILTER (maybe) AS b2,
       bool_or(partner) AS ranked, max((day, incident_id)) AS latest
FROM episode e JOIN weight w USING (d)
GROUP BY person HAVING bool_or(maybe);

CREATE TEMP TABLE scored AS
SELECT person, CASE WHEN ranked THEN (ch.chance * ((($prior + a) * r.reciprocal) >> $bits)) >> 10
               END AS score,
       (ch2.chance * ((($prior + a2) * r2.reciprocal) >> $bits)) >> 10 AS score_if_yes,
       n.police_region
FROM fact
LEFT JOIN chance ch ON ch.step = least(s::BIGINT >> $step_bits, $last)
LEFT JOIN reciprocal r ON r.step = least(b::BIGINT >> $step_bits, $last)
JOIN chance ch2 ON ch2.step = least(s2::BIGINT >> $step_bits, $last)
JOIN reciprocal r2 ON r2.step = least(b2::BIGINT >> $step_bits, $last)
LEFT JOIN incident n ON n.incident_id = latest[2];
"""

PLACES = """
COPY (SELECT person, score, score_if_yes, police_region,
             row_number() OVER (ORDER BY score DESC, person) AS place
      FROM scored WHERE score IS NOT NULL ORDER BY place)
TO '{out}/ranking.parquet' (FORMAT parquet, COMPRESSION zstd);

CREATE TEMP TABLE victim AS
SELECT incident_id, record_id AS victim, offence_id FROM involvement
WHERE role = 'victim';

COPY (
  WITH pair AS (
    SELECT s.person, v.victim, s.incident_id, s.offence_id, s.close_relation, s.sexual,
           count(DISTINCT v.victim) OVER (PARTITION BY s.person, s.incident_id, s.offence_id) AS n
    FROM suspicion s JOIN victim v USING (incident_id)
    WHERE s.person <> v.victim AND (v.offence_id IS NULL OR v.offence_id = s.offence_id)
      AND (s.close_relation <> 'no' OR s.sexual) AND $as_of - s.day <= $window
  ), kind AS (
    SELECT person, victim, max(CASE WHEN close_relation = 'yes' AND n = 1 THEN 3
                                    WHEN sexual THEN 2 ELSE 1 END) AS kind
    FROM pair GROUP BY ALL
  ), mark AS (
    SELECT person FROM kind GROUP BY person
    HAVING count(*) FILTER (kind = 3) >= 2 OR count(*) FILTER (kind >= 2) >= 2
        OR (count(*) FILTER (kind >= 2) = 1 AND count(*) FILTER (kind = 1) >= 1)
  ), list AS (
    SELECT 'serial' AS list, person, score FROM scored SEMI JOIN mark USING (person) WHERE score >= $floor
    UNION ALL SELECT 'harm', person, score FROM scored WHERE score >= $floor
  )
  SELECT list, row_number() OVER (PARTITION BY list ORDER BY score DESC, person) AS place,
         person, score
  FROM list QUALIFY place <= $places ORDER BY list, place
) TO '{out}/candidate.parquet' (FORMAT parquet);
"""


def run(data: Path, out: Path, knowledge: Knowledge, places: int, versioned: bool) -> None:
    """Writes ranking.parquet and candidate.parquet into `out`."""
    con = duckdb.connect(str(out / "hand.duckdb"))
    con.execute("SET threads = 2; SET memory_limit = '4GiB'; SET enable_progress_bar = false")
    con.execute(f"SET temp_directory = '{out}/spill'")
    for table in ("incident", "offence", "involvement"):
        view = VERSIONED if versioned else TRUSTING
        con.execute(view.format(table=table, data=data, as_of=knowledge.on))
    _lookups(con, knowledge)
    rule = knowledge.expected_harm
    values = {
        "as_of": knowledge.on,
        "cap": rule.cap_days,
        "look_back": knowledge.population.look_back_days,
        "prior": prior_harm(rule),
        "bits": RECIPROCAL_BITS - 10,
        "step_bits": STEP_BITS,
        "last": LAST_STEP,
        "window": knowledge.serial.window_days,
        "places": places,
        "floor": knowledge.lists.floor,
        "earliest": knowledge.on - dt.timedelta(days=knowledge.population.look_back_days),
    }
    for script in (EPISODES, PLACES.format(out=out)):
        for statement in script.split(";"):
            if statement.strip():
                used = {name: v for name, v in values.items() if f"${name}" in statement}
                con.execute(statement, used)
    con.close()


def _lookups(con: duckdb.DuckDBPyConnection, knowledge: Knowledge) -> None:
    last = knowledge.population.look_back_days
    partner, other = two_decays(knowledge.repeat_risk, last)
    tables = {
        "code": {
            "code": [o.id for o in knowledge.offences],
            "harm": [o.harm_days for o in knowledge.offences],
            "against": [o.against_person for o in knowledge.offences],
            "sexual": ["sexual" in o.classes for o in knowledge.offences],
        },
        "weight": {
            "d": list(range(last + 1)),
            "weight_partner": partner,
            "weight_other": other,
            "weight_harm": decay(knowledge.expected_harm.harm_half_life_days, last),
        },
        "chance": {"step": list(range(LAST_STEP + 1)), "chance": chances(knowledge.repeat_risk)},
        "reciprocal": {
            "step": list(range(LAST_STEP + 1)),
            "reciprocal": reciprocals(knowledge.expected_harm),
        },
    }
    for name, columns in tables.items():
        con.register(f"{name}_arrow", pa.table(columns))
        con.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM {name}_arrow")
