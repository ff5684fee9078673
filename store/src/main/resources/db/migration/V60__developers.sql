-- A role of the console for whoever writes agents.
alter table chat_group drop constraint chat_group_console_role_check;
alter table chat_group add constraint chat_group_console_role_check
  check (console_role in ('viewer', 'developer', 'auditor', 'admin'));
