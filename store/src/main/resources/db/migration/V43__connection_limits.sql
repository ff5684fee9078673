-- What was sent over each connection that has limits, counted for all replicas together. Nothing
-- here is evidence: it holds back what is approved, and lets through nothing that is not.

create table connection_send (
  id          text collate "C" primary key,
  connection  text collate "C" not null,
  at          timestamptz not null,
  under_way   timestamptz
);
comment on column connection_send.under_way is
  'until when it counts among those under way, unless its replica says before that it ended';
create index connection_send_at on connection_send (connection, at desc);
create index connection_send_under_way on connection_send (connection, under_way)
  where under_way is not null;

-- When the next one that has to wait is told to ask again, so that they do not all ask at once.
create table connection_queue (
  connection text collate "C" primary key,
  next_at    timestamptz not null
);
