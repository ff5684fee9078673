-- The bytes of attachments. Each is known by its digest, to the agent that handed it in; what no request
-- holds is deleted after a while.

create table attachment (
  agent   text collate "C" not null,
  sha256  bytea not null,
  bytes   bytea not null check (octet_length(bytes) between 1 and 5242880),
  kept_at timestamptz not null,
  primary key (agent, sha256),
  constraint attachment_is_of_its_digest check (sha256 = sha256(bytes))
);
alter table attachment alter column bytes set storage external;
comment on column attachment.kept_at is 'when it was handed in last';
create index attachment_kept_at on attachment (agent, kept_at);

-- Held before the request is opened, so there may be one without a request; such a one is deleted, too.
create table attachment_hold (
  request_id text collate "C" not null,
  agent      text collate "C" not null,
  sha256     bytea not null,
  held_at    timestamptz not null,
  primary key (request_id, sha256),
  foreign key (agent, sha256) references attachment (agent, sha256)
);
create index attachment_hold_of on attachment_hold (agent, sha256);

-- One row for each agent, so that what it hands in at once is counted one by one.
create table attachment_turn (
  agent text collate "C" primary key,
  at    timestamptz not null
);
