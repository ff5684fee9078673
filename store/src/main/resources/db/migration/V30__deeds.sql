-- What an action reads as by the catalogue of its connection, for lists that read no bodies; the same
-- as in the frozen ruling. Written once with it.

alter table proposal add column deed text;
comment on column proposal.deed is 'verb and values in the gate''s own words; null where no catalogue told them';
