-- How often in each minute something came for which the policy freezes an agent. A count freezes, and no row of
-- it lifts anything; it is taken away by the freeze, and forgotten after a day.
create table agent_alarm (
  agent  text collate "C" not null,
  kind   text collate "C" not null check (kind in ('fast_approvals', 'over_budget')),
  minute timestamptz not null,
  times  integer not null check (times between 1 and 1000000),
  primary key (agent, kind, minute)
);
