-- Which entries of the last hour tell of a refused attempt; what they tell is in the entry. Only so
-- many are written of one person or account.
create table refused_attempt (
  entry integer primary key,
  at    timestamptz not null
);
create index refused_attempt_at on refused_attempt (at);
