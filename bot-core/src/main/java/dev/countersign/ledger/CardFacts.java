package dev.countersign.ledger;

import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EntryType;
import dev.countersign.audit.ShownCard;
import dev.countersign.card.PostedCard;
import dev.countersign.json.JsonObject;

/// What an entry tells of one rendering.
public final class CardFacts {
  private CardFacts() {}

  public static AuditFact of(EntryType type, PostedCard card) {
    return new AuditFact(type, "gate", describe(card).build());
  }

  /// What is about to be shown.
  ///
  /// @param whole whether all of the action is on it
  public static AuditFact shown(EntryType type, PostedCard card, boolean whole) {
    JsonObject.Builder described = describe(card);
    return new AuditFact(
        type, "gate", (whole ? described : described.put(ShownCard.WHOLE, false)).build());
  }

  /// @param code why the platform refuses it
  public static AuditFact failed(PostedCard card, String code) {
    return new AuditFact(EntryType.CARD_FAILED, "gate", describe(card).put("code", code).build());
  }

  private static JsonObject.Builder describe(PostedCard card) {
    JsonObject.Builder described =
        JsonObject.builder()
            .put("card_id", card.id())
            .put("card", card.digest().value())
            .put("address", card.address().toString())
            .put("message", card.messageId().orElse(null))
            .put("revision", card.revision())
            .put("version", card.version());
    return card.personal() ? described.put("personal", true) : described;
  }
}
