package dev.countersign.proposal;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.WireName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Turns a submitted body into a draft with its action frozen, or tells everything that is wrong
/// with it.
///
/// The specification is `proposal.v1.schema.json` beside this class. Stricter than the schema can
/// say: header names that look like credentials, control characters in header values, URLs that
/// parsers could read differently, ids that are no ULIDs, leap seconds, and actions over
/// [#MAX_ACTION_BYTES].
public final class ProposalReader {
  /// Bytes of a whole body.
  public static final int MAX_BODY_BYTES = 256 * 1024;

  /// Bytes of a frozen action.
  public static final int MAX_ACTION_BYTES = 64 * 1024;

  /// Errors told at once; a body with more is not worth the bytes.
  public static final int MAX_ERRORS = 100;

  private static final List<String> ACTION_MEMBERS =
      List.of("action_type", "target_system", "target_id");

  /// Members of `proposed_changes` that may be left out, and that hold lists or objects.
  private static final Set<String> MAY_BE_EMPTY =
      Set.of(
          "cc",
          "bcc",
          "attachments",
          "changes",
          "headers",
          "auth_scope",
          "side_effects",
          "annotations");

  private static final List<String> CONTEXT_MEMBERS =
      List.of(
          "confidence",
          "rationale",
          "risk_level",
          "agent",
          "model",
          "evidence",
          "correlation_id",
          "workflow_id",
          "trace",
          "urgency",
          "blocking_customer",
          "dry_run",
          "execution",
          "client_state",
          "labels");

  private ProposalReader() {}

  public static ReadResult read(byte[] body) {
    return read(body, _ -> Environment.PRODUCTION);
  }

  /// @param environments of the connections by their names: where an action takes effect that does
  ///   not say so
  public static ReadResult read(byte[] body, Function<String, Environment> environments) {
    Json value;
    try {
      value = CanonicalJson.parse(body, MAX_BODY_BYTES);
    } catch (JsonRefusedException e) {
      return new ReadResult.Malformed(e.code(), e.pointer(), e.offset(), e.detail());
    }
    var errors = new ArrayList<ProposalError>();
    Place root = Place.root(errors);
    ProposalShape.PROPOSAL.check(value, root);
    if (!errors.isEmpty() || !(value instanceof JsonObject document)) {
      return new ReadResult.Invalid(errors);
    }
    ProposalDraft draft = draft(document, environments);
    if (draft.action().size() > MAX_ACTION_BYTES) {
      root.member("proposed_changes")
          .refuse("action_too_large", "an action has at most " + MAX_ACTION_BYTES + " bytes");
      return new ReadResult.Invalid(errors);
    }
    return new ReadResult.Accepted(draft);
  }

  private static ProposalDraft draft(
      JsonObject document, Function<String, Environment> environments) {
    JsonObject execution = document.optionalObject("execution").orElse(JsonObject.EMPTY);
    return new ProposalDraft(
        action(document, environments),
        Context.freeze(chosen(document, CONTEXT_MEMBERS).build()),
        document.optionalText("supersedes").flatMap(ProposalId::parse),
        document.optionalText("expires_at").flatMap(Shapes::instant),
        execution.optionalText("mode").flatMap(name -> WireName.parse(ExecutionMode.class, name)),
        execution
            .optionalText("trigger")
            .flatMap(name -> WireName.parse(ExecutionTrigger.class, name)),
        document.optionalText("callback_endpoint"),
        document.has("anew") && document.bool("anew"),
        Optional.empty());
  }

  private static Action action(JsonObject document, Function<String, Environment> environments) {
    String environment =
        document
            .optionalText("environment")
            .orElseGet(() -> WireName.of(environments.apply(document.text("target_system"))));
    return Action.freeze(
        chosen(document, ACTION_MEMBERS)
            .put("v", Action.VERSION)
            .put("environment", environment)
            .put("proposed_changes", frozen(document.object("proposed_changes")))
            .put("preconditions", sayingSomething(document.get("preconditions")))
            .build());
  }

  /// Headers under their one spelling, and none of the lists and objects that are there and say
  /// nothing: for every reader of an action they are the same as absent ones, and on a card nobody
  /// could tell them apart.
  private static JsonObject frozen(JsonObject changes) {
    var frozen = JsonObject.builder();
    changes
        .members()
        .forEach((name, value) ->
            frozen.put(name, MAY_BE_EMPTY.contains(name) ? sayingSomething(value) : value));
    changes
        .optionalObject("headers")
        .map(HeaderRules::frozen)
        .ifPresent(headers -> frozen.put("headers", sayingSomething(headers)));
    return frozen.build();
  }

  private static @Nullable Json sayingSomething(@Nullable Json value) {
    boolean empty =
        (value instanceof JsonObject object && object.members().isEmpty())
            || (value instanceof JsonArray array && array.items().isEmpty());
    return empty ? null : value;
  }

  /// The named members that are there; a null `target_id` or `confidence` means the same as none.
  private static JsonObject.Builder chosen(JsonObject document, List<String> names) {
    var chosen = JsonObject.builder();
    for (String name : names) {
      Optional.ofNullable(document.get(name))
          .filter(value -> value != JsonNull.NULL)
          .ifPresent(value -> chosen.put(name, value));
    }
    return chosen;
  }
}
