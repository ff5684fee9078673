-- What all replicas of a deployment have to agree on: its schema, its signing keys, its files.

create table schema_shape (
  line text collate "C" primary key
);
comment on table schema_shape is 'everything that migrating made, one line each; written by migrate alone';

create table signing_key (
  kid           text collate "C" not null,
  purpose       text not null,
  fingerprint   text not null,
  revoked       boolean not null,
  registered_at timestamptz not null,
  primary key (kid, revoked)
);
comment on table signing_key is
  'every key that a replica has started with, never the key itself; a second row once it was revoked';

create table deployed_file (
  kind   text collate "C" not null check (kind in ('policy', 'connections')),
  number integer not null,
  digest text not null,
  at     timestamptz not null,
  primary key (kind, number)
);
comment on table deployed_file is 'which file was current from when on; the highest number is';

create trigger written_once before update or delete or truncate on deployed_file
  for each statement execute function refuse_change();

create trigger written_once before update or delete or truncate on signing_key
  for each statement execute function refuse_change();
alter table deployed_file enable always trigger written_once;
alter table signing_key enable always trigger written_once;
