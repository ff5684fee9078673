-- Whoever may insert into a table may hold it, for as long as they like: so whoever had the application's password
-- could keep a freeze waiting while grants went on. Whoever freezes, or appends to the deployment's chain, waits two
-- seconds for those that hold the table, which is longer than any step takes, and ends their sessions then. What was
-- half done in them is undone. Those that wait behind get the table as the first wait is given up, and are ended with
-- them; new ones come to wait behind the second.

create function hold_table(held regclass) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  given constant text := current_setting('lock_timeout');
begin
  for attempt in 1 .. 3 loop
    begin
      perform set_config('lock_timeout', case attempt when 1 then '2s' else '1s' end, true);
      execute format('lock table %s in share row exclusive mode', held);
      perform set_config('lock_timeout', given, true);
      return true;
    exception when lock_not_available then
      perform pg_terminate_backend(l.pid)
         from pg_locks l
        where l.locktype = 'relation' and l.relation = held and l.granted and l.pid <> pg_backend_pid()
          and l.database = (select d.oid from pg_database d where d.datname = current_database())
          and l.mode not in ('AccessShareLock', 'RowShareLock');
    end;
  end loop;
  raise exception 'somebody holds %', held using errcode = 'lock_not_available';
end
$$;
revoke all on function hold_table(regclass) from public;

create or replace function hold_freeze_steps() returns boolean
  language sql volatile security definer set search_path = pg_catalog as $$
  select countersign.hold_table('countersign.freeze_step'::regclass)
$$;

create or replace function hold_deployment_chain() returns boolean
  language sql volatile security definer set search_path = pg_catalog as $$
  select countersign.hold_table('countersign.deployment_entry'::regclass)
$$;

-- The same for whoever puts other people in force, and whoever removes a passkey.
create or replace function hold_people() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform countersign.hold_table('countersign.people_version'::regclass);
  return null;
end
$$;

create or replace function hold_passkeys() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform countersign.hold_table('countersign.passkey_step'::regclass);
  return null;
end
$$;
