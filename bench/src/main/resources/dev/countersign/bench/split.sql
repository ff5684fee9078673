-- An ideal design of a gate that asks nothing of its steps: one round trip each, what changes apart
-- from what stays, one entry of history for each step.
create table item (
  id       text collate "C" primary key,
  agent    text collate "C" not null,
  state    text not null,
  version  integer not null,
  deadline timestamptz not null
) with (fillfactor = 80);
create index item_of_agent on item (agent, deadline);

create table body (
  id    text collate "C" primary key,
  bytes bytea not null
);

create table entry (
  id   text collate "C" not null,
  seq  integer not null,
  at   timestamptz not null,
  who  text not null,
  hash bytea not null,
  body bytea not null,
  primary key (id, seq)
);
