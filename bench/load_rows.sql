-- Invented people for bench/load.py, made inside the database by its superuser. Everything is drawn from
-- the row's number, so that two rounds hold the same rows. {persons}, {runs}, {newest_places}: figures;
-- the table `drawn` (n, records) holds how many records each person has.
set session_replication_role = replica;  -- no triggers: this is no act of anybody

create or replace function pg_temp.key(kind text, n bigint) returns uuid language sql immutable as
$$ select md5(kind || ':' || n)::uuid $$;
create or replace function pg_temp.lot(kind text, n bigint) returns double precision language sql immutable as
$$ select (hashtextextended(kind || ':' || n, 7) & 1048575) / 1048576.0 $$;
create or replace function pg_temp.region(n bigint) returns text language sql immutable as
$$ select (array['stockholm', 'stockholm', 'stockholm', 'syd', 'syd', 'vast', 'vast', 'mitt', 'ost', 'nord',
                 'bergslagen'])[1 + n % 11] $$;
create or replace function pg_temp.run_of(n bigint) returns bigint language sql immutable as
$$ select case when n % 10 = 0 then 0 else 1 + n % ({runs} - 1) end $$;  -- run 0 is the newest

insert into runs_run (id, source, as_of, places, state, stage, percent, ordered_by_id, ordered_at, loaded_at,
    folder_receipt, checksum, material, title, rules_pack, fingerprint, rows_in, accepted, duplicate,
    quarantined, ranked, tells, failure_sv, failure_en)
select pg_temp.key('run', r), 'invented', current_date - 1 - r, 2000, 'loaded', '', 100,
    (select id from accounts_user where username = 'anna'), now() - make_interval(days => r::int),
    now() - make_interval(days => r::int), '', md5('sum' || r), 'invented', 'Påhittat', 'se', md5('rules'),
    1000000, 1000000, 0, 0, {persons}, '{}', '', ''
from generate_series(0, {runs} - 1) r;

insert into people_person (id, stable_id, label, region, secrecy)
select pg_temp.key('person', n), 'p' || n, 'L' || to_char(n, 'FM000000'), pg_temp.region(n),
    case when n % 50 = 0 then 'protected' else 'none' end
from generate_series(1, {persons}) n;

insert into people_identity (id, person_id, names, personal_number, birth_date, sex, known_from)
select pg_temp.key('identity', n), pg_temp.key('person', n),
    (array['Erik', 'Lars', 'Karl', 'Anders', 'Johan', 'Per', 'Ali', 'Nils', 'Jan', 'Bo'])[1 + n % 10] || ' '
      || (array['Östen', 'Olof', 'Åke', 'Karim', 'Göran', 'Sven', 'Ivar'])[1 + n % 7] || ' Påhitt' || n % 997,
    1950 + n % 50 || to_char(1 + n % 12, 'FM00') || to_char(61 + n % 28, 'FM00') || to_char(n % 10000, 'FM0000'),
    make_date((1950 + n % 50)::int, (1 + n % 12)::int, (1 + n % 28)::int), 'male', 'r' || n
from generate_series(1, {persons}) n;

insert into runs_candidate (id, run_id, person_id, list, police_region)
select pg_temp.key('candidate', n), pg_temp.key('run', pg_temp.run_of(n)), pg_temp.key('person', n),
    case when n % 30 = 0 then 'serial' else 'harm' end, pg_temp.region(n)
from generate_series(1, {persons}) n;

insert into runs_placement (id, candidate_id, person_id, place, score, cut_off, flags, gaps)
select pg_temp.key('placement', n), pg_temp.key('candidate', n), pg_temp.key('person', n), 1 + n / 25,
    900000000 - 17000 * (n / 10), 10000000, '{}', case when n % 3 = 0 then '{no_observation}'::text[] else '{}' end
from generate_series(1, {persons}) n;

