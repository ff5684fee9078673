-- A database that was restored, or that another server took over, has forgotten what happened since:
-- what it says was never sent may have been sent. It is recognised by its place, and nothing is
-- decided, granted or spent in it until an operator begins a new epoch.

-- Another server, another timeline, or tables made anew.
create function place() returns text
  language sql volatile as $$
select (select c.system_identifier from pg_catalog.pg_control_system() c)
       || '/' || pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8)
       || '/' || pg_catalog.to_regclass('countersign.redemption')::pg_catalog.oid
$$;

create table epoch (
  number   integer primary key,
  place    text not null,
  began_at timestamptz not null
);
comment on table epoch is 'the highest number is current; buttons and grants from before it began are dead';
insert into epoch (number, place, began_at) values (1, place(), timestamptz 'epoch');

create trigger written_once before update or delete or truncate on epoch
  for each statement execute function refuse_change();
alter table epoch enable always trigger written_once;

create function on_hold() returns boolean
  language sql volatile as $$
select (select e.place from countersign.epoch e order by e.number desc limit 1)
       is distinct from countersign.place()
$$;

-- What was approved and, as far as this database knows, not sent, when an epoch began.
create table execution_hold (
  request_id  text collate "C" primary key,
  epoch       integer not null,
  released_at timestamptz
);

-- Every step of every replica writes a request, so that none goes past this, at no time.
create function refuse_on_hold() returns trigger
  language plpgsql as $$
begin
  if countersign.on_hold() then
    raise exception 'on hold: the database was restored or taken over' using errcode = 'CS001';
  end if;
  return null;
end
$$;

create trigger on_hold before insert or update on request
  for each statement execute function refuse_on_hold();
alter table request enable always trigger on_hold;

create function refuse_former_grant() returns trigger
  language plpgsql as $$
begin
  if countersign.on_hold() then
    raise exception 'on hold: the database was restored or taken over' using errcode = 'CS001';
  end if;
  if exists (select from countersign.exec_grant g
              where g.request_id = new.request_id and g.id = new.grant_id
                and g.issued_at < (select e.began_at
                                     from countersign.epoch e
                                    order by e.number desc
                                    limit 1))
     or exists (select from countersign.execution_hold h
                 where h.request_id = new.request_id and h.released_at is null) then
    raise exception 'the grant is of a former epoch, or held' using errcode = 'CS002';
  end if;
  return new;
end
$$;

create trigger of_this_epoch before insert on redemption
  for each row execute function refuse_former_grant();
alter table redemption enable always trigger of_this_epoch;
