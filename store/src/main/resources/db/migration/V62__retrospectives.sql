-- What is written afterwards about a use of break-glass: filed once, then closed by two people. What they wrote stands
-- in the chain of the request; a row only lets lists find what is open, and gives nobody a right back.

create table retrospective_mark (
  request_id text collate "C" not null references break_glass (request_id),
  kind       text collate "C" not null check (kind in ('filed', 'closed')),
  person     text collate "C" not null,
  at         timestamptz not null,
  primary key (request_id, kind, person)
);
comment on table retrospective_mark is 'who filed the retrospective of a use of break-glass and who closed it, written once';

create trigger written_once before update or delete or truncate on retrospective_mark
  for each statement execute function refuse_change();
alter table retrospective_mark enable always trigger written_once;
