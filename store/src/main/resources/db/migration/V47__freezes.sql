-- The freeze, which is the kill switch. A step stands in an entry of the deployment's chain; a row names the
-- entry and is believed only with it. While a freeze is on no grant is issued and none is redeemed:
-- statements that do either hold what is frozen until their transaction ends, and whoever freezes waits for
-- those that hold it, and lets nobody past until the freeze has landed.

create table freeze_step (
  entry  integer primary key references deployment_entry (seq),
  kind   text collate "C" not null check (kind in ('freeze_begun', 'freeze_lift_asked', 'freeze_lifted')),
  begun  integer not null references freeze_step (entry)
);
comment on table freeze_step is 'steps of freezes, written once; what they say is in their entries';
comment on column freeze_step.begun is 'the step that began the freeze; its own entry where this is that step';

create trigger written_once before update or delete or truncate on freeze_step
  for each statement execute function refuse_change();
alter table freeze_step enable always trigger written_once;

create function hold_freezes() returns trigger
  language plpgsql as $$
begin
  perform pg_catalog.pg_advisory_xact_lock(4859231640215712375);
  return null;
end
$$;

create trigger hold_freezes before insert on freeze_step
  for each statement execute function hold_freezes();
alter table freeze_step enable always trigger hold_freezes;

-- How many steps the caller knows: rows only come, so whoever knows as many knows all of them. The lock is
-- not released before the transaction ends; what was committed while it was waited for is seen, as this
-- function is volatile. The caller is told as of any other step that came before its own.
create function require_freezes(known integer) returns boolean
  language plpgsql volatile as $$
begin
  if known is not null then
    perform pg_catalog.pg_advisory_xact_lock_shared(4859231640215712375);
    if known <> (select count(*) from countersign.freeze_step) then
      raise exception 'something was frozen or lifted meanwhile' using errcode = 'serialization_failure';
    end if;
  end if;
  return true;
end
$$;

-- Whose members may freeze.
alter table chat_group add column may_freeze boolean not null default false;
