-- Break-glass: one person in the place of a quorum, once for each request. What was done is told by the
-- request's chain; a row says whose use it was and which, so that of two at once of one person one lands, and
-- opens the retrospective. A row can only keep somebody from the next use: nothing is granted for it.

create table break_glass (
  request_id text collate "C" primary key references request (id),
  person     text collate "C" not null,
  number     integer not null check (number > 0),
  owner      text collate "C" not null check (owner <> person),
  at         timestamptz not null,
  due        timestamptz not null check (due > at),
  unique (person, number)
);
comment on table break_glass is 'uses of break-glass, written once, each with the retrospective that it opens';
comment on column break_glass.number is 'which use of this person it is';
comment on column break_glass.owner is 'who has to file the retrospective: another person, with another function';
comment on column break_glass.due is 'until when the retrospective is to be filed';

create trigger written_once before update or delete or truncate on break_glass
  for each statement execute function refuse_change();
alter table break_glass enable always trigger written_once;

-- Whose members may use it.
alter table chat_group add column may_break_glass boolean not null default false;
