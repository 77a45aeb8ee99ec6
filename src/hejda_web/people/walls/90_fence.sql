-- The fence around services, in front of every wall: a table opens to a token only where 15_services.sql
-- names it for the act. Restrictive, so that a policy written for people can never open it; and for every
-- table with row security, so that a new table is closed to services until somebody opens it.

do $$
declare name text; verb text;
begin
  for name in select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relrowsecurity
  loop
    foreach verb in array array['select', 'insert', 'update', 'delete'] loop
      execute format('drop policy if exists %I on public.%I', 'services_' || verb, name);
      execute format(
        'create policy %I on public.%I as restrictive for %s to app %s (not (select hejda.fenced(%L, %L)))',
        'services_' || verb, name, verb,
        case verb when 'insert' then 'with check' else 'using' end, name, verb);
    end loop;
  end loop;
end $$;
