-- What the application's role may do with each table. It owns nothing and truncates nothing.

grant usage on schema hejda, public to app;
revoke create on schema public from public, app;
do $$ begin
  -- Nothing that the role makes for itself stands before the real tables.
  execute format('revoke temporary on database %I from public, app', current_database());
end $$;
grant select, insert, update, delete on all tables in schema public to app;
grant usage, select on all sequences in schema public to app;
revoke all on all functions in schema hejda from public;
grant execute on all functions in schema hejda to app;

revoke insert, update, delete on public.django_migrations from app;
revoke update, delete on
  public.nominations_ownjudgement, public.nominations_decision,
  public.accounts_rolegrantevent, public.accounts_appointmentevent, public.people_personevent,
  public.nominations_nominationevent, public.nominations_listingevent,
  public.nominations_judgementevent
  from app;
revoke update on public.sharing_note from app;
revoke delete on
  public.nominations_nomination, public.nominations_listing, public.nominations_judgement,
  public.accounts_user, public.accounts_rolegrant, public.accounts_appointment,
  public.oversight_alert, public.oversight_needreview
  from app;
revoke update, delete on public.operation_backup from app;
revoke insert on public.oversight_alert from app;
revoke select on public.people_party, public.accounts_tie from app;
-- A tie that could be taken away would open the rule of conflicts.
revoke update, delete on public.accounts_tie from app;
revoke update on public.people_party from app;
grant select (id, person_id, role) on public.people_party to app;
revoke update, delete on public.events_event, public.events_receipt from app;
grant delete on public.events_event, public.events_receipt to app;  -- the clock of erasure
revoke delete on public.services_token, public.services_usage from app;
