-- What one person decided, the latest first, without a walk over everybody's votes.

create index vote_of on vote (person, at desc, request_id desc);
