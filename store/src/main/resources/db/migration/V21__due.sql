-- When time next asks for something of a pending request: a reminder, another group, its end. Before, only
-- its end did.

alter table request
  add column due timestamptz,
  add column asks_too text collate "C";
comment on column request.due is 'when time next asks for something of it; null once it is decided';
comment on column request.asks_too is 'the group that decides too since the open stage escalated; null before';

-- A migration moves no request, so it may also run while everything is on hold.
alter table request disable trigger on_hold;
update request set due = deadline where state = 'pending';
alter table request enable always trigger on_hold;

alter table request
  add constraint request_due check ((state = 'pending') = (due is not null));

drop index request_due;
create index request_due on request (due, id) where state = 'pending';
create index request_waiting_too on request (asks_too, risk_rank desc, deadline, id)
  where state = 'pending' and asks_too is not null;

alter table delivery drop constraint delivery_kind_check;
alter table delivery
  add constraint delivery_kind_check check (kind in ('show_card', 'remind', 'execute'));
