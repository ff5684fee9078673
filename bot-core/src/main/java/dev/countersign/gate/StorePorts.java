package dev.countersign.gate;

import dev.countersign.card.Conversations;
import dev.countersign.card.Deciders;
import dev.countersign.courier.AskedPeople;
import dev.countersign.ledger.AgentAlarms;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.HeldAttachments;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Mutes;
import dev.countersign.ledger.RefusedAttempts;
import dev.countersign.ledger.Retrospectives;
import dev.countersign.people.Directory;

/// One way to what is stored. A deployment gives each kind of work its own, so that many proposals
/// keep no decision waiting.
///
/// @param conversations where the chats keep what they need to reach somebody directly
/// @param mutes who wants quiet for a while
/// @param retrospectives what was used of break-glass
/// @param attachments what agents handed in
/// @param alarms what an agent may be frozen for by the gate itself
/// @param refusedAttempts what was refused and is worth an entry
public record StorePorts(
    Ledger ledger,
    Deliveries deliveries,
    Directory directory,
    Conversations conversations,
    Mutes mutes,
    Retrospectives retrospectives,
    HeldAttachments attachments,
    AgentAlarms alarms,
    RefusedAttempts refusedAttempts) {
  /// Whom a request asks now. A chat is made with it, before there is a gate.
  public Deciders deciders() {
    return new AskedPeople(ledger, directory);
  }
}
