-- A step that rests on the policy and the connections in force lands only while they are in force: it
-- holds the version until its transaction ends, and whoever puts another one in force waits for those
-- that hold it, and lets nobody past until it has landed.

-- The entry of the latest file: it grows with each. The lock is not released before the transaction ends.
-- A statement that waited for it looks at what was committed meanwhile, as this function is volatile.
create function version_number() returns integer
  language plpgsql volatile as $$
begin
  perform pg_catalog.pg_advisory_xact_lock_shared(4859231640215712374);
  return (select coalesce(max(f.entry), 0) from countersign.deployed_file f where f.entry > 0);
end
$$;

create function require_version(wanted integer) returns boolean
  language plpgsql volatile as $$
begin
  if wanted is not null and wanted is distinct from countersign.version_number() then
    raise exception 'another version is in force' using errcode = 'CS003';
  end if;
  return true;
end
$$;

create function hold_version() returns trigger
  language plpgsql as $$
begin
  perform pg_catalog.pg_advisory_xact_lock(4859231640215712374);
  return null;
end
$$;

create trigger hold_version before insert on deployed_file
  for each statement execute function hold_version();
alter table deployed_file enable always trigger hold_version;
