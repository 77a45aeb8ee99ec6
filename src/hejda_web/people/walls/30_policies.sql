-- The second wall: row security on every table about people, written apart from people/policy.py.
-- Sub-selects run once per query, not once per row.

do $$
declare name text; policy record;
begin
  foreach name in array array[
    'people_person', 'people_identity', 'people_party', 'people_personevent',
    'runs_candidate', 'runs_placement', 'runs_reason', 'runs_evidence', 'runs_around', 'runs_moved', 'runs_standing',
    'nominations_nomination', 'nominations_ownjudgement', 'nominations_decision',
    'nominations_listing', 'nominations_judgement', 'nominations_nominationevent',
    'nominations_listingevent', 'nominations_judgementevent', 'oversight_alert',
    'accounts_appointment', 'accounts_appointmentevent', 'sharing_note'
  ] loop
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I force row level security', name);
    for policy in select policyname from pg_policies where schemaname = 'public' and tablename = name
    loop
      execute format('drop policy %I on public.%I', policy.policyname, name);
    end loop;
  end loop;
end $$;

-- ── Who is seen ──────────────────────────────────────────────────────────────────────────────────

-- To the owner too: inside a function that runs with its rights, the signed user sees no more.
create policy see on public.people_person for select to app, owner using (
  (select hejda.job()) in ('run.load', 'run.erase', 'run.judgements', 'listing.clock')
  or (
    not id = any ((select hejda.conflicts())::uuid[])
    and (
      ((select hejda.reads_by_region())
       and region = any ((select hejda.regions(''))::text[])
       and (secrecy = 'none' or region = any ((select hejda.regions('protected'))::text[])))
      or ((select hejda.reads_by_person())
          and id = any ((select hejda.appointed(''))::uuid[])
          and (secrecy = 'none' or id = any ((select hejda.appointed('protected'))::uuid[])))
      -- Nobody with protected data, through no token; and no region that was not named or chosen.
      or (secrecy = 'none' and (select hejda.serves()) <> ''
          and ((select hejda.service_everywhere())
               or region = any ((select hejda.service_regions())::text[]))
          and ((select hejda.serves()) in ('service.candidates', 'service.event')
               or id = any ((select hejda.served())::uuid[])))
    )
  )
);
create policy add on public.people_person for insert to app with check (
  (select hejda.job()) = 'run.load'
  or region = any ((select hejda.nominates_in())::text[])
);
create policy change on public.people_person for update to app
  using ((select hejda.job()) = 'run.load') with check ((select hejda.job()) = 'run.load');
create policy remove on public.people_person for delete to app
  using ((select hejda.job()) = 'run.erase');

-- Everything else about a person is seen by whoever sees the person: this sub-select is itself
-- held by the policy above. `exists … offset 0` looks one person up for each row; without it the planner
-- would read everybody first, for a page about one person too.
create policy see on public.people_identity for select to app using (
  (select hejda.job()) in ('run.load', 'run.erase')
  or (exists (select 1 from public.people_person p where p.id = person_id offset 0)
      and (select hejda.action()) = 'identity.see')
);
create policy add on public.people_identity for insert to app with check (
  (select hejda.job()) = 'run.load' or (select hejda.nominates_in()) <> '{}'
);
create policy change on public.people_identity for update to app
  using ((select hejda.job()) = 'run.load') with check ((select hejda.job()) = 'run.load');
create policy remove on public.people_identity for delete to app
  using ((select hejda.job()) in ('run.load', 'run.erase'));

create policy see on public.people_party for select to app
  using ((select hejda.job()) in ('run.load', 'run.erase'));
create policy see_for_conflicts on public.people_party for select to owner
  using ((select hejda.signed()) is not null);
create policy add on public.people_party for insert to app with check (
  (select hejda.job()) = 'run.load' or (select hejda.nominates_in()) <> '{}'
);
create policy change on public.people_party for update to app using (false) with check (false);
create policy remove on public.people_party for delete to app
  using ((select hejda.job()) in ('run.load', 'run.erase'));

-- ── What a run said ──────────────────────────────────────────────────────────────────────────────

