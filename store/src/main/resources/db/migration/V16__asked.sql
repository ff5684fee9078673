-- Of whom and where people were asked lately, whatever became of it: a row for the agent and for each place where
-- a request is shown. What is older than the window is deleted by the next request that counts there.

create table asked (
  name       text collate "C" not null,
  at         timestamptz not null,
  request_id text collate "C" not null,
  primary key (name, at, request_id)
);
comment on table asked is 'requests that were asked of people lately, each under its agent and its places; a budget, not evidence';
comment on column asked.name is 'the word agent and its id, or a chat address; the name under which openings lock each other out';
