package dev.countersign.audit;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.BrokenGlass;

/// Writes a use of break-glass as a document and reads it back.
///
/// Shape: `{"person", "account", "incident", "reason", "card", "owner", "due", "ended_by"?}`.
final class GlassCodec {
  private GlassCodec() {}

  static JsonObject toJson(BrokenGlass glass) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("person", glass.by().value())
            .put("account", glass.account().toJson())
            .put("incident", glass.incident())
            .put("reason", glass.reason())
            .put("card", glass.card().value())
            .put("owner", glass.owner().value())
            .put("due", glass.due());
    glass.ended().ifPresent(by -> json.put("ended_by", by.value()));
    return json.build();
  }

  static BrokenGlass glass(JsonObject json) {
    return new BrokenGlass(
        new PersonId(json.text("person")),
        AccountId.fromJson(json.object("account")),
        json.text("incident"),
        json.text("reason"),
        new Digest(json.text("card")),
        new PersonId(json.text("owner")),
        json.instant("due"),
        json.optionalText("ended_by").map(PersonId::new));
  }
}
