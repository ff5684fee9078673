-- Places that take no cards, as far as operators were told of them. What is true of a place is in the rows
-- of cards; nothing here is evidence.

create table place_alert (
  surface    text collate "C" not null check (surface in ('slack', 'teams')),
  tenant     text collate "C" not null,
  channel    text collate "C" not null,
  code       text not null,
  since      timestamptz not null,
  request_id text collate "C" not null,
  card       text collate "C" not null,
  mended     boolean not null default false,
  told       boolean not null default false,
  tries      integer not null default 0,
  due_at     timestamptz not null,
  primary key (surface, tenant, channel)
);
comment on column place_alert.card is 'one that was refused there: once it stands, the place is mended';
comment on column place_alert.told is 'whether operators were told of this standing';

-- When a message went out, so that they are few.
create table place_alert_sent (
  at timestamptz not null
);
