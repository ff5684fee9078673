-- Which requests have a card that could not be shown: few, and asked of every line of a queue.
create index posted_card_failed on posted_card (request_id) where failure is not null;
