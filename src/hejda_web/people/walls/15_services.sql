-- What a token may do, worked out from its row and from nothing the application says but its id and act.

-- The act of a token that is in force and has the scope for it; empty otherwise. A token without
-- regions that was not given all of them explicitly may do nothing.
create or replace function hejda.serves() returns text
language sql stable as $$
  select coalesce((
    select s.fields[4] from (select hejda.signed() as fields) s
    join public.services_token t on t.id = s.fields[3]::uuid
    where s.fields[2] = 'service'
      and t.confirmed_at is not null and t.revoked_at is null
      and t.valid_from <= hejda.today() and t.valid_until >= hejda.today()
      and (t.everywhere or cardinality(t.regions) > 0)
      and case s.fields[4]
        when 'service.runs' then 'runs:read'
        when 'service.candidates' then 'candidates:read'
        when 'service.decisions' then 'decisions:read'
        when 'service.actors' then 'actors:read'
        when 'service.event' then 'events:write' end = any (t.scopes)), '')
$$;

create or replace function hejda.service_everywhere() returns boolean
language sql stable as $$
  select coalesce((select t.everywhere from public.services_token t where t.id = hejda.service()), false)
$$;

create or replace function hejda.service_regions() returns text[]
language sql stable as $$
  select coalesce((select t.regions::text[] from public.services_token t where t.id = hejda.service()), '{}')
$$;

-- Whom an act of a service is about at most: focus persons, or people with a settled nomination. Definer,
-- for the policy on people cannot itself look into tables that ask the policy on people.
create or replace function hejda.served() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case hejda.serves()
    when 'service.actors' then array(
      select l.person_id from public.nominations_listing l where l.ended_on is null)
    when 'service.decisions' then array(
      select n.person_id from public.nominations_nomination n where n.state = 'decided')
    else '{}' end
$$;

-- Which tables an act of a service opens, and for what. To people and jobs this fence is open.
-- No act opens places and scores: gaps between those given would tell of those withheld.
create or replace function hejda.fenced(name text, command text) returns boolean
language sql stable as $$
  select hejda.service() is not null and not exists (
    select from (values
      ('service.candidates', 'people_person', 'select'),
      ('service.candidates', 'runs_candidate', 'select'),
      ('service.decisions', 'people_person', 'select'),
      ('service.decisions', 'nominations_nomination', 'select'),
      ('service.decisions', 'nominations_decision', 'select'),
      ('service.actors', 'people_person', 'select'),
      ('service.actors', 'nominations_listing', 'select'),
      ('service.event', 'people_person', 'select'),
      ('service.event', 'events_event', 'insert'),
      ('service.event', 'events_receipt', 'select'),
      ('service.event', 'events_receipt', 'insert')
    ) as opened (act, relation, verb)
    where act = hejda.serves() and relation = name and verb = command)
$$;

-- The person of a number, where the service that sends an event about them may; else nobody. Only there:
-- it would otherwise be a search. Row security on people holds inside it.
create or replace function hejda.numbered(hashed text) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.id from public.people_party q join public.people_person p on p.id = q.person_id
  where hejda.serves() = 'service.event' and q.role = 'subject' and q.number_hash = hashed
  order by p.id limit 1
$$;

-- ── A token is made by one, confirmed by another, and otherwise never changes ────────────────────

create or replace function hejda.token_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if hejda.action() <> 'tokens.manage' or not hejda.roles() @> '{administrator}'
       or new.made_by_id is distinct from hejda.user_id()
       or new.confirmed_by_id is not null or new.confirmed_at is not null
       or new.revoked_by_id is not null or new.revoked_at is not null
    then raise exception 'a token is made by an administrator, unconfirmed' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if (to_jsonb(new) - array['confirmed_by_id', 'confirmed_at', 'revoked_by_id', 'revoked_at'])
     is distinct from
     (to_jsonb(old) - array['confirmed_by_id', 'confirmed_at', 'revoked_by_id', 'revoked_at'])
  then raise exception 'what a token may do is frozen' using errcode = 'check_violation';
  end if;
  if (new.confirmed_by_id, new.confirmed_at) is distinct from (old.confirmed_by_id, old.confirmed_at)
     and (old.confirmed_by_id is not null or old.revoked_at is not null or new.confirmed_at is null
          or new.confirmed_by_id is distinct from hejda.user_id() or new.confirmed_by_id = new.made_by_id
          or hejda.action() <> 'tokens.confirm' or not hejda.confirms_token(new.regions::text[], new.everywhere, new.made_by_id))
  then raise exception 'a token is confirmed once, by a lawyer or its region''s lead'
    using errcode = 'check_violation';
  end if;
  if (new.revoked_by_id, new.revoked_at) is distinct from (old.revoked_by_id, old.revoked_at)
     and (old.revoked_at is not null or new.revoked_at is null
          or new.revoked_by_id is distinct from hejda.user_id()
          or hejda.action() not in ('tokens.manage', 'tokens.confirm'))
  then raise exception 'a token is revoked once, by somebody named' using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- A lawyer confirms any token; a regional lead one for their own region and no other. A role that the
-- token's maker gave does not count: an administrator could make an account, give it the role, and use both.
drop function if exists hejda.confirms_token(text[], boolean);
create or replace function hejda.confirms_token(regions text[], everywhere boolean, maker uuid) returns boolean
language sql stable as $$
  select exists (
    select 1 from public.accounts_rolegrant g
    join public.accounts_user p on p.id = g.user_id
    join public.accounts_unit u on u.id = p.unit_id
    where p.id = hejda.user_id() and p.is_active and g.granted_by_id <> maker
      and g.valid_from <= hejda.today() and (g.valid_until is null or g.valid_until >= hejda.today())
      and (g.role = 'lawyer' or (g.role = 'regional_lead' and not everywhere
        and u.police_region <> '' and regions = array[u.police_region::text])))
$$;

drop trigger if exists stays on public.services_token;
create trigger stays before insert or update on public.services_token
  for each row execute function hejda.token_stays();
revoke all on all functions in schema hejda from public;
