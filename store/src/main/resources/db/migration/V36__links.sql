-- Codes by which people link an account in a chat. A link itself is people in force of their own
-- (people_version); nothing here is evidence.

create table link_code (
  id       text collate "C" primary key,
  surface  text collate "C" not null check (surface in ('slack', 'teams')),
  tenant   text collate "C" not null,
  user_id  text collate "C" not null,
  text     bytea not null check (octet_length(text) <= 4096),
  seal_key text collate "C" not null,
  mac      bytea not null check (octet_length(mac) = 32),
  asked_at timestamptz not null,
  ended    text collate "C" check (ended in ('used', 'replaced'))
);
comment on column link_code.text is 'whose account it is for; the columns beside it only count';
comment on column link_code.mac is 'over the text and the code, which is stored nowhere';

-- Codes that people typed, right or wrong.
create table link_try (
  person_id text collate "C" not null,
  at        timestamptz not null
);

-- Who is still to be told of a link; what they are told is in the entry.
create table link_notice (
  entry   integer not null,
  surface text collate "C" not null check (surface in ('slack', 'teams')),
  tenant  text collate "C" not null,
  user_id text collate "C" not null,
  tries   integer not null default 0,
  due_at  timestamptz not null,
  primary key (entry, surface, tenant, user_id)
);
