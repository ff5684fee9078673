-- What somebody signed with a passkey lands only while nobody has removed that passkey. The table is held until the
-- transaction ends, as whoever writes to it holds it; whoever removes one waits for those that hold it, and lets
-- nobody past until the removal has landed. Readers wait for neither.

-- A row is enough to say that a passkey was removed. A statement that waited looks at what was committed
-- meanwhile, as this function is volatile.
create function require_passkeys(known integer[]) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if known <> '{}' then
    lock table countersign.passkey_step in row exclusive mode;
    if exists (select from countersign.passkey_step s
                where s.enrolled = any (known) and s.kind = 'passkey_removed') then
      raise exception 'a passkey was removed' using errcode = 'serialization_failure';
    end if;
  end if;
  return true;
end
$$;
revoke all on function require_passkeys(integer[]) from public;

create function hold_passkeys() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  lock table countersign.passkey_step in share row exclusive mode;
  return null;
end
$$;

create trigger hold_passkeys before insert on passkey_step
  for each statement execute function hold_passkeys();
alter table passkey_step enable always trigger hold_passkeys;
