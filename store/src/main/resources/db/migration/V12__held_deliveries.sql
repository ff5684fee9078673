-- Deliveries that failed too often are put aside, so that they are neither tried for ever nor lost.

alter table delivery
  add column failures integer not null default 0,
  add column held_since timestamptz,
  add column failure_code text collate "C" check (failure_code ~ '^[a-z_]{1,64}$'),
  add column failure text check (char_length(failure) <= 500);
comment on column delivery.failures is 'how often it failed since it was last brought about';
comment on column delivery.held_since is
  'when it was put aside; its due time is infinity then, until more is wanted or it is released';

create index delivery_held on delivery (held_since) where held_since is not null;
