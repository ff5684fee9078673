package dev.countersign.card;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.request.Decision;
import java.util.Set;

/// A card drawn for one chat, with its buttons' tokens still missing.
///
/// @param body the chat's own message, each button's value an empty string
/// @param digest over the canonical bytes of `body`: what a reviewer was shown
/// @param complete false when anything had to be shortened but what the agent says beside its
///   action; such a card never carries [Decision#APPROVE]
/// @param asks the decisions whose buttons wait for a token
public record RenderedCard(JsonObject body, Digest digest, boolean complete, Set<Decision> asks) {
  public RenderedCard {
    asks = Set.copyOf(asks);
    if (!complete && asks.contains(Decision.APPROVE)) {
      throw new IllegalArgumentException("what was not shown, nobody can approve");
    }
  }

  public static RenderedCard of(JsonObject body, boolean complete, Set<Decision> asks) {
    return new RenderedCard(body, Digest.of(CanonicalJson.bytes(body)), complete, asks);
  }
}
