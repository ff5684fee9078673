package dev.countersign.audit;

import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.request.BatchId;
import java.util.Optional;

/// A rendering that an entry says was about to be shown.
///
/// @param seq the number of that entry: a vote counts only if its own entry comes later
/// @param id of the posted card; empty for pages, which no row stands for
/// @param card digest of what was drawn
/// @param batch of a rendering on a card about several requests
/// @param whole whether all of the action was on it; not where the chat had no room
public record ShownCard(
    int seq,
    String id,
    int revision,
    Digest card,
    ChatAddress address,
    Optional<BatchId> batch,
    boolean whole) {
  /// The member of the entry that says it; only where it was not: nobody could approve on a card
  /// that was cut before entries said so.
  public static final String WHOLE = "whole";

  /// Whether a vote of that account may rest on it: pages are one account's own.
  public boolean isFor(AccountId account) {
    return address.surface() == account.surface()
        && (hasRow() || address.equals(ChatAddress.ofPages(account)));
  }

  /// Whether a row stands for it; for pages there is the entry alone.
  public boolean hasRow() {
    return address.surface().isChat();
  }

  /// A rendering of the request's own card.
  public ShownCard(
      int seq, String id, int revision, Digest card, ChatAddress address, boolean whole) {
    this(seq, id, revision, card, address, Optional.empty(), whole);
  }
}
