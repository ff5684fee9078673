-- Who was told of which execution of which nobody knows whether it happened, and nobody was asked about: one row for
-- each in each channel of those who run the gate. Nothing is granted or refused by it.

create table unknown_alert (
  request_id text collate "C" not null references request (id),
  target     text collate "C" not null check (length(target) between 1 and 300),
  due_at     timestamptz not null,
  primary key (request_id, target)
);
comment on table unknown_alert is 'who was told of which end that nobody knows';
comment on column unknown_alert.target is 'a channel of a chat';
comment on column unknown_alert.due_at is 'when it is told there again; far away where it is not';

-- When the next message may go out, so that they are few.
create table unknown_alert_channel (
  target text collate "C" primary key check (length(target) between 1 and 300),
  due_at timestamptz not null
);
comment on table unknown_alert_channel is 'when the next of these messages may go out in a channel';
