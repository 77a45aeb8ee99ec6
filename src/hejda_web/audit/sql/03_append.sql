-- The one way into the log. Called last in a transaction, so that the head is locked only until commit;
-- if this fails, the transaction fails, and what it would have shown is not shown.

create or replace function audit.instant(at timestamptz) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

create or replace function audit.hash_of(previous bytea, seq bigint, at timestamptz, body text) returns bytea
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select sha256(convert_to(
        encode(previous, 'hex') || '|' || seq::text || '|' || audit.instant(at) || '|' || body, 'UTF8'))
$$;

-- Appends one entry and answers its place. `lock_timeout` turns a log that cannot be written in time
-- into an error rather than a page that hangs.
create or replace function audit.append(body jsonb) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '5s' as $$
declare
    given jsonb; said text; head audit.head; place bigint; moment timestamptz; bound bytea;
begin
    if body is null or jsonb_typeof(body) <> 'object' then
        perform audit.refuse('it is not a JSON object');
    end if;
    if octet_length(body::text) > 65536 then
        perform audit.refuse('over 65,536 bytes; divide the act into several entries');
    end if;
    given := jsonb_strip_nulls(body);
    perform audit.check_body(given);
    said := audit.canonical(given);

    select * into strict head from audit.head where id = 1 for update;
    place := head.seq + 1;
    -- A clock set back must not look like tampering: the log's time never goes backwards.
    moment := greatest(clock_timestamp(), head.at);
    bound := audit.hash_of(head.hash, place, moment, said);
    insert into audit.entry (seq, at, body, previous, hash) values (place, moment, said, head.hash, bound);
    update audit.head set seq = place, at = moment, hash = bound where id = 1;
    return place;
end $$;

-- How many entries the log has: all the application may know of it.
create or replace function audit.size() returns bigint
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select seq from audit.head where id = 1
$$;
