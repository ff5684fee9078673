package dev.countersign.executors.connection;

/// One mistake in `connections.yaml`.
///
/// @param pointer where, as a JSON pointer (RFC 6901); empty for the whole document
/// @param code `required`, `wrong_type`, `out_of_range`, `too_many`, `unknown_key`, `bad_name`,
///   `unknown_kind`, `unknown_environment`, `bad_base_url`, `closed_address`, `unknown_method`,
///   `bad_path`, `bad_credential`, `bad_rate`, `bad_duration`, `bad_size`
/// @param detail what is wrong and what would be right, for the person who wrote the file
public record ConnectionError(String pointer, String code, String detail) {}
