-- Passkeys. A step stands in an entry of the deployment's chain; a row names the entry and counts for
-- nothing without it, but that a row says of a passkey that it was removed is believed.

create table passkey_step (
  entry    integer primary key references deployment_entry (seq),
  kind     text collate "C" not null check (kind in ('passkey_enrolled', 'passkey_confirmed', 'passkey_removed')),
  enrolled integer not null references passkey_step (entry)
);
comment on table passkey_step is 'steps of passkeys, written once; what they say is in their entries';
comment on column passkey_step.enrolled is 'the step that enrolled the passkey; its own entry where this is that step';

create trigger written_once before update or delete or truncate on passkey_step
  for each statement execute function refuse_change();
alter table passkey_step enable always trigger written_once;

-- How often a passkey said that it had signed. Rows only come, so a count that was seen is not forgotten.
create table passkey_use (
  enrolled integer not null references passkey_step (entry),
  count    bigint not null check (count > 0),
  primary key (enrolled, count)
);

create trigger written_once before update or delete or truncate on passkey_use
  for each statement execute function refuse_change();
alter table passkey_use enable always trigger written_once;

-- What may be signed now. What each is for stands sealed in its text, together with the session's secret.
create table passkey_challenge (
  challenge bytea primary key check (octet_length(challenge) = 32),
  text      bytea not null check (octet_length(text) <= 4096),
  seal_key  text collate "C" not null,
  mac       bytea not null check (octet_length(mac) = 32),
  given_at  timestamptz not null
);
comment on column passkey_challenge.mac is 'over the text and the secret of the session that it was given to';
create index passkey_challenge_given_at on passkey_challenge (given_at);

-- Whose members may confirm passkeys of others, and remove them.
alter table chat_group add column may_confirm_passkeys boolean not null default false;
