-- When people are away, when groups work and who is on call in turn: as the import spells it, canonical
-- JSON. Null where it says nothing of it.

alter table person add column away text;
comment on column person.away is 'a list of {"from","until","zone"}';

alter table chat_group
  add column calendar text,
  add column on_call text;
comment on column chat_group.calendar is '{"days","from","holidays","name","to","zone"}';
comment on column chat_group.on_call is '{"days","from","people","zone"}';
