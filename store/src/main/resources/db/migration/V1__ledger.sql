-- The ledger: what is asked, where it stands, and everything that happened to it.
--
-- Ids are `prop_` + ULID and sort by bytes, as Java compares them. Every table below a request has the
-- request's id first in its key, so that one request lies together and keys spread when they are hashed.
-- There are no sequences. Nor are there foreign keys to `request`: every row below it is written by a
-- statement that holds the request's row, and the key check would lock and write that row once more for
-- each of them.

create table proposal (
  id             text collate "C" primary key,
  agent          text not null,
  owner          text not null,
  action         bytea not null,
  action_digest  bytea not null generated always as (sha256(action)) stored,
  context        bytea not null,
  context_digest bytea not null generated always as (sha256(context)) stored,
  ruling         bytea not null,
  conflicted     text[] not null,
  created_at     timestamptz not null
);
comment on table proposal is 'what was asked and ruled, as canonical bytes; written once';

-- Narrow and hot, apart from the body: each step rewrites this row and nothing else of the request.
-- Steps that keep state and deadline touch no index (heap-only), for which pages keep room.
create table request (
  id         text collate "C" primary key,
  agent      text collate "C" not null,
  state      text collate "C" not null check (state in
    ('pending', 'approved', 'rejected', 'returned', 'refused', 'expired', 'withdrawn', 'superseded')),
  situation  json not null,
  revision   integer not null,
  version    integer not null,
  stage      integer,
  asks       text collate "C",
  deadline   timestamptz not null,
  risk_rank  smallint not null,
  audit_seq  integer not null,
  audit_hash bytea not null check (octet_length(audit_hash) = 32)
) with (fillfactor = 70);
comment on column request.situation is 'the state with all that is true only then; json keeps its text';
comment on column request.stage is 'the stage that is open, counted from 0; null when none is';
comment on column request.asks is 'the group that decides now; null when nobody does';
comment on column request.risk_rank is 'assessed risk, 0 low to 3 critical';
comment on column request.audit_hash is 'with audit_seq the end of the chain: the guard of every step';

create index request_listed on request (agent, state, id);
create index request_due on request (deadline, id) where state = 'pending';
create index request_waiting on request (asks, risk_rank desc, deadline, id) where state = 'pending';

create table vote (
  request_id text collate "C" not null,
  revision   integer not null,
  person     text not null,
  seq        integer not null,
  surface    text not null,
  tenant     text not null,
  account    text not null,
  decision   text not null check (decision in ('approve', 'reject', 'return')),
  action     text not null,
  card       text not null,
  stage      integer not null,
  for_group  text not null,
  function   text,
  token      text not null,
  reason     text check (reason in
    ('wrong_content', 'not_enough_context', 'against_policy', 'no_longer_needed')),
  comment    text,
  callback   text not null,
  at         timestamptz not null,
  primary key (request_id, revision, person)
);
comment on column vote.seq is 'the last audit entry of the commit that cast it: the order of votes';

create table exec_grant (
  request_id  text collate "C" not null,
  id          text collate "C" not null,
  revision    integer not null,
  seq         integer not null,
  issued_at   timestamptz not null,
  expires_at  timestamptz not null,
  token       text not null,
  redeemed_at timestamptz,
  lapsed_at   timestamptz,
  primary key (request_id, id),
  check (redeemed_at is null or lapsed_at is null)
) with (fillfactor = 85);
comment on column exec_grant.lapsed_at is 'when another grant took its place because it had expired unspent';

-- A grant that is live or spent keeps every other grant of its revision out.
create unique index exec_grant_one on exec_grant (request_id, revision) where lapsed_at is null;

create table posted_card (
  request_id text collate "C" not null,
  id         text collate "C" not null,
  revision   integer not null,
  version    integer not null,
  seq        integer not null,
  surface    text not null,
  tenant     text not null,
  channel    text not null,
  digest     text not null,
  message_id text,
  personal   boolean not null,
  at         timestamptz not null,
  primary key (request_id, id)
) with (fillfactor = 85);

comment on column posted_card.personal is 'drawn for one person before the message itself was brought up to it';

create table audit_entry (
  request_id text collate "C" not null,
  seq        integer not null,
  body       bytea not null,
  hash       bytea not null generated always as (sha256('\x00'::bytea || body)) stored,
  primary key (request_id, seq)
);
comment on table audit_entry is 'one link of a request''s chain; inserted and read, never changed';

-- Only what is still to be brought about: settling deletes the row.
create table delivery (
  request_id text collate "C" not null,
  kind       text collate "C" not null check (kind in ('show_card', 'execute')),
  target     text collate "C" not null,
  wanted     bigint not null default 1,
  attempts   integer not null default 0,
  due_at     timestamptz not null,
  lease      uuid,
  primary key (request_id, kind, target)
) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
comment on column delivery.due_at is 'when it may be claimed: for a claimed one the end of its lease';

create index delivery_due on delivery (kind, due_at);

create table idempotency (
  agent       text collate "C" not null,
  key         text collate "C" not null check (char_length(key) <= 255),
  body        text not null,
  proposal_id text collate "C" not null,
  at          timestamptz not null,
  primary key (agent, key)
);

-- Grants of rights keep the application out; these keep the owner of the tables out as well.
create function refuse_change() returns trigger
  language plpgsql as $$
begin
  raise exception '% on % is refused: its rows are written once', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;

create trigger written_once before update or delete or truncate on proposal
  for each statement execute function refuse_change();
create trigger written_once before update or delete or truncate on vote
  for each statement execute function refuse_change();
create trigger written_once before update or delete or truncate on audit_entry
  for each statement execute function refuse_change();

alter table proposal enable always trigger written_once;
alter table vote enable always trigger written_once;
alter table audit_entry enable always trigger written_once;