do $$
declare name text; seen text;
begin
  foreach name in array array[
    'runs_candidate', 'runs_placement', 'runs_reason', 'runs_evidence', 'runs_around', 'runs_moved',
    'runs_standing'
  ] loop
    seen := 'exists (select 1 from public.people_person p where p.id = person_id offset 0)';
    if name in ('runs_placement', 'runs_reason', 'runs_moved') then
      -- Whoever has an open nomination to judge sees no place, score or reason before judging it.
      seen := seen || $cond$
        and not exists (
          select 1 from public.nominations_nomination n
          where n.person_id = $cond$ || name || $cond$.person_id and n.state <> 'decided' and not exists (
            select 1 from public.nominations_ownjudgement j
            where j.nomination_id = n.id and j.by_id = (select hejda.user_id()) offset 0) offset 0)$cond$;
    end if;
    if name = 'runs_evidence' then
      seen := seen || $cond$
        and (not limited or ((select hejda.action()) = 'suspicions.see' and exists (
          select 1 from public.people_person p where p.id = person_id
          and (p.region = any ((select hejda.regions('limited'))::text[])
               or p.id = any ((select hejda.appointed('limited'))::uuid[]))
        )))$cond$;
    end if;
    execute format(
      'create policy see on public.%I for select to app using (
         (select hejda.job()) in (''run.load'', ''run.erase'', ''listing.clock'') or (%s))', name, seen);
    execute format(
      'create policy add on public.%I for insert to app
         with check ((select hejda.job()) = ''run.load'')', name);
    execute format(
      'create policy change on public.%I for update to app using (false) with check (false)', name);
    execute format(
      'create policy remove on public.%I for delete to app
         using ((select hejda.job()) in (''run.load'', ''run.erase''))', name);
  end loop;
end $$;

-- ── What people wrote and decided ────────────────────────────────────────────────────────────────

create policy see on public.nominations_nomination for select to app using (
  (select hejda.job()) in ('run.load', 'run.erase', 'listing.clock')
  or exists (select 1 from public.people_person p where p.id = person_id offset 0)
);
create policy add on public.nominations_nomination for insert to app with check (
  ((select hejda.job()) = 'run.load' and origin in ('map'))
  or ((select hejda.nominates_in()) <> '{}'
      and nominated_by_id = (select hejda.user_id()) and origin <> 'map')
);
create policy change on public.nominations_nomination for update to app
  using (
    (select hejda.action()) in ('candidate.decide', 'candidate.second')
    and exists (select 1 from public.people_person p where p.id = person_id offset 0)
  )
  with check (exists (select 1 from public.people_person p where p.id = person_id offset 0));
create policy see_for_alerts on public.nominations_nomination for select to owner
  using ((select hejda.signed()) is not null);
create policy remove on public.nominations_nomination for delete to app using (false);

create policy see on public.nominations_ownjudgement for select to app using (
  exists (select 1 from public.people_person p where p.id = person_id offset 0)
  and (
    by_id = (select hejda.user_id())
    or exists (select 1 from public.nominations_nomination n
               where n.id = nomination_id and n.state in ('decided', 'differing') offset 0)
  )
);
create policy add on public.nominations_ownjudgement for insert to app with check (
  by_id = (select hejda.user_id()) and (select hejda.action()) = 'candidate.judge'
  and exists (select 1 from public.people_person p where p.id = person_id offset 0)
);
create policy change on public.nominations_ownjudgement for update to app using (false);
create policy remove on public.nominations_ownjudgement for delete to app using (false);

-- The first vote is hidden from whoever may still give the second.
create policy see on public.nominations_decision for select to app using (
  (by_id = (select hejda.user_id())
   and exists (select 1 from public.people_person p where p.id = person_id offset 0))
  or (
    exists (select 1 from public.people_person p where p.id = person_id offset 0)
    and exists (select 1 from public.nominations_nomination n
                where n.id = nomination_id and (n.state = 'decided'
                  or n.state = 'differing' and (select hejda.service()) is null))
  )
);
create policy add on public.nominations_decision for insert to app with check (
  by_id = (select hejda.user_id())
  and (select hejda.action()) in ('candidate.decide', 'candidate.second')
  and exists (select 1 from public.people_person p where p.id = person_id offset 0)
);
create policy change on public.nominations_decision for update to app using (false);
create policy remove on public.nominations_decision for delete to app using (false);

create policy see on public.nominations_listing for select to app using (
  (select hejda.job()) in ('run.load', 'run.erase', 'listing.clock')
  or exists (select 1 from public.people_person p where p.id = person_id offset 0)
);
create policy add on public.nominations_listing for insert to app with check (
  (select hejda.action()) = 'candidate.second'
  and exists (select 1 from public.people_person p where p.id = person_id offset 0)
);
create policy change on public.nominations_listing for update to app
  using (
    (select hejda.job()) = 'listing.clock'
    or (select hejda.action()) in ('listing.start', 'listing.end')
    and exists (select 1 from public.people_person p where p.id = person_id offset 0)
  )
  with check (exists (select 1 from public.people_person p where p.id = person_id offset 0));
create policy remove on public.nominations_listing for delete to app using (false);

create policy see on public.nominations_judgement for select to app using (
  (select hejda.job()) = 'run.judgements'
  or exists (select 1 from public.people_person p where p.id = person_id offset 0)
);
create policy add on public.nominations_judgement for insert to app with check (
  by_id = (select hejda.user_id()) and (select hejda.action()) in ('candidate.decide', 'candidate.second')
);
create policy change on public.nominations_judgement for update to app
  using (by_id = (select hejda.user_id()) and (select hejda.action()) = 'candidate.decide')
  with check (by_id = (select hejda.user_id()));
create policy remove on public.nominations_judgement for delete to app using (false);

-- ── Tests of what may be shared ──────────────────────────────────────────────────────────────────

-- A person's page shows that a test was made, by whom and with what answer: the roles and appointments
-- that open the one open the other.
create policy see on public.sharing_note for select to app using (
  (select hejda.job()) = 'run.erase'
  or (select hejda.action()) in ('sharing.see', 'sharing.keep', 'actor.see')
  and exists (select 1 from public.people_person p where p.id = person_id offset 0)
);
create policy add on public.sharing_note for insert to app with check (
  by_id = (select hejda.user_id()) and (select hejda.action()) = 'sharing.keep'
  and exists (select 1 from public.people_person p where p.id = person_id offset 0)
);
create policy change on public.sharing_note for update to app using (false);
create policy remove on public.sharing_note for delete to app
  using ((select hejda.job()) = 'run.erase');

-- ── History, kept by triggers, and alerts ────────────────────────────────────────────────────────

do $$
declare name text; key text;
begin
  foreach name in array array[
    'people_personevent', 'nominations_nominationevent', 'nominations_listingevent',
    'nominations_judgementevent'
  ] loop
    key := case name when 'people_personevent' then 'id' else 'person_id' end;
    execute format(
      'create policy see on public.%I for select to app using (
         exists (select 1 from public.people_person p where p.id = %I.%I offset 0)
         and (select hejda.action()) = ''history.see'')',
      name, name, key);
    execute format(
      'create policy add on public.%I for insert to app
         with check ((select hejda.signed()) is not null)', name);
    execute format('create policy change on public.%I for update to app using (false)', name);
    execute format('create policy remove on public.%I for delete to app using (false)', name);
  end loop;
end $$;

-- An alert concerns neither whoever reads it nor anybody in whose records they stand.
create or replace function hejda.reads_alerts() returns boolean
language sql stable as $$
  select hejda.action() = 'alerts.see' and hejda.roles() @> '{lawyer}' and exists (
    select 1 from public.accounts_user p join public.accounts_unit u on u.id = p.unit_id
    where p.id = hejda.user_id() and u.independent)
$$;
revoke all on function hejda.reads_alerts() from public;
grant execute on function hejda.reads_alerts() to app;
create policy see on public.oversight_alert for select to app using (
  (select hejda.reads_alerts()) and "user" <> (select hejda.user_id())
  and not person = any ((select hejda.conflicts())::uuid[])
);
create policy add on public.oversight_alert for insert to owner with check (true);
create policy change on public.oversight_alert for update to app
  using (
    (select hejda.reads_alerts()) and "user" <> (select hejda.user_id())
    and not person = any ((select hejda.conflicts())::uuid[])
  )
  with check (seen_by = (select hejda.user_id()));
create policy remove on public.oversight_alert for delete to app using (false);

-- An appointment for a person in whose records its reader stands would tell them of that person.
-- Outside a signed context nothing is known of conflicts; no page shows appointments there.
do $$
declare name text;
begin
  foreach name in array array['accounts_appointment', 'accounts_appointmentevent'] loop
    execute format(
      'create policy see on public.%I for select to app, owner using (
         person is null or not person = any ((select hejda.conflicts())::uuid[]))', name);
    execute format('create policy add on public.%I for insert to app with check (true)', name);
    execute format('create policy change on public.%I for update to app using (true)', name);
    execute format('create policy remove on public.%I for delete to app using (false)', name);
  end loop;
end $$;