insert into runs_evidence (id, run_id, person_id, reference, "table", happened_on, registered_on, superseded_on,
    source_law, limited, sentence_sv, sentence_en)
select pg_temp.key('record' || d.n, k), pg_temp.key('run', pg_temp.run_of(d.n)), pg_temp.key('person', d.n),
    'K' || d.n || '-' || k,
    (array['incident', 'involvement', 'offence', 'incident', 'custody', 'observation', 'protection_order',
           'sanction'])[1 + k % 8],
    on_day, on_day + 2, case when k % 40 = 39 then on_day + 90 end, '2018:1693', k % 9 = 8,
    'Anmälan om händelse ' || k || ' mot en person som stod den misstänkte nära, påhittad för mätning.',
    'Report of act ' || k || ' against somebody close to the suspect, invented for a measurement.'
from drawn d cross join lateral generate_series(1, d.records) k
cross join lateral (select current_date - 10 - ((d.n * 7 + k * 13) % 3650)::int as on_day) as days;

insert into runs_reason (id, run_id, person_id, kind, ranker, step, rule, points, sentence_sv, sentence_en, evidence)
select pg_temp.key('reason' || d.n, k), pg_temp.key('run', pg_temp.run_of(d.n)), pg_temp.key('person', d.n),
    (array['for', 'for', 'for', 'for', 'against', 'against'])[k],
    (array['expected_harm', 'expected_harm', 'repeat_risk', 'repeat_risk', 'harm', 'harm'])[k], k,
    (array['harm.recent', 'harm.serious', 'repeat.group_rate', 'repeat.recent', 'time_at_liberty',
           'moving_record'])[k],
    case when k <= 4 then 30000 * k end, 'Skäl ' || k || ' i ord, påhittat för mätning.',
    'Reason ' || k || ' in words, invented for a measurement.',
    array(select 'K' || d.n || '-' || e from generate_series(k, least(d.records, k + 3)) e)
from drawn d cross join generate_series(1, 6) k;

insert into runs_around (id, run_id, person_id, number, partner, confidence, kinds, first_on, last_on, incidents,
    protected)
select pg_temp.key('around' || n, k), pg_temp.key('run', pg_temp.run_of(n)), pg_temp.key('person', n), k,
    (array['yes', 'no', 'unknown'])[k], 'likely', '{partner}', current_date - 2000, current_date - 200, k, false
from generate_series(1, {persons}) n cross join generate_series(1, 3) k;

-- Two in five are nominated, of whom one in eight waits; of the others most were listed at some time, and
-- one in three of those still is: 2,500 wait and 3,333 are worked with, among 50,000.
create temporary table chosen as
select n, row_number() over (order by n) as k from generate_series(1, {persons}) n
where n % 5 < 2 or n % 10 = 0;
insert into nominations_nomination (id, person_id, origin, run_id, nominated_by_id, reason, acts, made_at, state,
    round, version)
select pg_temp.key('nomination', n), pg_temp.key('person', n), 'map', pg_temp.key('run', pg_temp.run_of(n)), null, '', '',
    now() - make_interval(days => (n % 300)::int),
    case when k % 8 <> 1 then 'decided' when k % 80 = 1 then 'one_vote' else 'open' end, 1, 3
from chosen;

insert into nominations_ownjudgement (id, nomination_id, person_id, by_id, at, level, text)
select pg_temp.key('own' || voter, n), pg_temp.key('nomination', n), pg_temp.key('person', n),
    pg_temp.key('analyst-' || pg_temp.region(n), voter), now() - interval '100 days', 'high', 'Påhittat ställningstagande.'
from chosen cross join generate_series(1, 2) voter where k % 2 = 0 or (k % 80 = 1 and voter = 1) or (k % 7 = 0);

insert into nominations_decision (id, nomination_id, person_id, round, by_id, at, outcome, reason, text,
    own_judgement_id, run_id, list, place, score, cut_off, fingerprint, ground, threshold_names, threshold_answers)
