-- Phones ring once: calls below a card for people who are asked since it stands there, and groups that
-- a platform calls together.

alter table delivery drop constraint delivery_kind_check;
alter table delivery
  add constraint delivery_kind_check check (kind in ('show_card', 'remind', 'ring', 'execute'));

alter table group_place drop constraint group_place_kind_check, drop constraint group_place_channel;
alter table group_place
  add constraint group_place_kind_check check (kind in ('channel', 'direct', 'called')),
  add constraint group_place_channel check ((kind in ('channel', 'called')) = (channel is not null));
comment on column group_place.kind is
  'channel: the group is asked there; direct: its members are, in their personal chats; called: the platform''s own id of the group, named in its channel';
comment on column group_place.channel is
  'its id on the platform, or that of the group; null where members are asked directly';
