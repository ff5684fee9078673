-- A request writes fewer bytes on its way.

-- A claim no longer moves the due time, which an index has: it writes down the end of its lease beside it, in a page
-- that keeps room for the next state of the row. What is claimed now was due at the end of its lease, and stays so.
alter table delivery add column leased_until timestamptz;
comment on column delivery.leased_until is 'the end of the lease of who claimed it; null where nobody has';
comment on column delivery.due_at is 'since when it may be claimed, by whoever finds no lease that holds';
update delivery set leased_until = due_at where lease is not null;
alter table delivery set (fillfactor = 50);

-- A budget counts how many there are, and never whose.
alter table asked drop constraint asked_pkey;
alter table asked drop column request_id;
create index asked_under on asked (name, at);

-- A grant is written once, so no page keeps room for its next state. A request keeps as much as its steps need: they
-- come one after the other, and what they leave behind is free at once.
alter table exec_grant reset (fillfactor);
alter table request set (fillfactor = 80);
