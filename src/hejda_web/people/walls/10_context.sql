-- The signed context: who acts, in this transaction and no other. Written with built-in functions only.
-- The application signs; only hejda.signed() can read the key; nothing in SQL can make a context.

create schema if not exists hejda;
revoke all on schema hejda from public;

create table if not exists hejda.signing_key (
  id smallint primary key check (id = 1),
  inner_pad bytea not null,   -- key xor 0x36…, key xor 0x5c…: the two halves of an HMAC (RFC 2104)
  outer_pad bytea not null
);
revoke all on hejda.signing_key from public;

-- The fields of the context, or null where there is none, where it was signed for another
-- transaction or connection, where it has run out, or where the signature is wrong.
-- Fields: version, kind (user, job or service), who (the user, who ordered the job, or the token),
-- action, session, purpose, case, ends (epoch seconds).
create or replace function hejda.signed() returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  raw text := current_setting('hejda.context', true);
  body text; mac text; key hejda.signing_key; fields text[]; message bytea;
begin
  if raw is null or length(raw) < 66 or substr(raw, length(raw) - 64, 1) <> '|' then return null; end if;
  body := left(raw, length(raw) - 65);
  mac := right(raw, 64);
  select * into key from hejda.signing_key where id = 1;
  if not found then return null; end if;
  message := convert_to(pg_backend_pid() || '|' ||
    to_char(transaction_timestamp() at time zone 'utc', 'YYYYMMDDHH24MISSUS') || '|' || body, 'UTF8');
  if encode(sha256(key.outer_pad || sha256(key.inner_pad || message)), 'hex') <> mac then
    return null;
  end if;
  fields := string_to_array(body, '|');
  if cardinality(fields) <> 8 or fields[1] <> 'v1' or fields[8]::bigint < extract(epoch from clock_timestamp())
  then return null; end if;
  return fields;
end $$;

-- Null where a service acts: a token is nobody, and no row is its own.
create or replace function hejda.user_id() returns uuid
language plpgsql stable as $$
declare fields text[] := hejda.signed();
begin
  return case when fields[2] in ('user', 'job') then fields[3]::uuid end;
end $$;

-- The token that acts, in force or not; null where a person or a job does.
create or replace function hejda.service() returns uuid
language plpgsql stable as $$
declare fields text[] := hejda.signed();
begin
  return case when fields[2] = 'service' then fields[3]::uuid end;
end $$;

-- The act of somebody at a page, empty in a job: a job never passes for a person's act.
create or replace function hejda.action() returns text
language plpgsql stable as $$
declare fields text[] := hejda.signed();
begin
  return case when fields[2] = 'user' then fields[4] else '' end;
end $$;

-- The day where the work is done, as people/policy.py counts it. `current_date` would follow the
-- connection's time zone, so that for two hours each night the two walls stood on different days.
create or replace function hejda.today() returns date
language sql stable as $$ select (transaction_timestamp() at time zone 'Europe/Stockholm')::date $$;

-- The action of a job, empty where a person acts at a page. A job names who ordered it.
create or replace function hejda.job() returns text
language plpgsql stable as $$
declare fields text[] := hejda.signed();
begin
  return case when fields[2] = 'job' then fields[4] else '' end;
end $$;

-- The functions below ask once who acts, not once for each row they read.
create or replace function hejda.roles() returns text[]
language plpgsql stable as $$
declare me uuid := hejda.user_id(); today date := hejda.today();
begin
  return (
    select coalesce(array_agg(g.role), '{}')
    from public.accounts_rolegrant g join public.accounts_user u on u.id = g.user_id
    where g.user_id = me and u.is_active
      and g.valid_from <= today and (g.valid_until is null or g.valid_until >= today));
end $$;

-- Regions whose candidates the user is appointed to screen. wanted: '', 'limited' or 'protected'.
create or replace function hejda.regions(wanted text) returns text[]
language plpgsql stable as $$
declare me uuid := hejda.user_id(); today date := hejda.today();
begin
  return (
    select coalesce(array_agg(a.region), '{}')
    from public.accounts_appointment a
    where a.user_id = me and a.scope = 'screening'
      and exists (
        select 1 from public.accounts_rolegrant g join public.accounts_user u on u.id = g.user_id
        where g.user_id = me and u.is_active and g.role in ('analyst', 'regional_lead')
          and g.valid_from <= today and (g.valid_until is null or g.valid_until >= today))
      and a.valid_from <= today and (a.valid_until is null or a.valid_until >= today)
      and case wanted when 'limited' then a.limited when 'protected' then a.protected else true end);
