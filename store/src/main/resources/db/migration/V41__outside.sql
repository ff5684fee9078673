-- Executors outside of the gate: they ask for work, name a grant by its id alone, and sign what they
-- ask. Nothing here is evidence.

-- An executor names the grant, and no request.
create index exec_grant_id on exec_grant (id);

-- What an executor outside has to do is the open delivery that keeps the time for it.
create index delivery_outside on delivery (target, request_id) where kind = 'execute' and target <> '';

-- Signed requests that were taken, by the nonce of each, for as long as their signature could be taken
-- once more.
create table executor_nonce (
  executor text collate "C" not null check (char_length(executor) <= 64),
  nonce    text collate "C" not null check (char_length(nonce) <= 64),
  at       timestamptz not null,
  primary key (executor, nonce)
);
create index executor_nonce_at on executor_nonce (at);
