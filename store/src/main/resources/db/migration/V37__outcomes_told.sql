-- Ends of requests are told to those who did not ask: the person for whom the agent acts, and channels of
-- the settings.

alter table delivery drop constraint delivery_kind_check;
alter table delivery
  add constraint delivery_kind_check check (kind in ('show_card', 'remind', 'ring', 'tell', 'execute'));