end $$;

-- People the user is appointed to work with.
create or replace function hejda.appointed(wanted text) returns uuid[]
language plpgsql stable as $$
declare me uuid := hejda.user_id(); today date := hejda.today();
begin
  return (
    select coalesce(array_agg(a.person), '{}')
    from public.accounts_appointment a
    where a.user_id = me and a.scope = 'actor'
      and exists (
        select 1 from public.accounts_rolegrant g join public.accounts_user u on u.id = g.user_id
        where g.user_id = me and u.is_active
          and g.role in ('case_officer', 'regional_lead', 'safety_officer')
          and g.valid_from <= today and (g.valid_until is null or g.valid_until >= today))
      and a.valid_from <= today and (a.valid_until is null or a.valid_until >= today)
      and case wanted when 'limited' then a.limited when 'protected' then a.protected else true end);
end $$;

-- Whether the act reads people by a region's appointment, and whether by one for a person. An act
-- that is about nobody reads nobody, whoever acts.
create or replace function hejda.reads_by_region() returns boolean
language sql stable as $$
  select hejda.action() in (
    'lists.see', 'moved.see', 'list.compare', 'candidate.see', 'candidate.judge',
    'candidate.reveal', 'candidate.decide', 'candidate.second', 'actors.see', 'actor.see',
    'identity.see', 'suspicions.see', 'history.see', 'listing.start', 'listing.end',
    'person.search', 'day.see', 'sharing.see', 'sharing.keep')
  or (hejda.action() = 'appointments.manage' and hejda.roles() @> '{regional_lead}')
$$;

create or replace function hejda.reads_by_person() returns boolean
language sql stable as $$
  select hejda.action() in (
    'candidate.see', 'candidate.reveal', 'actors.see', 'actor.see', 'identity.see',
    'suspicions.see', 'history.see', 'listing.start', 'listing.end', 'person.search', 'day.see',
    'sharing.see', 'sharing.keep')
$$;

-- Regions in which the user may put somebody forward: their own unit's, and those they screen.
create or replace function hejda.nominates_in() returns text[]
language sql stable as $$
  select case hejda.action()
    when 'list.import' then hejda.regions('')
    when 'nominate' then hejda.regions('') || array(
      select coalesce(nullif(u.police_region, ''), 'national')
      from public.accounts_user p join public.accounts_unit u on u.id = p.unit_id
      where p.id = hejda.user_id()
        and hejda.roles() && '{analyst,case_officer,regional_lead,safety_officer}')
    else '{}' end
$$;

-- People in whose records the user, a relative or somebody in the household stands. For a service:
-- anybody of the unit that owns the token, or who made or confirmed it. Definer, so that nobody can
-- read the two tables behind it.
create or replace function hejda.conflicts() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare fields text[] := hejda.signed(); who uuid[];
begin
  if fields[2] = 'service' then
    who := array(
      select u.id from public.services_token s
      join public.accounts_user u on u.unit_id = s.unit_id or u.id in (s.made_by_id, s.confirmed_by_id)
      where s.id = fields[3]::uuid);
  else who := array[fields[3]::uuid];
  end if;
  return (
    select coalesce(array_agg(distinct p.person_id), '{}')
    from public.accounts_tie t join public.people_party p on p.number_hash = t.number_hash
    where t.user_id = any (who));
end $$;

-- An attempt at somebody's record that failed: writes an alert where the rule of conflicts was why.
-- asked: the id in the address, a person's or a nomination's. Says nothing, and does the same work
-- (one look for a nomination, one for conflicts), whoever is asked about.
create or replace function hejda.note_attempt(asked uuid, tried text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.oversight_alert (id, at, "user", person, action)
  select gen_random_uuid(), clock_timestamp(), coalesce(hejda.user_id(), hejda.service()),
    about.person, tried
  from (select coalesce((select n.person_id from public.nominations_nomination n where n.id = asked),
                        asked) as person) about
  where about.person = any (hejda.conflicts());
end $$;
