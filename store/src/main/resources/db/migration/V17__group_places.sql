-- Where a group is asked: a row for each place, so that one more chat is one more row.

create table group_place (
  group_name text collate "C" not null references chat_group on delete cascade,
  surface    text collate "C" not null check (surface in ('slack', 'teams', 'console')),
  kind       text collate "C" not null check (kind in ('channel', 'direct')),
  channel    text,
  primary key (group_name, surface, kind),
  constraint group_place_channel check ((kind = 'channel') = (channel is not null))
);
comment on column group_place.kind is 'channel: the group is asked there; direct: its members are, in their personal chats';
comment on column group_place.channel is 'its id on the platform; null where members are asked directly';

insert into group_place (group_name, surface, kind, channel)
select name, 'slack', 'channel', slack_channel from chat_group where slack_channel is not null
union all
select name, 'teams', 'channel', teams_channel from chat_group where teams_channel is not null
union all
select name, 'teams', 'direct', null from chat_group where teams_direct;

alter table chat_group
  drop column slack_channel,
  drop column teams_channel,
  drop column teams_direct;
