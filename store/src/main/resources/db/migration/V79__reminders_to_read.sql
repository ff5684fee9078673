-- People are reminded of retrospectives, too, that are filed and that two others have not read.
alter table retrospective_reminder drop constraint retrospective_reminder_moment_check;
alter table retrospective_reminder add constraint retrospective_reminder_moment_check
  check (moment in ('day_before', 'hours_before', 'overdue', 'reading_day_before', 'reading_overdue'));
