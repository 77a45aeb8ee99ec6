-- A witness in another database, best on another server with another administrator: it receives signed
-- checkpoints and lets nobody change them. Run there by the database's owner, who must not be `witness`;
-- may be run again. The role `witness` exists already; the application logs in as it to write.

create schema if not exists witness;

create table if not exists witness.checkpoint (
    number bigint primary key check (number > 0),
    body text not null check (octet_length(body) <= 16384),
    received_at timestamptz not null default clock_timestamp()
);

create or replace function witness.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception using errcode = 'HA002', message = 'a witness is only added to';
end $$;

create or replace trigger no_change before update or delete on witness.checkpoint
    for each row execute function witness.refuse_change();
create or replace trigger no_truncate before truncate on witness.checkpoint
    for each statement execute function witness.refuse_change();
alter table witness.checkpoint enable always trigger no_change;
alter table witness.checkpoint enable always trigger no_truncate;

revoke all on schema witness from public, witness;
revoke all on all tables in schema witness from public, witness;
revoke all on all functions in schema witness from public, witness;
grant usage on schema witness to witness;
grant select on witness.checkpoint to witness;
-- The time of receipt is the witness's own word: the one who writes may not set it.
grant insert (number, body) on witness.checkpoint to witness;

comment on table witness.checkpoint is
    'Signed statements of how long another database''s audit log was and what its last hash was.';
