-- Who may do what: the application appends and counts, the auditor reads, nobody else anything.

revoke all on schema audit from public, app, auditor;
revoke all on all tables in schema audit from public, app, auditor;
revoke all on all functions in schema audit from public, app, auditor;

grant usage on schema audit to app, auditor;
grant execute on function audit.append(jsonb) to app;
grant execute on function audit.size() to app, auditor;
grant select on audit.entry, audit.head to auditor;
