package dev.countersign.drawing;

import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.ledger.Unshown;
import dev.countersign.ledger.WaitingLine;
import dev.countersign.people.Surface;
import dev.countersign.policy.Tag;
import dev.countersign.policy.TagName;
import dev.countersign.proposal.ActionKind;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Outline;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Replies with the same ids and times each time, for the drawings of the chats.
public final class SampleReplies {
  private static final Instant DEADLINE = Instant.parse("2026-11-23T15:25:00Z");

  private SampleReplies() {}

  /// By the name of their drawing.
  public static Map<String, Reply> all() {
    return Map.of("reply-queue", queue(), "reply-help", Commands.help());
  }

  private static Reply queue() {
    return QueuePage.of(
        List.of(
            line(
                "A",
                RiskLevel.CRITICAL,
                ActionKind.API_CALL_POST,
                "billing",
                Optional.of("Refund EUR 1,840.00 to customer 4711 of the billing system"),
                List.of(tag("domain/billing"), tag("blocks_customer"))),
            line(
                "B", RiskLevel.HIGH, ActionKind.MESSAGE_EMAIL, "mail", Optional.empty(), List.of()),
            line(
                "C",
                RiskLevel.MEDIUM,
                ActionKind.RECORD_CHANGE_UPDATE,
                "crm_production_eu_west",
                Optional.empty(),
                List.of(tag("domain/sales")))),
        Optional.empty(),
        "… and more.",
        true);
  }

  private static WaitingLine line(
      String last,
      RiskLevel risk,
      ActionKind kind,
      String system,
      Optional<String> deed,
      List<Tag> tags) {
    return new WaitingLine(
        new ProposalId("prop_01JD9Q7Z3M8V5K2N4R6T8W0XY" + last),
        1,
        new AgentId("support-bot"),
        risk,
        DEADLINE,
        new Outline(kind, system, false, Optional.empty()),
        deed,
        tags,
        Set.of(),
        false,
        false,
        last.equals("C")
            ? List.of(new Unshown(Surface.TEAMS, "bot_not_in_conversation"))
            : List.of());
  }

  private static Tag tag(String name) {
    return new Tag(TagName.parse(name).orElseThrow(), name.startsWith("blocks"));
  }
}
