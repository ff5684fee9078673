package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.WireName;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.Audience;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Members of an action that do nothing but describe it. They are frozen and therefore shown, but
/// apart from the exact evidence, as what the agent says, and marked where the gate found
/// otherwise.
final class AgentClaims {
  static final String TITLE = "Said by the agent, not verified";

  private final RequestRecord record;
  private final List<List<Run>> items = new ArrayList<>();
  private final List<String> contradicted = new ArrayList<>();

  private AgentClaims(RequestRecord record) {
    this.record = record;
  }

  static AgentClaims of(RequestRecord record) {
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
    claims.say(record.proposal().action());
    return claims;
  }

  Section section() {
    return new Section.Bullets(TITLE, items);
  }

  /// Above the buttons, since it speaks against the agent.
  Optional<Section> contradicted() {
    return contradicted.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Section.Lines.of(
                List.of(
                    Run.strong(
                        "⚠️ What the agent says of this is not so: "
                            + String.join(", ", contradicted)
                            + "."))));
  }

  /// What a record change is about has an effect, and stands in it.
  private void say(Action action) {
    claim("Calls it", action.actionType(), "");
    if (!(action.changes() instanceof RecordChange)) {
      action.targetId().ifPresent(id -> claim("About", id, ""));
    }
    if (record.proposal().context().blockingCustomer()) {
      items.add(List.of(Run.strong("It blocks a customer.")));
    }
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
    message.attachments().forEach(this::say);
  }

  private void say(Message.Attachment attachment) {
    List<Run> line = new ArrayList<>();
    line.add(Run.strong("Attachment "));
    line.add(Run.supplied(Names.apart(attachment.name())));
    line.add(Run.words("  ·  SHA-256 "));
    line.add(Run.supplied(attachment.sha256()));
    items.add(line);
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
      contradicted.add(label.toLowerCase(Locale.ROOT));
      line.add(Run.strong("  ·  ⚠️ " + contradiction));
    }
    items.add(line);
  }
}
