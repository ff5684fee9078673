package dev.countersign.app.http;

/// A chat that does not take the gate. It is told beside readiness and does not end it: requests
/// wait, other chats and agents need this process all the same, and no other replica would do
/// better.
///
/// @param chat `slack` or `teams`
/// @param code the platform's own word or ours, of `a-z 0-9 _`
public record Impairment(String chat, String code) {}
