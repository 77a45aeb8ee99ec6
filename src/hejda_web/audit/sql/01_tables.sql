-- The log of who did what with personal records: one row per act, each bound to the one before it.
-- Run as role `owner`; every numbered file may be run again. The roles `app` and `auditor` exist already.
-- Needs PostgreSQL 15 and no extension.

create schema if not exists audit;

create table if not exists audit.entry (
    seq bigint primary key check (seq > 0),
    at timestamptz not null,
    body text not null check (octet_length(body) <= 65536),
    previous bytea not null check (octet_length(previous) = 32),
    hash bytea not null check (octet_length(hash) = 32)
);

-- One row: how long the log is, and the hash its next entry must name. Whoever appends locks it.
create table if not exists audit.head (
    id smallint primary key check (id = 1),
    seq bigint not null,
    at timestamptz not null,
    hash bytea not null check (octet_length(hash) = 32)
);

insert into audit.head (id, seq, at, hash)
select 1, 0, '-infinity', decode(repeat('00', 32), 'hex')
where not exists (select from audit.head);

comment on table audit.entry is
    'Acts on personal records, in the order they happened; ids and codes only, never content.';
comment on column audit.entry.seq is 'Place in the log: 1, 2, 3 with no gap.';
comment on column audit.entry.at is 'When the act was written; never before the entry in front of it.';
comment on column audit.entry.body is 'What happened: canonical JSON, exactly the text that was hashed.';
comment on column audit.entry.previous is 'The hash of the entry before; 32 zero bytes for the first.';
comment on column audit.entry.hash is
    'SHA-256 of the text "previous in hex|seq|time in UTC with microseconds and Z|body".';
comment on table audit.head is 'The end of the log; the row everybody who appends waits for.';
