-- What services send and what the functions about them read. What they may not is in 90_fence.sql.

do $$
declare name text;
begin
  foreach name in array array['events_event', 'events_receipt'] loop
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I force row level security', name);
  end loop;
end $$;

-- What the function that says whom an act is about reads, with the owner's rights.
drop policy if exists see_for_services on public.nominations_listing;
create policy see_for_services on public.nominations_listing for select to owner
  using ((select hejda.serves()) <> '');

-- ── New events ───────────────────────────────────────────────────────────────────────────────────

-- Seen by whoever sees the person, in an act that reads people. A service adds and never reads them.
drop policy if exists see on public.events_event;
create policy see on public.events_event for select to app using (
  (select hejda.job()) = 'run.erase'
  or exists (select 1 from public.people_person p where p.id = person_id offset 0)
);
drop policy if exists add on public.events_event;
create policy add on public.events_event for insert to app with check (
  (select hejda.serves()) = 'service.event' and token_id = (select hejda.service())
  and exists (select 1 from public.people_person p where p.id = person_id offset 0)
);
drop policy if exists change on public.events_event;
create policy change on public.events_event for update to app using (false) with check (false);
drop policy if exists remove on public.events_event;
create policy remove on public.events_event for delete to app using ((select hejda.job()) = 'run.erase');

drop policy if exists see on public.events_receipt;
create policy see on public.events_receipt for select to app using (
  (select hejda.job()) = 'run.erase'
  or ((select hejda.serves()) = 'service.event' and token_id = (select hejda.service()))
);
drop policy if exists add on public.events_receipt;
create policy add on public.events_receipt for insert to app with check (
  (select hejda.serves()) = 'service.event' and token_id = (select hejda.service())
);
drop policy if exists change on public.events_receipt;
create policy change on public.events_receipt for update to app using (false) with check (false);
drop policy if exists remove on public.events_receipt;
create policy remove on public.events_receipt for delete to app using ((select hejda.job()) = 'run.erase');
