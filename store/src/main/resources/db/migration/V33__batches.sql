-- Which renderings belong to a card about several alike requests: such a card has a row in each of them,
-- beside those of the request's own card.

alter table posted_card add column batch text collate "C";
comment on column posted_card.batch is 'bat_ and a ULID, as its entry has it; null for the request''s own card';

-- Which requests are in a batch.
create index posted_card_batch on posted_card (batch, request_id) where batch is not null;
