-- What was executed, and nobody knows whether it happened, is listed until somebody says so.

alter table request add column unknown_since timestamptz;
comment on column request.unknown_since is
  'since when nobody knows whether its action happened; null where that is known, or it was not tried';

-- A migration moves no request, so it may also run while everything is on hold.
alter table request disable trigger on_hold;
update request
   set unknown_since = cast(situation -> 'execution' ->> 'at' as timestamptz)
 where state = 'approved' and situation -> 'execution' ->> 'status' = 'unknown';
alter table request enable always trigger on_hold;

-- Steps that leave it as it is touch no index.
create index request_unknown on request (id) where unknown_since is not null;
