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
