-- Two ways to ask by a number or a name: the search, among people one sees, and the duty desk, which
-- is told whom to call and nothing else. Both select by number, or by name and year of birth; nothing
-- here reads what records say of anybody (BDL 2018:1177, 2:14). What is asked is written down nowhere.

-- Whether the signed user looks up at the duty desk, by a dated appointment to it. wanted: '' or 'protected'.
create or replace function hejda.at_duty_desk(wanted text) returns boolean
language sql stable as $$
  select hejda.action() = 'duty.look'
    and hejda.roles() && '{duty_desk,regional_lead,national_lead}'
    and exists (
      select 1 from public.accounts_appointment a
      where a.user_id = hejda.user_id() and a.scope = 'duty'
        and a.valid_from <= hejda.today() and (a.valid_until is null or a.valid_until >= hejda.today())
        and (wanted = '' or a.protected))
$$;

-- For the owner alone, inside the functions below.
create policy see_for_lookups on public.people_identity for select to owner
  using ((select hejda.action()) in ('duty.look', 'person.search'));
create policy see_for_duty on public.people_person for select to owner
  using ((select hejda.at_duty_desk('')));
create policy see_for_duty on public.nominations_listing for select to owner
  using ((select hejda.at_duty_desk('')));

-- A name as it is compared: small letters, hyphens as spaces. Written out, since not every database
-- knows the small form of a Swedish letter.
create or replace function hejda.words_of(name text) returns text[]
language sql immutable as $$
  select regexp_split_to_array(btrim(regexp_replace(lower(translate(
    normalize(name, NFC), 'ÅÄÖÆØÉÈÊËÁÀÂÃÇÑÍÌÎÏÓÒÔÕÚÙÛÜÝŠŽČĆĐŁŃŚŐŰ', 'åäöæøéèêëáàâãçñíìîïóòôõúùûüýšžčćđłńśőű'
  )), '[-\s]+', ' ', 'g')), ' ')
$$;

-- Everybody of that number, or of that name and year of birth, whoever may see them. hash: keyed hash
-- of a number, or ''. words: of a name, all of them in it. No role but the owner may ask it. The year is
-- asked for by comparisons that an index answers under row security too: nothing else may be one's.
create or replace function hejda.known_as(hash text, words text[], born integer) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(distinct found.person), '{}') from (
    select p.person_id as person from public.people_party p
    where hash <> '' and p.number_hash = hash and p.role = 'subject'
    union all
    select i.person_id from public.people_identity i
    where cardinality(words) >= 2 and i.birth_date between make_date(born, 1, 1) and make_date(born, 12, 31)
      and hejda.words_of(i.names) @> words
    union all
    select i.person_id from public.people_identity i
    where cardinality(words) >= 2 and i.birth_date is null
      and i.personal_number >= born::text and i.personal_number < (born + 1)::text
      and substring(i.personal_number from '^[0-9]{4}(?=[0-9]{4}-?[0-9A-Za-z]{4}$)')::integer = born
      and hejda.words_of(i.names) @> words
  ) as found
$$;

-- Those of them whom the rule of conflicts does not hide. Where it hides one it hides all that the
-- question meant, and tells the independent unit.
create or replace function hejda.asked_for(hash text, words text[], born integer) returns uuid[]
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare known uuid[] := hejda.known_as(hash, words, born); own uuid[] := hejda.conflicts();
begin
  insert into public.oversight_alert (id, at, "user", person, action)
  select gen_random_uuid(), clock_timestamp(), hejda.user_id(), person, hejda.action()
  from unnest(known) as person where person = any (own);
  return case when known && own then '{}'::uuid[] else known end;
end $$;

-- People whom the signed user sees: row security on people holds inside it too.
create or replace function hejda.search(hash text, words text[], born integer) returns uuid[]
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare known uuid[];
begin
  if hejda.action() <> 'person.search' then return '{}'; end if;
  known := hejda.asked_for(hash, words, born);
  return array(select p.id from public.people_person p where p.id = any (known));
end $$;

-- Whom to call about those of them who are monitored, in turn; never somebody whom the rule of conflicts
-- hides that person from, since a call would tell them. colleague: null where nobody is left to name.
-- part: officer (named for the person), named (others named for them), lead (on duty in the region),
-- region (appointed to the region), nation (the national lead, where there is nobody of those).
create or replace function hejda.duty_answer(hash text, words text[], born integer)
returns table (person uuid, colleague uuid, part text, turn integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare known uuid[];
begin
  if not hejda.at_duty_desk('') then return; end if;
  known := hejda.asked_for(hash, words, born);
  return query
  with monitored as (
    select p.id, p.region from public.people_person p
    where p.id = any (known) and (p.secrecy = 'none' or hejda.at_duty_desk('protected'))
      and exists (select 1 from public.nominations_listing l where l.person_id = p.id and l.ended_on is null)
  ), own as (
    select distinct t.user_id, q.person_id
    from public.accounts_tie t join public.people_party q on q.number_hash = t.number_hash
    where q.person_id = any (known)
  ), held as (
    select g.user_id, array_agg(g.role::text) as roles
    from public.accounts_rolegrant g join public.accounts_user u on u.id = g.user_id
    where u.is_active and g.valid_from <= hejda.today()
      and (g.valid_until is null or g.valid_until >= hejda.today())
    group by g.user_id
  ), named as (
    select m.id, a.user_id, a.turn, case
        when a.scope = 'actor' and a.person = m.id and h.roles @> '{case_officer}' then 'officer'
        when a.scope = 'actor' and a.person = m.id then 'named'
        when a.scope = 'duty' and a.region = m.region and h.roles @> '{regional_lead}' then 'lead'
        when a.scope = 'screening' and a.region = m.region and h.roles @> '{regional_lead}' then 'region'
      end as part
    from monitored m
      join public.accounts_appointment a on a.person = m.id or a.region = m.region
      join held h on h.user_id = a.user_id
    where a.valid_from <= hejda.today() and (a.valid_until is null or a.valid_until >= hejda.today())
      and not exists (select 1 from own o where o.user_id = a.user_id and o.person_id = m.id)
  ), called as (
    select * from named n where n.part is not null
    union all
    select m.id, h.user_id, 0, 'nation' from monitored m join held h on h.roles @> '{national_lead}'
    where not exists (select 1 from named n where n.id = m.id and n.part is not null)
      and not exists (select 1 from own o where o.user_id = h.user_id and o.person_id = m.id)
  )
  select m.id, n.user_id, coalesce(n.part, ''), coalesce(n.turn, 0)::integer
  from monitored m left join called n on n.id = m.id
  order by m.id, array_position('{officer,named,lead,region,nation}'::text[], n.part), n.turn, n.user_id;
end $$;

revoke all on function hejda.at_duty_desk(text), hejda.words_of(text),
  hejda.known_as(text, text[], integer), hejda.asked_for(text, text[], integer),
  hejda.search(text, text[], integer), hejda.duty_answer(text, text[], integer) from public, app;
grant execute on function hejda.at_duty_desk(text), hejda.words_of(text),
  hejda.search(text, text[], integer), hejda.duty_answer(text, text[], integer) to app;
