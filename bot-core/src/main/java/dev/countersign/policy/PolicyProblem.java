package dev.countersign.policy;

/// One thing that is wrong with a policy file.
///
/// @param pointer where, as a JSON Pointer (RFC 6901) into the file's document
/// @param code `required`, `wrong_type`, `out_of_range`, `too_many`, `unknown_key`,
///   `unsupported_version`, `bad_name`, `duplicate_id`, `duplicate_group`, `condition_too_long`,
///   `condition_syntax`, `condition_type`, `unknown_name`, `later_fact`, `bad_regex`,
///   `unknown_gate`, `only_when_asking`, `raises_nothing`, `bad_duration`, `bad_percentage`,
///   `not_ascending`, `after_expiry`, `bad_matrix`
/// @param detail one sentence for the author of the file
public record PolicyProblem(String pointer, String code, String detail) {}
