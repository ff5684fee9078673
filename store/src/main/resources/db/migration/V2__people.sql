-- What is known of people and agents, replaced as a whole by every import.

create table people_import (
  singleton   boolean primary key default true check (singleton),
  version     integer not null,
  imported_at timestamptz not null
);
insert into people_import (version, imported_at) values (0, now());

create table person (
  id        text collate "C" primary key,
  name      text not null,
  functions text[] not null
);

create table account (
  surface   text collate "C" not null check (surface in ('slack', 'teams', 'console')),
  tenant    text collate "C" not null,
  user_id   text collate "C" not null,
  person_id text collate "C" not null references person on delete cascade,
  primary key (surface, tenant, user_id)
);
create index account_of on account (person_id);

create table chat_group (
  name          text collate "C" primary key,
  slack_channel text,
  teams_channel text,
  teams_direct  boolean not null
);

create table person_group (
  group_name text collate "C" not null references chat_group on delete cascade,
  person_id  text collate "C" not null references person on delete cascade,
  primary key (group_name, person_id)
);
create index person_group_of on person_group (person_id);

create table agent (
  id          text collate "C" primary key,
  owner       text not null,
  key         text collate "C" not null unique,
  secret_hash bytea,
  scopes      text[] not null,
  may_propose text[] not null
);
comment on column agent.key is 'the public part of the API key';
comment on column agent.secret_hash is 'hash of the secret part; null until it is set, then nobody passes';
