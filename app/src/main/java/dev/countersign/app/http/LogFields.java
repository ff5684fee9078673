package dev.countersign.app.http;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import org.slf4j.MDC;

/// What every log line of one request carries: ids, never contents.
final class LogFields {
  private LogFields() {}

  static void agent(AgentId id) {
    MDC.put("agent", id.value());
  }

  static void proposal(ProposalId id) {
    MDC.put("proposal_id", id.value());
  }

  static void record(RequestRecord record) {
    proposal(record.request().id());
    record.proposal().context().correlationId().ifPresent(id -> MDC.put("correlation_id", id));
  }

  static void clear() {
    MDC.remove("agent");
    MDC.remove("proposal_id");
    MDC.remove("correlation_id");
  }
}
