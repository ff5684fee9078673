package dev.countersign.executors.connection;

/// One mistake in `connections.yaml`.
///
/// @param pointer where, as a JSON pointer (RFC 6901); empty for the whole document
/// @param detail what is wrong and what would be right, for the person who wrote the file
public record ConnectionError(String pointer, String detail) {}
