-- Which pages of the console the members of a group see beside their own.
alter table chat_group add column console_role text collate "C"
  check (console_role in ('viewer', 'auditor', 'admin'));
