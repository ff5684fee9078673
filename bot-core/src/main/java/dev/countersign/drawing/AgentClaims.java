package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.WireName;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.Audience;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Members of an action that do nothing but describe it. They are frozen and therefore shown, but
/// apart from the exact evidence, as what the agent says, and marked where the gate found
/// otherwise.
final class AgentClaims {
  static final String TITLE = "Said by the agent, not verified";

  private final RequestRecord record;
  private final List<List<Run>> items = new ArrayList<>();

  private AgentClaims(RequestRecord record) {
    this.record = record;
  }

  static Optional<Section> of(RequestRecord record) {
    AgentClaims claims = new AgentClaims(record);
    switch (record.proposal().action().changes()) {
      case Message message -> claims.say(message);
      case RecordChange change -> claims.say(change);
      case ApiCall call -> {
        call.authScope().forEach(scope -> claims.claim("Needs the right", scope, ""));
        call.sideEffects().forEach(effect -> claims.claim("Side effect", effect, ""));
      }
      case ToolCall call -> claims.say(call);
    }
    return claims.items.isEmpty()
        ? Optional.empty()
        : Optional.of(new Section.Bullets(TITLE, claims.items));
  }

  private void say(Message message) {
    message
        .audience()
        .ifPresent(claimed -> {
          Audience found = record.ruling().circumstances().audience();
          // Addresses outside say nothing about whether the public reads it as well.
          boolean agrees =
              found == Audience.NONE
                  || claimed == found
                  || (found == Audience.EXTERNAL && claimed == Audience.PUBLIC);
          claim(
              "Audience",
              WireName.of(claimed),
              agrees ? "" : "the recipients’ addresses say otherwise");
        });
  }

  private void say(RecordChange change) {
    change
        .reversible()
        .ifPresent(claimed ->
            claim("Reversible", claimed.toString(), claimed ? whyNotReversible(change) : ""));
  }

  private String whyNotReversible(RecordChange change) {
    if (record.ruling().risk().irreversible()) {
      return "the policy says that it can’t be undone";
    }
    return change.operation() == RecordChange.Operation.DELETE ? Wording.GONE_FOR_GOOD : "";
  }

  private void say(ToolCall call) {
    call.definitionDigest()
        .ifPresent(digest -> claim("Digest of the tool’s definition", digest, ""));
    call.annotations()
        .forEach((name, value) -> claim("Hint " + name, CanonicalJson.text(value), ""));
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
