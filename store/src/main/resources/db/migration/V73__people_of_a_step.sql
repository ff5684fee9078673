-- A vote, a grant and the spending of one rest on the people by whom they were judged: they land only while
-- these are in force. The table is held until their transaction ends, as whoever writes to it holds it; whoever
-- puts other people in force waits for those that hold it, and lets nobody past until that has landed. Readers
-- wait for neither.

-- A statement that waited looks at what was committed meanwhile, as this function is volatile.
create function require_people(known bytea[]) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if known <> '{}' then
    lock table countersign.people_version in row exclusive mode;
    if exists (select from unnest(known) as each(digest)
                where each.digest is distinct from
                      (select p.digest from countersign.people_version p order by p.version desc limit 1)) then
      raise exception 'other people are in force' using errcode = 'serialization_failure';
    end if;
  end if;
  return true;
end
$$;
revoke all on function require_people(bytea[]) from public;

create function hold_people() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  lock table countersign.people_version in share row exclusive mode;
  return null;
end
$$;

create trigger hold_people before insert on people_version
  for each statement execute function hold_people();
alter table people_version enable always trigger hold_people;
