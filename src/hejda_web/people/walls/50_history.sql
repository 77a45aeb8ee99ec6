-- Who saw and did what with one person's record, from the log itself. The application cannot read
-- the log; it may ask about a person whom the signed user sees, in the act of looking at history.
-- Row security on people holds inside it too: its policy is for the owner as well.

create index if not exists entry_subjects on audit.entry using gin (((body::jsonb) -> 'subjects'));

create or replace function hejda.entries_about(asked uuid)
returns table (seq bigint, at timestamptz, body jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select e.seq, e.at, e.body::jsonb from audit.entry e
  where hejda.action() = 'history.see'
    and exists (select 1 from public.people_person p where p.id = asked)
    and (e.body::jsonb -> 'subjects') ? asked::text
  order by e.seq desc limit 500
$$;

-- The asker must see the person: this wrapper is not definer, so row security holds it.
create or replace function hejda.history(asked uuid)
returns table (seq bigint, at timestamptz, body jsonb)
language sql stable as $$
  select h.* from public.people_person p, hejda.entries_about(p.id) h where p.id = asked
$$;
revoke all on function hejda.entries_about(uuid), hejda.history(uuid) from public;
grant execute on function hejda.entries_about(uuid), hejda.history(uuid) to app;
