-- An ideal design of a gate that asks nothing of its steps: one round trip each, what changes apart
-- from what stays. It keeps what any gate keeps: the body, whose key it came under, where it stands,
-- who decided, what is to be executed, and one entry of history for each step.
create table item (
  id       text collate "C" primary key,
  agent    text collate "C" not null,
  key      text collate "C" not null,
  state    text not null,
  version  integer not null,
  deadline timestamptz not null,
  unique (agent, key)
) with (fillfactor = 80);

create table body (
  id    text collate "C" primary key,
  bytes bytea not null
);

create table vote (
  id     text collate "C" not null,
  person text collate "C" not null,
  at     timestamptz not null,
  primary key (id, person)
);

create table handoff (
  id     text collate "C" primary key,
  due_at timestamptz not null
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
