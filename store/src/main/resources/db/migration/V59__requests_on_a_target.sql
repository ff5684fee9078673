-- What happened to a target before is shown beside each request about it: found by this index, whichever agent
-- asked and whatever came of it. The column never changes, so no step of a request writes into it.
create index request_of_target on request (target, id) where target is not null;
