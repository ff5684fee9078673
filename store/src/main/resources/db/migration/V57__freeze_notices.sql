-- In which chats operators are still to be told of a step of a freeze; what they are told is in the entry.
create table freeze_notice (
  entry   integer not null,
  surface text collate "C" not null check (surface in ('slack', 'teams')),
  tries   integer not null default 0,
  due_at  timestamptz not null,
  primary key (entry, surface)
);
