package dev.countersign.sandbox.wire;

/// A notification on somebody's phone.
///
/// @param user the platform's id of the person
/// @param conversation in which the message stands
/// @param message the message that rang
public record Rung(String user, String conversation, String message) {}
