-- Rules that no page, job or hand-written SQL can go round.

-- A listing stands on two votes to list, by two people, in the same round of the same nomination.
create or replace function hejda.two_people_decided() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare one public.nominations_decision; two public.nominations_decision;
begin
  select * into one from public.nominations_decision where id = new.first_id;
  select * into two from public.nominations_decision where id = new.second_id;
  if one.id is null or two.id is null
     or one.by_id = two.by_id or one.outcome <> 'list' or two.outcome <> 'list'
     or one.nomination_id <> two.nomination_id or one.round <> two.round
     or one.nomination_id <> new.nomination_id or one.person_id <> new.person_id
     or two.person_id <> new.person_id
  then
    raise exception 'a listing needs two votes to list by two people' using errcode = 'check_violation';
  end if;
  if exists (select 1 from unnest(new.threshold_answers) as given where btrim(given) = '') then
    raise exception 'a listing needs an answer to each threshold' using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists two_people on public.nominations_listing;
create trigger two_people before insert on public.nominations_listing
  for each row execute function hejda.two_people_decided();
drop policy if exists see_for_rules on public.nominations_decision;
create policy see_for_rules on public.nominations_decision for select to owner
  using ((select hejda.signed()) is not null);

-- What a listing stands on never changes; it may begin, end and be marked urgent.
create or replace function hejda.listing_stays() returns trigger language plpgsql as $$
begin
  if (new.person_id, new.nomination_id, new.first_id, new.second_id, new.ground, new.rules,
      new.threshold_names, new.threshold_answers, new.listed_on, new.near_cut, new.lot)
     is distinct from
     (old.person_id, old.nomination_id, old.first_id, old.second_id, old.ground, old.rules,
      old.threshold_names, old.threshold_answers, old.listed_on, old.near_cut, old.lot)
  then
    raise exception 'what a listing stands on is frozen' using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists stays on public.nominations_listing;
create trigger stays before update on public.nominations_listing
  for each row execute function hejda.listing_stays();

-- Nobody votes before writing an own judgement of the same nomination.
create or replace function hejda.judged_first() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (
    select 1 from public.nominations_ownjudgement j
    where j.id = new.own_judgement_id and j.nomination_id = new.nomination_id
      and j.by_id = new.by_id and j.person_id = new.person_id
  ) then
    raise exception 'an own judgement comes before a vote' using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists judged_first on public.nominations_decision;
create trigger judged_first before insert on public.nominations_decision
  for each row execute function hejda.judged_first();
drop policy if exists see_for_rules on public.nominations_ownjudgement;
create policy see_for_rules on public.nominations_ownjudgement for select to owner
  using ((select hejda.signed()) is not null);