select pg_temp.key('vote' || voter, n), pg_temp.key('nomination', n), pg_temp.key('person', n), 1,
    pg_temp.key('analyst-' || pg_temp.region(n), voter), now() - interval '99 days', 'list', 'recent_serious',
    'Påhittad motivering.', pg_temp.key('own' || voter, n), pg_temp.key('run', pg_temp.run_of(n)), 'harm', 5, 5000000,
    1000000, md5('rules'), 'monitoring', '{expected_offence,two_years_in_scale}', '{grov misshandel,yes}'
from chosen cross join generate_series(1, 2) voter where k % 2 = 0 or (k % 80 = 1 and voter = 1);

insert into nominations_listing (id, person_id, nomination_id, first_id, second_id, ground, rules,
    threshold_names, threshold_answers, listed_on, near_cut, urgent, urgent_reason, lot, start_on, ended_on,
    ended_why, version)
select pg_temp.key('listing', n), pg_temp.key('person', n), pg_temp.key('nomination', n), pg_temp.key('vote1', n),
    pg_temp.key('vote2', n), 'monitoring', md5('rules'),
    '{expected_offence,two_years_in_scale,why_expected,burden_or_threat,why_burden_or_threat,necessity}',
    '{grov misshandel,yes,K1,threat_to_safety,Hot,Ingen annan}', current_date - (n % 90)::int, false, false, '',
    n, case when n % 4 > 0 then current_date - (n % 80)::int end,
    case when k % 6 <> 2 then current_date - 1 end, case when k % 6 <> 2 then 'work_done' else '' end, 1
from chosen where k % 2 = 0;

insert into accounts_user (id, username, name, email, unit_id, telephone, is_active, must_choose_password,
    language, joined_on, version, password)
select pg_temp.key(kind || '-' || region, n), kind || '-' || region || '-' || n, 'Kollega ' || kind || ' ' || n, '',
    pg_temp.key('unit-' || region, 0), '031-390 06 01', true, false, 'sv', current_date - 400, 1, '!'
from regions cross join (values ('analyst', 6), ('officer', 60), ('duty', 2)) as kinds (kind, many)
cross join lateral generate_series(1, many) n;
insert into accounts_unit (id, name, police_region, independent)
select pg_temp.key('unit-' || region, 0), 'Polisregion ' || region, region, false from regions;
insert into accounts_rolegrant (id, user_id, role, granted_by_id, valid_from)
select gen_random_uuid(), id, case split_part(username, '-', 1) when 'analyst' then 'analyst'
    when 'officer' then 'case_officer' else 'duty_desk' end,
    (select id from accounts_user where username = 'adam'), current_date - 400
from accounts_user where username like '%-%-%';
insert into accounts_appointment (id, user_id, scope, region, person, limited, protected, named_by_id, reason,
    valid_from, turn, version)
select gen_random_uuid(), id, case split_part(username, '-', 1) when 'analyst' then 'screening' else 'duty' end,
    split_part(username, '-', 2), null, false, false, (select id from accounts_user where username = 'rut'),
    'Påhittat.', current_date - 400, 1, 1
from accounts_user where username like 'analyst-%' or username like 'duty-%';
-- Each officer works with about as many focus persons as there are of them in the region, by turns.
insert into accounts_appointment (id, user_id, scope, region, person, limited, protected, named_by_id, reason,
    valid_from, turn, version)
select gen_random_uuid(), pg_temp.key('officer-' || region, 1 + place % 60), 'actor', '', person_id, false, false,
    (select id from accounts_user where username = 'rut'), 'Påhittat.', current_date - 90, 1, 1
from (select l.person_id, p.region, row_number() over (partition by p.region order by l.person_id) as place
      from nominations_listing l join people_person p on p.id = l.person_id where l.ended_on is null) as listed;
set session_replication_role = origin;
