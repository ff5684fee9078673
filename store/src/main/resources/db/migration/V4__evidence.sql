-- What makes a row evidence: a seal (HMAC-SHA-256) under a key that the database never sees, and the
-- name of that key. Rows of an earlier release have none and cannot be given one: `verify` tells them
-- as unkeyed. "not valid" holds every new row to it and leaves the old ones as they are.

alter table audit_entry
  add column seal_key text collate "C",
  add column mac bytea;
alter table audit_entry
  add constraint audit_entry_sealed check
    (seal_key is not null and mac is not null and octet_length(mac) = 32) not valid,
  add constraint audit_entry_fits check (octet_length(body) <= 65535) not valid;
comment on column audit_entry.mac is 'over the request, the number, the hash of the entry before and the body';

alter table vote
  add column seal_key text collate "C",
  add column mac bytea;
alter table vote
  add constraint vote_sealed check
    (seal_key is not null and mac is not null and octet_length(mac) = 32) not valid;
comment on column vote.mac is 'over all that the vote says and the request that it is cast on';

-- A grant is spent by a row of its own that is written once: no state of any other row makes a second
-- send possible. One row for each grant, and one for each revision of a request.
create table redemption (
  request_id text collate "C" not null,
  revision   integer not null,
  grant_id   text collate "C" not null,
  execution  text collate "C" not null,
  action     text not null,
  seq        integer not null,
  at         timestamptz not null,
  primary key (request_id, revision)
);
comment on table redemption is 'the one thing that allows one execution; inserted and read, never changed';
create unique index redemption_grant on redemption (grant_id);

-- What an earlier release redeemed. The execution is named by the entry that told of it.
insert into redemption (request_id, revision, grant_id, execution, action, seq, at)
select g.request_id, g.revision, g.id, e.entry -> 'data' ->> 'attempt',
       'sha-256:' || rtrim(translate(encode(p.action_digest, 'base64'), '+/', '-_'), '='),
       e.seq, cast(e.entry ->> 'at' as timestamptz)
  from exec_grant g
  join proposal p on p.id = g.request_id
  join lateral (
         select a.seq, cast(convert_from(a.body, 'UTF8') as json) as entry
           from audit_entry a
          where a.request_id = g.request_id) e
    on e.entry ->> 'type' = 'grant_redeemed' and e.entry -> 'data' ->> 'grant' = g.id
 where g.redeemed_at is not null;

-- Whatever was redeemed stays so, even where its entry is missing.
insert into redemption (request_id, revision, grant_id, execution, action, seq, at)
select g.request_id, g.revision, g.id, 'unknown', 'unknown', 0, g.redeemed_at
  from exec_grant g
 where g.redeemed_at is not null
    on conflict do nothing;

alter table exec_grant drop column redeemed_at;

create trigger written_once before update or delete or truncate on redemption
  for each statement execute function refuse_change();
alter table redemption enable always trigger written_once;

-- The deployment's own chain: imports, keys, policy, connections.
create table deployment_entry (
  seq      integer primary key,
  body     bytea not null check (octet_length(body) <= 65535),
  hash     bytea not null generated always as (sha256('\x00'::bytea || body)) stored,
  seal_key text collate "C" not null,
  mac      bytea not null check (octet_length(mac) = 32)
);
comment on table deployment_entry is 'one link of the deployment''s chain; inserted and read, never changed';

-- The text of each import. The gate believes this, under the seal of its entry, and not the rows of
-- person and account beside it.
create table people_version (
  version integer primary key,
  text    bytea not null,
  digest  bytea not null generated always as (sha256(text)) stored,
  entry   integer not null
);
comment on column people_version.entry is 'the number of the deployment''s entry that tells its digest';

create trigger written_once before update or delete or truncate on deployment_entry
  for each statement execute function refuse_change();
create trigger written_once before update or delete or truncate on people_version
  for each statement execute function refuse_change();
alter table deployment_entry enable always trigger written_once;
alter table people_version enable always trigger written_once;
