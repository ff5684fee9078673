package dev.countersign.audit;

import dev.countersign.json.Digest;
import dev.countersign.people.ChatAddress;
import dev.countersign.request.BatchId;
import java.util.Optional;

/// A rendering that an entry says was about to be shown.
///
/// @param seq the number of that entry: a vote counts only if its own entry comes later
/// @param id of the posted card
/// @param card digest of what was drawn
/// @param batch of a rendering on a card about several requests
public record ShownCard(
    int seq, String id, int revision, Digest card, ChatAddress address, Optional<BatchId> batch) {

  /// A rendering of the request's own card.
  public ShownCard(int seq, String id, int revision, Digest card, ChatAddress address) {
    this(seq, id, revision, card, address, Optional.empty());
  }
}
