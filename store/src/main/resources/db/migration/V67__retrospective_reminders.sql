-- Who was reminded of a retrospective that nobody has filed, and who still is to be: one row for each of them at
-- each moment, taken by one replica before anything is sent. Nothing is granted or refused by it.

create table retrospective_reminder (
  request_id text collate "C" not null references break_glass (request_id),
  moment     text collate "C" not null check (moment in ('day_before', 'hours_before', 'overdue')),
  target     text collate "C" not null check (length(target) between 1 and 300),
  tries      integer not null default 1 check (tries > 0),
  due_at     timestamptz not null,
  done       boolean not null default false,
  primary key (request_id, moment, target)
);
comment on table retrospective_reminder is 'who was reminded of which retrospective';
comment on column retrospective_reminder.target is 'a channel of a chat, or a person';
comment on column retrospective_reminder.due_at is 'until when nobody else tries it';
comment on column retrospective_reminder.done is 'whether it was told, or is tried no more';
