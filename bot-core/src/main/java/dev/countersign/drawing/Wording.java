package dev.countersign.drawing;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Surface;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.ApiCall.Method;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.proposal.ToolCall;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The service's own words for an action: nothing in here was written by an agent except names
/// whose alphabet the contract restricts, and those only where they name something registered.
///
/// @param object the deed, as heading, notification, queue and outcome name it
/// @param effect what happens when the last approval is given
/// @param approve the label of the button
/// @param cannotBeUndone what the gate itself knows about undoing it; empty when that is nothing
record Wording(String icon, String object, String effect, String approve, String cannotBeUndone) {
  /// Without its full stop.
  static final String GONE_FOR_GOOD = "Countersign can’t bring back what is deleted";

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static Wording of(RequestRecord record) {
    Action action = record.proposal().action();
    Wording executed = of(action);
    Carrying carrying = Carrying.of(record);
    return switch (carrying) {
      case EXECUTES -> executed;
      case DRY_RUN ->
          new Wording(
              executed.icon,
              "Dry run: " + executed.object,
              carrying.instead(action.targetSystem()),
              "Approve dry run",
              "");
      case NOT_WANTED, ADVISORY ->
          new Wording(
              executed.icon,
              executed.object,
              carrying.instead(action.targetSystem()),
              "Approve " + noun(action),
              executed.cannotBeUndone);
    };
  }

  private static Wording of(Action action) {
    String system = action.targetSystem();
    return switch (action.changes()) {
      case Message message ->
          new Wording(
              "📤",
              "Send " + kind(message) + " through " + system,
              "Sends this " + noun(action) + " exactly as shown, " + when(action),
              "Approve & send",
              "What has been sent can’t be taken back.");
      case RecordChange change -> of(change, action);
      case ApiCall call -> of(call, action);
      case ToolCall _ ->
          new Wording(
              "🧰",
              "Run a tool on " + system,
              "Runs this tool call exactly as shown, " + when(action),
              "Approve & run",
              "");
    };
  }

  private static Wording of(RecordChange change, Action action) {
    String system = action.targetSystem();
    String approve = "Approve " + noun(action);
    return switch (change.operation()) {
      case CREATE ->
          new Wording(
              "➕",
              "Create a record in " + system,
              "Creates this record exactly as shown, " + when(action),
              approve,
              "");
      case ARCHIVE ->
          new Wording(
              "🗄️",
              "Archive a record in " + system,
              "Archives this record, " + when(action),
              approve,
              "");
      case DELETE ->
          new Wording(
              "🗑️",
              "Delete a record in " + system,
              "Deletes this record with all that it holds, " + when(action),
              approve,
              GONE_FOR_GOOD + ".");
      case UPDATE ->
          new Wording(
              "✏️",
              "Update a record in " + system,
              "Updates this record exactly as shown, " + when(action),
              approve,
              "");
    };
  }

  private static Wording of(ApiCall call, Action action) {
    String system = action.targetSystem();
    return switch (call.method()) {
      case GET ->
          new Wording(
              "🔎",
              "Read from " + system,
              "Makes this call exactly as shown, " + when(action),
              "Approve & call",
              "");
      case DELETE ->
          new Wording(
              "🗑️",
              "Delete data in " + system,
              "Makes this deleting call exactly as shown, " + when(action),
              "Approve deletion",
              GONE_FOR_GOOD + ".");
      case POST, PUT, PATCH ->
          new Wording(
              "🔌",
              verb(call.method()) + system,
              "Makes this call exactly as shown, " + when(action),
              "Approve & call",
              "");
    };
  }

  /// What the method asks the target to do (RFC 9110, section 9.3; RFC 5789).
  private static String verb(Method method) {
    return switch (method) {
      case PUT -> "Replace data in ";
      case PATCH -> "Change data in ";
      case POST, GET, DELETE -> "Call ";
    };
  }

  private static String when(Action action) {
    return action
        .notBefore()
        .map(at -> "but not before " + UTC.format(at) + ".")
        .orElse("as soon as you confirm.");
  }

  /// What is approved, as a noun.
  private static String noun(Action action) {
    return switch (action.changes()) {
      case Message _ -> "message";
      case RecordChange change ->
          switch (change.operation()) {
            case CREATE -> "creation";
            case UPDATE -> "change";
            case ARCHIVE -> "archiving";
            case DELETE -> "deletion";
          };
      case ApiCall call -> call.method() == Method.DELETE ? "deletion" : "call";
      case ToolCall _ -> "tool call";
    };
  }

  private static String kind(Message message) {
    return switch (message.channel()) {
      case EMAIL -> "an e-mail";
      case SLACK -> "a " + Surface.SLACK.label() + " message";
      case TEAMS -> "a " + Surface.TEAMS.label() + " message";
      case SMS -> "an SMS";
      case TICKET_REPLY -> "a ticket reply";
      case OTHER -> "a message";
    };
  }

  static String risk(RiskLevel level) {
    return switch (level) {
      case LOW -> "🟢 LOW RISK";
      case MEDIUM -> "🟡 MEDIUM RISK";
      case HIGH -> "🟠 HIGH RISK";
      case CRITICAL -> "🔴 CRITICAL";
    };
  }
}
