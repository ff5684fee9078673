-- Where a card stands and where not, and what is done with.

alter table posted_card
  add column failure text,
  add column failed_since timestamptz,
  add column closed boolean not null default false,
  add constraint posted_card_failed check ((failure is null) = (failed_since is null));
comment on column posted_card.failure is 'what the platform last said against showing it; null while nothing is known against it';
comment on column posted_card.failed_since is 'since when the place refuses, whatever it said since then';
comment on column posted_card.closed is 'nothing more is to be done about this rendering';

-- Whose a message is: a press on one that its request does not know must not take another one's away.
create index posted_card_message on posted_card (message_id, channel) where message_id is not null;
