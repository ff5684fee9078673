package dev.countersign.courier;

import dev.countersign.card.Run;
import dev.countersign.json.JsonObject;
import dev.countersign.policy.DerivedFacts;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.WireName;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// What an action does, in one line: the verb from its frozen bytes in the gate's words, and in
/// them the names that those bytes carry. Names that do nothing (what the agent calls the deed,
/// what it files it under) follow as the agent's.
final class Deed {
  /// A longer path stands in the exact request alone.
  private static final int MAX_PATH = 120;

  private final Action action;
  private final List<Run> line = new ArrayList<>();

  private Deed(Action action) {
    this.action = action;
  }

  static List<Run> of(Action action) {
    Deed deed = new Deed(action);
    switch (action.actionClass()) {
      case MESSAGE -> deed.message();
      case RECORD_CHANGE -> deed.recordChange();
      case API_CALL -> deed.apiCall();
      case TOOL_CALL -> deed.toolCall();
    }
    return deed.line;
  }

  private void message() {
    JsonObject message = action.changes();
    int others = DerivedFacts.recipients(message).size() - 1;
    say("send a message to ");
    name(message.objects("to", to -> to.text("address")).getFirst());
    say(others == 0 ? "" : others == 1 ? " and 1 other" : " and " + others + " others");
    say(" through ");
    place();
    claims(true);
  }

  private void recordChange() {
    String operation = action.changes().text("operation");
    say(
        switch (operation) {
          case "create" -> "create a new ";
          case "archive" -> "archive the ";
          case "delete" -> "delete the ";
          default -> "update the ";
        });
    name(action.changes().text("record_type"));
    action
        .targetId()
        .ifPresent(id -> {
          say(" ");
          name(id);
        });
    say(operation.equals("delete") ? ", with all that it holds, in " : " in ");
    place();
    claims(false);
  }

  private void apiCall() {
    JsonObject call = action.changes();
    String method = call.text("method");
    say(
        switch (method) {
          case "GET" -> "read ";
          case "DELETE" -> "delete ";
          default -> "call " + method + " ";
        });
    String path = URI.create(call.text("url")).getRawPath();
    if (path.length() <= MAX_PATH) {
      name(path.isEmpty() ? "/" : path);
    } else {
      say("the address below");
    }
    say(method.equals("GET") ? " from " : " in ");
    place();
    claims(true);
  }

  private void toolCall() {
    say("run the tool ");
    name(action.changes().text("tool"));
    say(" of the server ");
    name(action.changes().text("server"));
    say(" through ");
    place();
    claims(true);
  }

  private void place() {
    line.add(Run.strong(action.targetSystem()));
    say(" (");
    line.add(Run.strong(WireName.of(action.environment())));
    say(").");
  }

  private void claims(boolean withTarget) {
    say(" The agent calls this ");
    line.add(Run.supplied(action.actionType()));
    if (withTarget) {
      action
          .targetId()
          .ifPresent(id -> {
            say(" about ");
            line.add(Run.supplied(id));
          });
    }
    say(".");
  }

  private void name(String supplied) {
    line.add(Run.supplied(supplied, Run.Emphasis.STRONG));
  }

  private void say(String words) {
    if (!words.isEmpty()) {
      line.add(Run.words(words));
    }
  }
}
