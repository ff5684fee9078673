-- What was signed to sign in, so that it signs in once. Only a proven passkey writes a row.
create table passkey_sign_in (
  challenge bytea primary key check (octet_length(challenge) = 32),
  used_at   timestamptz not null
);
create index passkey_sign_in_used_at on passkey_sign_in (used_at);

-- Whose a challenge is, so that a session has a bounded number of them.
delete from passkey_challenge;
alter table passkey_challenge add column session bytea not null check (octet_length(session) = 32);
comment on column passkey_challenge.session is 'digest of the session''s secret, as sign_in.key; only counts';
create index passkey_challenge_session on passkey_challenge (session, given_at);
