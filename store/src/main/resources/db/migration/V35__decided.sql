-- What one person decided, the latest first, without a walk over everybody's votes.

create index vote_of on vote (person, at desc, request_id desc);

-- What the deed of a request is about, for the same lists as the deed; the same as in the frozen ruling.

alter table proposal add column deed_object text;
comment on column proposal.deed_object is
  'as the bytes name it, without what is hidden in chats, at most 41 characters; null where no catalogue names it';
