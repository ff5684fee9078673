-- What the policy calls a request, so that a queue can be asked for a part of it. Null for what has no
-- such tag, for what asks nobody, and for what an earlier release opened.

alter table request
  add column domain text collate "C",
  add column severity text collate "C",
  add column source text collate "C",
  add column blocks_customer boolean,
  add column claimed_tags text[];
comment on column request.blocks_customer is 'true or null';
comment on column request.claimed_tags is 'the kinds of those tags that rest on the agent''s word alone';

-- As request_waiting and request_waiting_too, of what has a tag: whatever is rare is found as fast as all.
create index request_waiting_domain on request (asks, domain, risk_rank desc, deadline, id)
  where state = 'pending' and domain is not null;
create index request_waiting_severity on request (asks, severity, risk_rank desc, deadline, id)
  where state = 'pending' and severity is not null;
create index request_waiting_source on request (asks, source, risk_rank desc, deadline, id)
  where state = 'pending' and source is not null;
create index request_waiting_blocks on request (asks, risk_rank desc, deadline, id)
  where state = 'pending' and blocks_customer;
create index request_waiting_too_domain on request (asks_too, domain, risk_rank desc, deadline, id)
  where state = 'pending' and asks_too is not null and domain is not null;
create index request_waiting_too_severity on request (asks_too, severity, risk_rank desc, deadline, id)
  where state = 'pending' and asks_too is not null and severity is not null;
create index request_waiting_too_source on request (asks_too, source, risk_rank desc, deadline, id)
  where state = 'pending' and asks_too is not null and source is not null;
create index request_waiting_too_blocks on request (asks_too, risk_rank desc, deadline, id)
  where state = 'pending' and asks_too is not null and blocks_customer;

-- What waits of an agent on one target, so that a proposal on it tells of the other.
alter table request add column target text collate "C";
comment on column request.target is 'digest over kind, place and target_id of its action; null where it names none';
create index request_on_target on request (agent, target, id)
  where state = 'pending' and target is not null;
