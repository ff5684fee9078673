-- Which requests have a card that could not be shown: few, and asked of every line of a queue.
create index posted_card_failed on posted_card (request_id) where failure is not null;

-- Which requests somebody said of that their decision was wrong: of entries in canonical JSON, which spells a type in
-- one way, and in which no text has a quote that is not escaped.
create index audit_entry_problem on audit_entry (request_id)
 where position(cast('"type":"problem_reported"' as bytea) in body) > 0;
