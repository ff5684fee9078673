-- What is known of conversations on chats that have to be told where to be called.

create table chat_conversation (
  surface    text collate "C" not null check (surface in ('slack', 'teams')),
  tenant     text collate "C" not null,
  id         text collate "C" not null,
  kind       text not null check (kind in ('channel', 'group', 'personal')),
  name       text,
  service    text not null,
  user_id    text collate "C",
  member     text,
  present    boolean not null,
  at         timestamptz not null,
  primary key (surface, tenant, id),
  check ((kind = 'personal') = (user_id is not null))
);
comment on column chat_conversation.user_id is 'whose personal conversation it is';
comment on column chat_conversation.member is 'what the chat calls that person there';

create index chat_conversation_of on chat_conversation (surface, tenant, user_id)
 where user_id is not null;
