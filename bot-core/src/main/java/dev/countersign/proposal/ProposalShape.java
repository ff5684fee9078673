package dev.countersign.proposal;

import static dev.countersign.proposal.ChangesShape.NAME;
import static dev.countersign.proposal.ChangesShape.SHA_256_HEX;
import static dev.countersign.proposal.ChangesShape.SHORT_TEXT;
import static dev.countersign.proposal.ObjectShape.object;
import static dev.countersign.proposal.ObjectShape.optional;
import static dev.countersign.proposal.ObjectShape.required;
import static dev.countersign.proposal.Shapes.anything;
import static dev.countersign.proposal.Shapes.betweenZeroAndOne;
import static dev.countersign.proposal.Shapes.bool;
import static dev.countersign.proposal.Shapes.dateTime;
import static dev.countersign.proposal.Shapes.line;
import static dev.countersign.proposal.Shapes.listOf;
import static dev.countersign.proposal.Shapes.mapOf;
import static dev.countersign.proposal.Shapes.oneOf;
import static dev.countersign.proposal.Shapes.orNull;
import static dev.countersign.proposal.Shapes.pattern;
import static dev.countersign.proposal.Shapes.text;

import dev.countersign.json.Json;
import dev.countersign.json.JsonString;

/// The shape of a whole body, member by member in the order of `proposal.v1.schema.json`, which
/// specifies it.
final class ProposalShape {
  private static final Shape ENVIRONMENT = oneOf("production", "staging", "development", "test");

  private static final Shape PRECONDITIONS =
      object(optional("if_match", line(1, 256)), optional("not_before", dateTime()));

  private static final Shape AGENT =
      object(
          optional("name", SHORT_TEXT),
          optional("version", SHORT_TEXT),
          optional("conversation_id", SHORT_TEXT),
          optional("run_id", SHORT_TEXT),
          optional("tool_call_id", SHORT_TEXT),
          optional("on_behalf_of", SHORT_TEXT));

  private static final Shape MODEL =
      object(optional("provider", SHORT_TEXT), optional("name", SHORT_TEXT));

  private static final Shape EVIDENCE =
      object(
          required("title", NAME),
          optional("url", Urls.page(2048)),
          optional("kind", oneOf("record", "ticket", "conversation", "document", "log", "other")),
          optional("excerpt", text(4000)),
          optional("sha256", SHA_256_HEX));

  private static final Shape TRACE =
      object(
          optional(
              "traceparent",
              pattern(
                  "[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}",
                  55, "a W3C trace context parent")),
          optional("tracestate", line(0, 512)));

  private static final Shape EXECUTION =
      object(
          optional("mode", oneOf("gateway", "grant", "none")),
          optional("trigger", oneOf("on_approval", "on_collection")));

  static final Shape RATIONALE = text(8000);

  static final Shape PROPOSAL =
      object(
          optional("schema", oneOf("proposal.v1")),
          required(
              "action_type",
              pattern(
                  Action.TYPE.pattern(),
                  Action.LONGEST_TYPE,
                  "a dotted lower-case name like refund.create")),
          required(
              "target_system", pattern("[a-z0-9][a-z0-9_-]{0,63}", 64, "the name of a connection")),
          optional("target_id", orNull(line(1, 512))),
          optional("environment", ENVIRONMENT),
          required("proposed_changes", ChangesShape::check),
          optional("preconditions", PRECONDITIONS),
          optional("confidence", orNull(betweenZeroAndOne())),
          optional("rationale", RATIONALE),
          optional("risk_level", oneOf("low", "medium", "high", "critical")),
          optional("agent", AGENT),
          optional("model", MODEL),
          optional("evidence", listOf(0, 20, EVIDENCE)),
          optional("correlation_id", SHORT_TEXT),
          optional("workflow_id", SHORT_TEXT),
          optional("trace", TRACE),
          optional("urgency", oneOf("low", "normal", "high", "critical")),
          optional("blocking_customer", bool()),
          optional("expires_at", dateTime()),
          optional("supersedes", ProposalShape::checkProposalId),
          optional("dry_run", bool()),
          optional("execution", EXECUTION),
          optional(
              "callback_endpoint",
              pattern("whe_[0-9A-Za-z]{26}", 30, "the id of a registered endpoint")),
          optional("client_state", mapOf(50, anything(), anything())),
          optional("labels", mapOf(20, line(0, Integer.MAX_VALUE), SHORT_TEXT)),
          optional("anew", bool()));

  private ProposalShape() {}

  private static void checkProposalId(Json value, Place at) {
    if (!(value instanceof JsonString(String text)) || ProposalId.parse(text).isEmpty()) {
      at.refuse("pattern_mismatch", "the id of a proposal, prop_ and a ULID, is expected");
    }
  }
}
