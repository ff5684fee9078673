-- In whose place a vote was cast. Null where the person voted by their own right, and in every vote from before.

alter table vote
  add column in_place_of text,
  add constraint vote_in_another_place check (in_place_of <> person);
comment on column vote.in_place_of is 'the member who was away and had named the person';
