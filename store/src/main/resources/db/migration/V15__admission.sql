-- What keeps a request from being opened: an identical one that is pending, or too many that wait. Null for
-- what asks nobody, and for requests of an earlier release, which are not counted per channel.

alter table request
  add column likeness text collate "C",
  add column places text[];
comment on column request.likeness is 'digest over all that makes two proposals of one agent the same question';
comment on column request.places is 'where it was asked first: the chat addresses of its first cards';

create index request_alike on request (agent, likeness) where state = 'pending';
create index request_placed on request using gin (places) where state = 'pending';

-- For the newest proposal with the same action.
create index proposal_alike on proposal (agent, action_digest, id);

alter table idempotency add column attached boolean not null default false;
comment on column idempotency.attached is 'the key came with a proposal that was attached to this identical one';
