package dev.countersign.people;

/// One thing that is wrong with a people file.
///
/// @param pointer where, as a JSON Pointer (RFC 6901) into the file's document
/// @param code `required`, `wrong_type`, `too_many`, `unknown_key`, `bad_name`, `bad_account`,
///   `bad_key`, `duplicate_id`, `duplicate_account`, `duplicate_member`, `duplicate_key`,
///   `unknown_person`, `unknown_action_class`, `unknown_zone`, `unknown_day`, `unknown_calendar`,
///   `unused_calendar`, `bad_time`, `ends_before_it_begins`, `never_open`, `overlapping`,
///   `not_a_member`
/// @param detail one sentence for the author of the file
public record PeopleProblem(String pointer, String code, String detail) {}
