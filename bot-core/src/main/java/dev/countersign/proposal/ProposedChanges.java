package dev.countersign.proposal;

import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonShapeException;
import dev.countersign.json.WireName;

/// What an action changes: the member `proposed_changes` of `proposal.v1`, by its class. A reading
/// of the frozen bytes, which stay the authority.
///
/// An optional list that is absent reads as an empty one; intake takes no empty one where a list
/// may be absent, so that both are never one card.
public sealed interface ProposedChanges permits Message, RecordChange, ApiCall, ToolCall {

  /// @param document as intake took it, in the shape of its class
  /// @throws JsonShapeException when a member is missing or of another type
  /// @throws IllegalArgumentException when a word is none of those that its member may be
  static ProposedChanges read(JsonObject document) {
    return switch (WireName.require(ActionClass.class, document.text("class"))) {
      case MESSAGE -> Message.read(document);
      case RECORD_CHANGE -> RecordChange.read(document);
      case API_CALL -> ApiCall.read(document);
      case TOOL_CALL -> ToolCall.read(document);
    };
  }

  default ActionClass actionClass() {
    return switch (this) {
      case Message _ -> ActionClass.MESSAGE;
      case RecordChange _ -> ActionClass.RECORD_CHANGE;
      case ApiCall _ -> ActionClass.API_CALL;
      case ToolCall _ -> ActionClass.TOOL_CALL;
    };
  }
}
