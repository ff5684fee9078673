-- Each step asks whether the database is where the epoch began. As a function of plpgsql the question
-- is planned once for each connection. A connection belongs to one running server, so it reads only
-- once from the disk which one that is; its timeline, which a fail-over changes, it looks at each time.
create or replace function place() returns text
  language plpgsql volatile as $$
declare
  server text := pg_catalog.current_setting('countersign.server', true);
begin
  if server is null or server = '' then
    select c.system_identifier into server from pg_catalog.pg_control_system() c;
    perform pg_catalog.set_config('countersign.server', server, false);
  end if;
  return server
         || '/' || pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8)
         || '/' || pg_catalog.to_regclass('countersign.redemption')::pg_catalog.oid;
end
$$;

create or replace function on_hold() returns boolean
  language plpgsql volatile as $$
begin
  return (select e.place from countersign.epoch e order by e.number desc limit 1)
         is distinct from countersign.place();
end
$$;
