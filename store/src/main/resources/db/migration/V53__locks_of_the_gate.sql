-- Freezes and the end of the deployment's chain were held by advisory locks, which every login of the database
-- may take and keep: so any of them could keep a freeze from being put on. Locks of tables need rights. Those
-- that issue or redeem a grant hold the table as whoever may insert can; whoever freezes, or appends, takes the
-- lock that excludes these, by functions which only the roles of the gate may call. Readers wait for neither.

create or replace function hold_freezes() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  lock table countersign.freeze_step in share row exclusive mode;
  return null;
end
$$;

create function hold_freeze_steps() returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  lock table countersign.freeze_step in share row exclusive mode;
  return true;
end
$$;
revoke all on function hold_freeze_steps() from public;

create function hold_deployment_chain() returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  lock table countersign.deployment_entry in share row exclusive mode;
  return true;
end
$$;
revoke all on function hold_deployment_chain() from public;

-- As before, but for the lock: see there.
create or replace function require_freezes(known integer) returns boolean
  language plpgsql volatile as $$
begin
  if known is not null then
    lock table countersign.freeze_step in row exclusive mode;
    if known <> (select count(*) from countersign.freeze_step) then
      raise exception 'something was frozen or lifted meanwhile' using errcode = 'serialization_failure';
    end if;
  end if;
  return true;
end
$$;
