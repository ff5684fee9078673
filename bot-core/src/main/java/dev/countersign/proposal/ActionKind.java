package dev.countersign.proposal;

/// What an action does, in one word: its class, and how it acts where its class tells several ways
/// apart. The names are stored, see [WireName].
public enum ActionKind {
  MESSAGE_EMAIL,
  MESSAGE_SLACK,
  MESSAGE_TEAMS,
  MESSAGE_SMS,
  MESSAGE_TICKET_REPLY,
  MESSAGE_OTHER,
  RECORD_CHANGE_CREATE,
  RECORD_CHANGE_UPDATE,
  RECORD_CHANGE_ARCHIVE,
  RECORD_CHANGE_RESTORE,
  RECORD_CHANGE_DELETE,
  API_CALL_GET,
  API_CALL_POST,
  API_CALL_PUT,
  API_CALL_PATCH,
  API_CALL_DELETE,
  TOOL_CALL;

  /// The class that it is a kind of.
  public ActionClass actionClass() {
    return switch (this) {
      case MESSAGE_EMAIL,
          MESSAGE_SLACK,
          MESSAGE_TEAMS,
          MESSAGE_SMS,
          MESSAGE_TICKET_REPLY,
          MESSAGE_OTHER ->
          ActionClass.MESSAGE;
      case RECORD_CHANGE_CREATE,
          RECORD_CHANGE_UPDATE,
          RECORD_CHANGE_ARCHIVE,
          RECORD_CHANGE_RESTORE,
          RECORD_CHANGE_DELETE ->
          ActionClass.RECORD_CHANGE;
      case API_CALL_GET, API_CALL_POST, API_CALL_PUT, API_CALL_PATCH, API_CALL_DELETE ->
          ActionClass.API_CALL;
      case TOOL_CALL -> ActionClass.TOOL_CALL;
    };
  }

  public static ActionKind of(Action action) {
    return switch (action.changes()) {
      case Message message ->
          switch (message.channel()) {
            case EMAIL -> MESSAGE_EMAIL;
            case SLACK -> MESSAGE_SLACK;
            case TEAMS -> MESSAGE_TEAMS;
            case SMS -> MESSAGE_SMS;
            case TICKET_REPLY -> MESSAGE_TICKET_REPLY;
            case OTHER -> MESSAGE_OTHER;
          };
      case RecordChange change ->
          switch (change.operation()) {
            case CREATE -> RECORD_CHANGE_CREATE;
            case UPDATE -> RECORD_CHANGE_UPDATE;
            case ARCHIVE -> RECORD_CHANGE_ARCHIVE;
            case RESTORE -> RECORD_CHANGE_RESTORE;
            case DELETE -> RECORD_CHANGE_DELETE;
          };
      case ApiCall call ->
          switch (call.method()) {
            case GET -> API_CALL_GET;
            case POST -> API_CALL_POST;
            case PUT -> API_CALL_PUT;
            case PATCH -> API_CALL_PATCH;
            case DELETE -> API_CALL_DELETE;
          };
      case ToolCall _ -> TOOL_CALL;
    };
  }
}
