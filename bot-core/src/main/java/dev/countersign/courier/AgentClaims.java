package dev.countersign.courier;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.Audience;
import dev.countersign.proposal.WireName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Members of an action that do nothing but describe it. They are frozen and therefore shown, but
/// apart from the exact evidence, as what the agent says, and marked where the gate found
/// otherwise.
final class AgentClaims {
  static final String TITLE = "Said by the agent, not verified";

  private final RequestRecord record;
  private final JsonObject changes;
  private final List<List<Run>> items = new ArrayList<>();

  private AgentClaims(RequestRecord record) {
    this.record = record;
    this.changes = record.proposal().action().changes();
  }

  static Optional<Section> of(RequestRecord record) {
    AgentClaims claims = new AgentClaims(record);
    switch (record.proposal().action().actionClass()) {
      case MESSAGE -> claims.message();
      case RECORD_CHANGE -> claims.recordChange();
      case API_CALL -> {
        claims.each("auth_scope", "Needs the right");
        claims.each("side_effects", "Side effect");
      }
      case TOOL_CALL -> claims.toolCall();
    }
    return claims.items.isEmpty()
        ? Optional.empty()
        : Optional.of(new Section.Bullets(TITLE, claims.items));
  }

  private void message() {
    changes
        .optionalText("audience")
        .ifPresent(claimed -> {
          Audience found = record.ruling().circumstances().audience();
          // Addresses outside say nothing about whether the public reads it as well.
          boolean agrees =
              found == Audience.NONE
                  || claimed.equals(WireName.of(found))
                  || found == Audience.EXTERNAL && claimed.equals(WireName.of(Audience.PUBLIC));
          claim("Audience", claimed, agrees ? "" : "the recipients’ addresses say otherwise");
        });
  }

  private void recordChange() {
    if (changes.has("reversible")) {
      boolean claimed = changes.bool("reversible");
      boolean deletes = changes.text("operation").equals("delete");
      String contradiction =
          !claimed
              ? ""
              : record.ruling().risk().irreversible()
                  ? "the policy says that it can’t be undone"
                  : deletes ? "Countersign can’t bring back what is deleted" : "";
      claim("Reversible", String.valueOf(claimed), contradiction);
    }
  }

  private void toolCall() {
    changes
        .optionalText("tool_definition_digest")
        .ifPresent(digest -> claim("Digest of the tool’s definition", digest, ""));
    changes
        .optionalObject("annotations")
        .ifPresent(hints ->
            hints
                .members()
                .forEach((name, value) -> claim("Hint " + name, CanonicalJson.text(value), "")));
  }

  private void each(String member, String label) {
    if (changes.has(member)) {
      changes.texts(member).forEach(text -> claim(label, text, ""));
    }
  }

  private void claim(String label, String text, String contradiction) {
    List<Run> line = new ArrayList<>();
    line.add(Run.strong(label + ": "));
    line.add(Run.supplied(text));
    if (!contradiction.isEmpty()) {
      line.add(Run.strong("  ·  ⚠️ " + contradiction));
    }
    items.add(line);
  }
}
