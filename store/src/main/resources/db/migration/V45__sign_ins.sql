-- Sessions on the pages. Whose each is stands sealed in its text; the columns beside it only count.

create table sign_in (
  key       bytea primary key check (octet_length(key) = 32),
  text      bytea not null check (octet_length(text) <= 4096),
  seal_key  text collate "C" not null,
  mac       bytea not null check (octet_length(mac) = 32),
  opened_at timestamptz not null,
  seen_at   timestamptz not null
);
comment on column sign_in.key is 'digest of the secret that a browser has, which is stored nowhere';
comment on column sign_in.mac is 'over the text and the secret';
create index sign_in_seen_at on sign_in (seen_at);
