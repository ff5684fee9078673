-- By which words a request is found on pages: written once with it, letters and digits in lower case and the
-- digest of its action. Those of before are found by their ids alone. An index that keeps what is new in a short
-- list of its own, so that an opening writes little and no search reads much of it.

alter table proposal add column words tsvector;
comment on column proposal.words is 'what a search finds it by; null where it was opened before there was a search';
create index proposal_words on proposal using gin (words) with (gin_pending_list_limit = 256);
