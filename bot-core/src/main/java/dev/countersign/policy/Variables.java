package dev.countersign.policy;

import static java.util.Map.entry;

import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.ToolCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The four variables of a condition, with the documented value of every optional member.
///
/// | variable | member | when absent |
/// |---|---|---|
/// | `action` | `target_id` | `""` |
/// | `action`, message | `audience`, `thread_ref`, `subject` | `""` |
/// | | `cc`, `bcc`, `attachments` | `[]` |
/// | | `name` of a party; `media_type`, `url` of an attachment | `""` |
/// | | `size` of an attachment | `0` |
/// | `action`, record_change | `changes` | `[]` |
/// | | `from`, `to` of a change | `""` |
/// | | `reversible` | `false` |
/// | `action`, api_call | `headers` | `{}` |
/// | | `body` | `{media_type: "", text: "", json: {}}`, and so its members |
/// | | `auth_scope`, `side_effects` | `[]` |
/// | `action`, tool_call | `tool_definition_digest` | `""` |
/// | | `annotations` and its members | `title` `""`, `readOnlyHint` false, `destructiveHint` true, `idempotentHint` false, `openWorldHint` true |
/// | `proposal` | `confidence` | `0.0` |
/// | | `claimed_risk` | `""` |
/// | | `urgency` | `"normal"` |
/// | | `blocking_customer` | `false` |
/// | | `labels` | `{}` |
/// | `derived`, as [DerivedFacts] has it | `audience` | `"none"` |
/// | | `host`, `path`, `method` | `""` |
/// | | `port`, `recipient_count` | `0` |
/// | | `recipient_domains`, `fields`, `commitments`, `secrets`, `personal_data` | `[]` |
/// | `agent` | `environment` | `""` |
///
/// Any other member that is missing makes the condition an error, and an error counts as the
/// strictest outcome. The members of one action class do not exist on another.
final class Variables {
  static final Set<String> NAMES = Set.of("action", "proposal", "derived", "agent");

  /// What an agent says about its action and nobody checks: all of this variable's members, …
  static final String CLAIMING = "proposal.";

  static final String TARGET_ID = "action.target_id";

  /// … and these of an action, which have no effect on what is sent. `target_id` is one unless a
  /// record is changed.
  static final Set<String> CLAIMS =
      Set.of(
          "action.action_type",
          TARGET_ID,
          "action.audience",
          "action.to[].name",
          "action.cc[].name",
          "action.bcc[].name",
          "action.attachments[].media_type",
          "action.attachments[].size",
          "action.changes[].from",
          "action.reversible",
          "action.auth_scope",
          "action.side_effects",
          "action.annotations",
          "action.tool_definition_digest");

  private static final Defaults MESSAGE = message();
  private static final Defaults RECORD_CHANGE = recordChange();
  private static final Defaults API_CALL = apiCall();
  private static final Defaults TOOL_CALL = toolCall();

  static final Defaults DERIVED =
      Defaults.of(
          Map.ofEntries(
              entry("audience", "none"),
              entry("host", ""),
              entry("path", ""),
              entry("method", ""),
              entry("port", 0L),
              entry("recipient_count", 0L),
              entry("recipient_domains", List.of()),
              entry("fields", List.of()),
              entry("commitments", List.of()),
              entry(DerivedFacts.SECRETS, List.of()),
              entry(DerivedFacts.PERSONAL_DATA, List.of())));

  private Variables() {}

  /// A fresh map that the caller may add facts to.
  static Map<String, Object> of(PolicyInput input) {
    var variables = new HashMap<String, Object>();
    variables.put("action", action(input.action()));
    variables.put("proposal", proposal(input.context()));
    variables.put("derived", DERIVED.fill(input.derived()));
    variables.put("agent", agent(input.agent()));
    return variables;
  }

  private static Map<String, Object> action(Action action) {
    Map<String, Object> members =
        (switch (action.changes()) {
              case Message _ -> MESSAGE;
              case RecordChange _ -> RECORD_CHANGE;
              case ApiCall _ -> API_CALL;
              case ToolCall _ -> TOOL_CALL;
            })
            .fill(action.changesDocument());
    members.put("action_type", action.actionType());
    members.put("target_system", action.targetSystem());
    members.put("target_id", action.targetId().orElse(""));
    members.put("environment", WireName.of(action.environment()));
    return members;
  }

  private static Map<String, Object> proposal(Context context) {
    JsonObject labels = context.document().optionalObject("labels").orElse(JsonObject.EMPTY);
    return Map.of(
        "confidence", context.confidence().orElse(0.0),
        "claimed_risk", context.claimedRisk().map(WireName::of).orElse(""),
        "urgency", WireName.of(context.urgency()),
        "blocking_customer", context.blockingCustomer(),
        "labels", Defaults.NONE.fill(labels));
  }

  private static Map<String, Object> agent(AgentFacts agent) {
    return Map.of(
        "id", agent.id().value(),
        "owner", agent.owner().value(),
        "environment", agent.environment().map(WireName::of).orElse(""));
  }

  private static Defaults message() {
    Defaults party = Defaults.of(Map.of("name", ""));
    Defaults attachment = Defaults.of(Map.of("media_type", "", "size", 0L, "url", ""));
    return new Defaults(
        Map.ofEntries(
            entry("audience", ""),
            entry("thread_ref", ""),
            entry("subject", ""),
            entry("cc", List.of()),
            entry("bcc", List.of()),
            entry("attachments", List.of())),
        Map.ofEntries(
            entry("to", party),
            entry("cc", party),
            entry("bcc", party),
            entry("attachments", attachment)));
  }

  private static Defaults recordChange() {
    return new Defaults(
        Map.of("changes", List.of(), "reversible", false),
        Map.of("changes", Defaults.of(Map.of("from", "", "to", ""))));
  }

  private static Defaults apiCall() {
    Map<String, Object> body = Map.of("media_type", "", "text", "", "json", Map.of());
    return new Defaults(
        Map.ofEntries(
            entry("headers", Map.of()),
            entry("body", body),
            entry("auth_scope", List.of()),
            entry("side_effects", List.of())),
        Map.of("body", Defaults.of(body)));
  }

  /// The hints default to what the Model Context Protocol says of a tool that gives none.
  private static Defaults toolCall() {
    Map<String, Object> annotations =
        Map.ofEntries(
            entry("title", ""),
            entry("readOnlyHint", false),
            entry("destructiveHint", true),
            entry("idempotentHint", false),
            entry("openWorldHint", true));
    return new Defaults(
        Map.of("tool_definition_digest", "", "annotations", annotations),
        Map.of("annotations", Defaults.of(annotations)));
  }
}
