-- What an entry may and must say. Ids and codes only: a sentence, a name or a personal number is refused.
-- Messages name fields, never values. SQLSTATE HA001: the body is refused.

create or replace function audit.refuse(why text) returns void
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
    raise exception using errcode = 'HA001', message = 'audit entry refused: ' || why;
end $$;

-- The shape of a Swedish personal, coordination or reserve number, alone or after a prefix and a colon.
create or replace function audit.like_personal_number(value text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select value ~ ('(^|:)([0-9]{2})?[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01]|[6-8][0-9]|9[01])'
                    || '[-+]?[0-9A-Za-z]{2}[0-9]{2}$')
$$;

-- True where every string has the shape of its kind: id (a person's needs a digit, so that no given name
-- fits), code, case reference, or a SHA-256 in hex.
create or replace function audit.well_formed(kind text, given text[]) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(bool_and(case kind
        when 'code' then value ~ '^[a-z][a-z0-9_]*([.:-][a-z0-9_]+)*$' and length(value) <= 80
        when 'id' then value ~ '^[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}$'
                       and not audit.like_personal_number(value)
        when 'subject' then value ~ '^[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}$' and value ~ '[0-9]'
                            and not audit.like_personal_number(value)
        when 'case' then value ~ '^[A-Za-zÅÄÖåäö0-9][A-Za-zÅÄÖåäö0-9._:/-]{0,63}$' and value ~ '[0-9]'
                         and not audit.like_personal_number(value)
        when 'hash' then value ~ '^[0-9a-f]{64}$'
    end), true)
    from unnest(given) as value
$$;

-- Each field alone: known, of its type, of its shape. A field that is null counts as not given.
create or replace function audit.check_fields(body jsonb) returns void
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    kinds constant jsonb := '{"class": "code", "action": "code", "purpose": "code", "reason": "code",
        "limited": "code", "by": "id", "on_behalf": "id", "recipient": "id", "request": "id",
        "session": "hash", "case": "case"}';
    lists constant jsonb := '{"subjects": "subject", "fields": "code"}';
    name text; value jsonb;
begin
    for name, value in select * from jsonb_each(body) loop
        if kinds ? name then
            if jsonb_typeof(value) <> 'string'
               or not audit.well_formed(kinds ->> name, array[value #>> '{}']) then
                perform audit.refuse(name || ' does not have the shape of its kind');
            end if;
        elsif lists ? name then
            if jsonb_typeof(value) <> 'array'
               or jsonb_path_exists(value, 'strict $[*] ? (@.type() != "string")')
               or not audit.well_formed(lists ->> name, array(select jsonb_array_elements_text(value))) then
                perform audit.refuse(name || ' is not a list of ids or codes');
            end if;
        elsif name = 'rows' then
            if jsonb_typeof(value) <> 'number' or (value #>> '{}') !~ '^[0-9]{1,9}$' then
                perform audit.refuse('rows is not a whole number from 0');
            end if;
        else
            -- The name itself is not repeated: it comes from outside and might be anybody's.
            perform audit.refuse('a field is not one of the known ones');
        end if;
    end loop;
end $$;

-- The fields together: what the law and the house ask of each class of event.
-- Brottsdataförordningen (2018:1202) 3:4: the six verbs; who, when, and to whom for reading, disclosure.
create or replace function audit.check_body(body jsonb) returns void
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    verbs constant text[] := array['collection', 'alteration', 'reading', 'disclosure', 'combination',
                                   'erasure'];
    others constant text[] := array['denied', 'login', 'alert', 'system'];
    class constant text := body ->> 'class';
    who constant text := body ->> 'by';
    required text[] := array['class', 'by', 'action', 'request'];
    missing text;
begin
    perform audit.check_fields(body);
    if class <> all (verbs || others) then
        perform audit.refuse('class is not one of the known ones');
    end if;
    if class = any (verbs) then
        required := required || array['subjects', 'fields', 'rows', 'reason'];
    elsif class = 'denied' then
        required := required || array['reason'];
    end if;
    if class in ('reading', 'disclosure') then
        required := required || array['purpose', 'case'];
    end if;
    if class = 'disclosure' then
        required := required || array['recipient'];
    end if;
    -- A person acts in a session, a job for somebody, a machine for itself.
    if who ~ '^job:' then
        required := required || array['on_behalf'];
    elsif class = any (verbs) and who !~ '^system:' then
        required := required || array['session'];
    end if;
    select string_agg(name, ', ' order by name) into missing
    from unnest(required) as name where not body ? name;
    if missing is not null then
        perform audit.refuse('missing: ' || missing);
    end if;
    if class in ('reading', 'disclosure') and jsonb_array_length(body -> 'fields') = 0 then
        perform audit.refuse('fields is empty; a reading or disclosure names the groups of fields shown');
    end if;
    -- Brottsdataförordningen 3:7: access to earlier suspicions is specially limited, so it is marked.
    if body ->> 'limited' <> 'earlier_suspicions' then
        perform audit.refuse('limited is not one of the known ones');
    end if;
end $$;

-- The one text of a body: keys in order of their bytes, no space, whole numbers. What the check lets
-- through holds no character that JSON writes in two ways.
create or replace function audit.canonical(body jsonb) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select '{' || coalesce(string_agg(to_json(key)::text || ':' || case jsonb_typeof(value)
        when 'array' then (
            select '[' || coalesce(string_agg(to_json(element)::text, ',' order by place), '') || ']'
            from jsonb_array_elements_text(value) with ordinality as elements (element, place))
        else value::text
    end, ',' order by key collate "C"), '') || '}'
    from jsonb_each(body)
$$;
