-- What one person decided, the latest first, without a walk over everybody's votes.

create index vote_of on vote (person, at desc, request_id desc);

-- What the deed of a request is about, for the same lists as the deed; the same as in the frozen ruling.

-- Rows from before have an empty one, which no ruling gives: their rulings may name it, and no SQL cuts and
-- hides as the gate does.
alter table proposal add column deed_object text default '';
alter table proposal alter column deed_object drop default;
comment on column proposal.deed_object is
  'as the bytes name it, without what is hidden in chats, at most 41 characters; null where no catalogue names it; empty in rows from before schema 35';
