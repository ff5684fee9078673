-- Who was told lately what waits for them, and who wants quiet. Nothing here is evidence: cards come
-- whatever it says.

create table digest (
  person_id text collate "C" primary key,
  due_at    timestamptz not null,
  told      text[] not null default '{}' check (cardinality(told) <= 100)
);
comment on column digest.due_at is 'when the next turn of the person may be taken';
comment on column digest.told is 'the requests that the last digest told';

create table mute (
  person_id text collate "C" primary key,
  until     timestamptz not null
);
