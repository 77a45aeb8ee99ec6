-- Figures of a region or of the nation: counts by kind and region, and nobody's row. Small counts are
-- hidden by desk/small_numbers.py before a page shows them; here they are as they are.

-- Whether the signed user reads figures, of the nation or of the regions they are appointed for.
create or replace function hejda.oversees(what text) returns boolean
language sql stable as $$
  select hejda.action() = 'overview.see' and case what
    when 'nation' then hejda.roles() @> '{national_lead}'
    else hejda.roles() && '{national_lead,regional_lead}' end
$$;

-- For the owner alone, inside the function below.
create policy see_for_figures on public.people_person for select to owner
  using ((select hejda.oversees('')));
create policy see_for_figures on public.nominations_listing for select to owner
  using ((select hejda.oversees('')));
create policy see_for_figures on public.runs_candidate for select to owner
  using ((select hejda.oversees('')));
create policy see_for_figures on public.runs_moved for select to owner
  using ((select hejda.oversees('')));
create policy see_for_figures on public.runs_standing for select to owner
  using ((select hejda.oversees('')));

-- figure, region, part → how many there are, and how many people they are about (of `standing` and
-- `case_age` n counts records). part: a step within a figure. Whoever has protected data is counted for
-- nobody: the difference between two readers' figures would tell of them.
drop function if exists hejda.figures();
create function hejda.figures()
returns table (figure text, region text, part text, n bigint, people bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  nation boolean := hejda.oversees('nation'); today date := hejda.today();
  regions text[] := hejda.regions('');
  own uuid[] := hejda.conflicts(); newest uuid;
begin
  if not hejda.oversees('') then return; end if;
  select r.id into newest from public.runs_run r where r.state = 'loaded'
  order by r.as_of desc, r.loaded_at desc limit 1;
  return query
  with seen as (
    select p.id, p.region::text as region from public.people_person p
    where not p.id = any (own) and p.secrecy = 'none' and (nation or p.region = any (regions))
  ), listing as (
    select s.region, l.person_id, l.start_on, l.ended_on, l.listed_on
    from public.nominations_listing l join seen s on s.id = l.person_id
  ), nomination as (
    select s.region, m.person_id, m.state, m.made_at
    from public.nominations_nomination m join seen s on s.id = m.person_id
  ), named as (
    select a.person from public.accounts_appointment a
    where a.scope = 'actor' and a.valid_from <= today and (a.valid_until is null or a.valid_until >= today)
  ), stands as (
    select distinct on (x.id) s.region, x.person_id, x.kind, x.since, x.until
    from public.runs_standing x join seen s on s.id = x.person_id
    where x.run_id = newest
      and exists (select 1 from listing l where l.person_id = x.person_id and l.ended_on is null)
  )
  select 'status', l.region, case when l.ended_on is not null then 'ended'
           when l.start_on is not null then 'working' else 'waiting' end, count(*),
      count(distinct l.person_id)
    from listing l where l.ended_on is null or l.ended_on > today - 365 group by 2, 3
  union all select 'funnel', s.region, 'proposed', count(distinct c.person_id), count(distinct c.person_id)
    from public.runs_candidate c join seen s on s.id = c.person_id where c.run_id = newest group by 2
  union all select 'funnel', m.region, 'nominated', count(distinct m.person_id), count(distinct m.person_id)
    from nomination m group by 2
  union all select 'funnel', m.region, 'decided', count(distinct m.person_id), count(distinct m.person_id)
    from nomination m where m.state = 'decided' group by 2
  union all select 'funnel', l.region, 'listed', count(distinct l.person_id), count(distinct l.person_id)
    from listing l group by 2
  union all select 'funnel', l.region, 'started', count(distinct l.person_id), count(distinct l.person_id)
    from listing l where l.start_on is not null group by 2
  union all select 'late', m.region, 'unscreened', count(*), count(distinct m.person_id)
    from nomination m where m.state <> 'decided' and m.made_at::date < today - 14 group by 2
  union all select 'late', l.region, 'not_begun', count(*), count(distinct l.person_id)
    from listing l where l.ended_on is null and l.start_on is null and l.listed_on < today - 14 group by 2
  union all select 'late', l.region, 'nobody_named', count(*), count(distinct l.person_id)
    from listing l where l.ended_on is null
      and l.person_id not in (select person from named where person is not null)
    group by 2
  union all select 'turnover', s.region, case when v.old is null then 'came' else 'left' end, count(*),
      count(distinct v.person_id)
    from public.runs_moved v join seen s on s.id = v.person_id
    where v.run_id = newest and (v.old is null or v.new is null) group by 2, 3
  union all select 'turnover', s.region, 'stayed', count(*), count(distinct c.person_id)
    from public.runs_candidate c join seen s on s.id = c.person_id
    where c.run_id = newest and c.list in ('harm', 'serial') and not exists (
      select 1 from public.runs_moved v where v.run_id = newest and v.person_id = c.person_id
        and v.list = c.list and v.old is null)
    group by 2
  union all select 'standing', x.region, x.kind, count(*), count(distinct x.person_id)
    from stands x where x.kind in ('custody', 'order') and x.until between today and today + 30 group by 2, 3
  union all select 'standing', x.region, x.kind, count(*), count(distinct x.person_id)
    from stands x where x.kind in ('open_case', 'breach') group by 2, 3
  union all select 'case_age', x.region, case when today - x.since <= 90 then 'months_3'
      when today - x.since <= 180 then 'months_6' when today - x.since <= 365 then 'year' else 'older' end,
      count(*), count(distinct x.person_id)
    from stands x where x.kind = 'open_case' and x.since is not null group by 2, 3;
end $$;
revoke all on function hejda.oversees(text), hejda.figures() from public, app;
grant execute on function hejda.oversees(text), hejda.figures() to app;
