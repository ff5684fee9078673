-- Groups that are asked at once: more than two may decide now, and an approval may count in one of several
-- stages.

alter table request
  add column asks_more text[] collate "C" not null default '{}';
comment on column request.asks_too is 'the second group that decides now, where there are several; null before';
comment on column request.asks_more is 'all further groups that decide now';

create index request_waiting_more on request (risk_rank desc, deadline, id) include (asks_more)
  where state = 'pending' and asks_more <> '{}';

alter table vote
  add column also text;
comment on column vote.also is 'further stages in which it may count instead: 1:legal,2:finance; null where there are none';
