-- Nobody changes or removes an entry by mistake, the owner included. Somebody with the owner's rights can
-- still take the guards away: that is what the chain and the witnesses are for. SQLSTATE HA002.

create or replace function audit.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception using errcode = 'HA002', message = 'the audit log is only added to';
end $$;

-- The head moves one entry at a time, to the entry just appended.
create or replace function audit.only_forward() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if new.seq <> old.seq + 1 or not exists (
        select from audit.entry
        where entry.seq = new.seq and entry.previous = old.hash and entry.hash = new.hash) then
        raise exception using errcode = 'HA002', message = 'the head of the audit log follows its entries';
    end if;
    return new;
end $$;

create or replace trigger no_change before update or delete on audit.entry
    for each row execute function audit.refuse_change();
create or replace trigger no_truncate before truncate on audit.entry
    for each statement execute function audit.refuse_change();
create or replace trigger only_forward before update on audit.head
    for each row execute function audit.only_forward();
create or replace trigger no_delete before delete on audit.head
    for each row execute function audit.refuse_change();
create or replace trigger no_truncate before truncate on audit.head
    for each statement execute function audit.refuse_change();

-- Always: also in a session that calls itself a replica.
alter table audit.entry enable always trigger no_change;
alter table audit.entry enable always trigger no_truncate;
alter table audit.head enable always trigger only_forward;
alter table audit.head enable always trigger no_delete;
alter table audit.head enable always trigger no_truncate;
