package dev.countersign.audit;

import dev.countersign.json.Digest;
import dev.countersign.people.ChatAddress;

/// A rendering that an entry says was about to be shown.
///
/// @param seq the number of that entry: a vote counts only if its own entry comes later
/// @param id of the posted card
/// @param card digest of what was drawn
/// @param whole whether all of the action was on it; not where the chat had no room
public record ShownCard(
    int seq, String id, int revision, Digest card, ChatAddress address, boolean whole) {
  /// The member of the entry that says it; only where it was not: nobody could approve on a card
  /// that was cut before entries said so.
  public static final String WHOLE = "whole";
}
