package dev.countersign.drawing;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Surface;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ActionKind;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.ApiCall.Method;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.Outline;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.proposal.ToolCall;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// The service's own words for an action: nothing in here was written by an agent except names
/// whose alphabet the contract restricts, and those only where they name something registered.
///
/// @param object the deed, as heading, notification, queue and outcome name it
/// @param effect what happens when the last approval is given
/// @param approve the label of the button
/// @param undoing what the gate itself knows about undoing it, in a sentence
/// @param counts whether it counts as final as long as neither policy nor catalogue says otherwise
record Wording(
    String icon, String object, String effect, String approve, String undoing, boolean counts) {
  /// Without its full stop.
  static final String GONE_FOR_GOOD = "Countersign can’t bring back what is deleted";

  /// Of a call that may change something, whatever its target is.
  private static final String FINAL =
      "It counts as final: neither policy nor catalogue says that it can be undone.";

  private static final String SET_BACK =
      "Countersign can’t undo it; to set it back takes a request of its own.";

  /// Of a record that is made, archived or restored over a connection that has no way back.
  private static final String NO_WAY_BACK =
      "Countersign can’t undo it: its connection has no way back.";

  private static final String DRY_RUN = "Dry run: ";

  /// Characters of a button that stands on one line of a phone.
  private static final int MOST_LABEL = 40;

  /// How a card tells a time to its reader.
  static final DateTimeFormatter UTC_MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static Wording of(RequestRecord record) {
    Action action = record.proposal().action();
    Wording plain = hasNoWayBack(record) ? of(action).undone(NO_WAY_BACK) : of(action);
    Wording executed = record.ruling().deed().map(plain::reading).orElse(plain);
    Carrying carrying = Carrying.of(record);
    return switch (carrying) {
      case EXECUTES -> executed;
      case DRY_RUN ->
          new Wording(
              executed.icon,
              DRY_RUN + executed.object,
              Carrying.instead(record),
              "Approve dry run",
              "",
              false);
      case OUTSIDE, NOT_WANTED, ADVISORY ->
          new Wording(
              executed.icon,
              executed.object,
              Carrying.instead(record),
              "Approve " + noun(action),
              executed.undoing,
              executed.counts);
    };
  }

  /// Whether it makes, archives or restores a record here, and nothing that could be proposed would
  /// set that back.
  private static boolean hasNoWayBack(RequestRecord record) {
    return record.isExecutedHere()
        && record.proposal().action().changes() instanceof RecordChange change
        && switch (change.operation()) {
          case CREATE, ARCHIVE, RESTORE -> record.ruling().circumstances().undoneBy().isEmpty();
          case UPDATE, DELETE -> false;
        };
  }

  private Wording undone(String words) {
    return new Wording(icon, object, effect, approve, words, counts);
  }

  /// The deed of a proposal that is known by its outline alone: the same as of its record.
  ///
  /// @param deed what it reads as, where a catalogue tells it
  static String object(Outline outline, Optional<String> deed) {
    String object = deed.orElseGet(() -> object(outline.kind(), outline.targetSystem()));
    return outline.dryRun() ? DRY_RUN + object : object;
  }

  /// The same deed by the catalogue of its connection.
  private Wording reading(String deed) {
    String named = "Approve: " + deed;
    return new Wording(
        icon, deed, effect, named.length() <= MOST_LABEL ? named : approve, undoing, counts);
  }

  /// Of a call, what its method asks the target to do (RFC 9110, section 9.3; RFC 5789).
  private static String object(ActionKind kind, String system) {
    return switch (kind) {
      case MESSAGE_EMAIL -> "Send an e-mail through " + system;
      case MESSAGE_SLACK -> "Send a " + Surface.SLACK.label() + " message through " + system;
      case MESSAGE_TEAMS -> "Send a " + Surface.TEAMS.label() + " message through " + system;
      case MESSAGE_SMS -> "Send an SMS through " + system;
      case MESSAGE_TICKET_REPLY -> "Send a ticket reply through " + system;
      case MESSAGE_OTHER -> "Send a message through " + system;
      case RECORD_CHANGE_CREATE -> "Create a record in " + system;
      case RECORD_CHANGE_UPDATE -> "Update a record in " + system;
      case RECORD_CHANGE_ARCHIVE -> "Archive a record in " + system;
      case RECORD_CHANGE_RESTORE -> "Restore a record in " + system;
      case RECORD_CHANGE_DELETE -> "Delete a record in " + system;
      case API_CALL_GET -> "Read from " + system;
      case API_CALL_POST -> "Call " + system;
      case API_CALL_PUT -> "Replace data in " + system;
      case API_CALL_PATCH -> "Change data in " + system;
      case API_CALL_DELETE -> "Delete data in " + system;
      case TOOL_CALL -> "Run a tool on " + system;
    };
  }

  private static Wording of(Action action) {
    String object = object(ActionKind.of(action), action.targetSystem());
    return switch (action.changes()) {
      case Message message ->
          new Wording(
              "📤",
              object,
              "Sends this " + noun(action) + " exactly as shown, " + when(action),
              "Approve & send",
              "What has been sent can’t be taken back.",
              true);
      case RecordChange change -> of(change, action, object);
      case ApiCall call -> of(call, action, object);
      case ToolCall _ ->
          new Wording(
              "🧰",
              object,
              "Runs this tool call exactly as shown, " + when(action),
              "Approve & run",
              FINAL,
              true);
    };
  }

  private static Wording of(RecordChange change, Action action, String object) {
    String approve = "Approve " + noun(action);
    return switch (change.operation()) {
      case CREATE ->
          new Wording(
              "➕",
              object,
              "Creates this record exactly as shown, " + when(action),
              approve,
              SET_BACK,
              false);
      case ARCHIVE ->
          new Wording(
              "🗄️", object, "Archives this record, " + when(action), approve, SET_BACK, false);
      case RESTORE ->
          new Wording(
              "♻️",
              object,
              "Restores this archived record, " + when(action),
              approve,
              SET_BACK,
              false);
      case DELETE ->
          new Wording(
              "🗑️",
              object,
              "Deletes this record with all that it holds, " + when(action),
              approve,
              GONE_FOR_GOOD + ".",
              true);
      case UPDATE ->
          new Wording(
              "✏️",
              object,
              "Updates this record exactly as shown, " + when(action),
              approve,
              SET_BACK,
              false);
    };
  }

  private static Wording of(ApiCall call, Action action, String object) {
    return switch (call.method()) {
      case GET ->
          new Wording(
              "🔎",
              object,
              "Makes this call exactly as shown, " + when(action),
              "Approve & call",
              "By its method it only reads.",
              false);
      case DELETE ->
          new Wording(
              "🗑️",
              object,
              "Makes this deleting call exactly as shown, " + when(action),
              "Approve deletion",
              GONE_FOR_GOOD + ".",
              true);
      case POST, PUT, PATCH ->
          new Wording(
              "🔌",
              object,
              "Makes this call exactly as shown, " + when(action),
              "Approve & call",
              FINAL,
              true);
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
            case RESTORE -> "restoration";
            case DELETE -> "deletion";
          };
      case ApiCall call -> call.method() == Method.DELETE ? "deletion" : "call";
      case ToolCall _ -> "tool call";
    };
  }

  static String risk(RiskLevel level) {
    return riskSign(level) + " " + riskWords(level);
  }

  /// Never alone: the words say it as well.
  static String riskSign(RiskLevel level) {
    return switch (level) {
      case LOW -> "🟢";
      case MEDIUM -> "🟡";
      case HIGH -> "🟠";
      case CRITICAL -> "🔴";
    };
  }

  static String riskWords(RiskLevel level) {
    return switch (level) {
      case LOW -> "LOW RISK";
      case MEDIUM -> "MEDIUM RISK";
      case HIGH -> "HIGH RISK";
      case CRITICAL -> "CRITICAL";
    };
  }
}
