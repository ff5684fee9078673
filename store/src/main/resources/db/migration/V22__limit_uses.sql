-- What limits of standing approvals have let through: a row for each request and each name under which a limit
-- counts it. What no limit reaches back to any more, after 30 days, is deleted by the next request that counts.

create table limit_use (
  name       text collate "C" not null,
  at         timestamptz not null,
  request_id text collate "C" not null,
  amount     bigint not null check (amount > 0),
  primary key (name, at, request_id)
);
comment on table limit_use is 'uses of standing approvals; the rulings in the chains tell them as well, and verify recounts by those';
comment on column limit_use.name is 'digest of the rule, what the limit is per, the agent or target, and the sum';
comment on column limit_use.amount is '1 where requests are counted';

create index limit_use_age on limit_use (at);

-- Counts only grow while a limit can reach back to them, whoever holds the role of the application.
create function keep_use() returns trigger
  language plpgsql as $$
begin
  if old.at > statement_timestamp() - interval '30 days' then
    raise exception '% on % is refused: it still counts', tg_op, tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  return old;
end
$$;

create trigger counted before delete on limit_use
  for each row execute function keep_use();
create trigger written_once before update or truncate on limit_use
  for each statement execute function refuse_change();
alter table limit_use enable always trigger counted;
alter table limit_use enable always trigger written_once;
