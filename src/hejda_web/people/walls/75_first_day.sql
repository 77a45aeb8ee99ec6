-- Which sorts of work the signed user has done at least once, for the ticks of the first day: a word for
-- each, about nobody. Read from what the work itself wrote; the log is for its own purpose alone.

create policy see_for_first_day on public.sharing_note for select to owner
  using ((select hejda.action()) = 'frame.start' and by_id = (select hejda.user_id()));

create or replace function hejda.own_steps() returns table (step text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select 'judged' where hejda.action() = 'frame.start' and exists (
    select 1 from public.nominations_ownjudgement j where j.by_id = hejda.user_id())
  union all select 'voted' where hejda.action() = 'frame.start' and exists (
    select 1 from public.nominations_decision d where d.by_id = hejda.user_id())
  union all select 'nominated' where hejda.action() = 'frame.start' and exists (
    select 1 from public.nominations_nomination n where n.nominated_by_id = hejda.user_id())
  union all select 'asked_law' where hejda.action() = 'frame.start' and exists (
    select 1 from public.sharing_note s where s.by_id = hejda.user_id())
$$;
revoke all on function hejda.own_steps() from public, app;
grant execute on function hejda.own_steps() to app;
