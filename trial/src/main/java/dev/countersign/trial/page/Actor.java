package dev.countersign.trial.page;

import dev.countersign.sandbox.teams.TeamsUser;

/// Somebody whom a visitor of the page can be, in both chats.
///
/// @param id of one word, in lower case
/// @param role what they are to the gate, in a few words
/// @param slack their id in the emulated workspace
public record Actor(String id, String name, String role, String slack, TeamsUser teams) {}
