package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.json.WireName;
import dev.countersign.policy.DerivedFacts;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.ApiCall.Method;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordChange.Operation;
import dev.countersign.proposal.ToolCall;
import java.util.ArrayList;
import java.util.List;

/// What an action does, in one line: the verb from its frozen bytes in the gate's words, and in
/// them the names that those bytes carry. Names that do nothing (what the agent calls the deed,
/// what it files it under) are [AgentClaims].
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
    switch (action.changes()) {
      case Message message -> deed.say(message);
      case RecordChange change -> deed.say(change);
      case ApiCall call -> deed.say(call);
      case ToolCall call -> deed.say(call);
    }
    return deed.line;
  }

  /// Where it takes effect, as the end of a sentence.
  static List<Run> place(Action action) {
    Deed deed = new Deed(action);
    deed.say(action.changes() instanceof Message ? ", through " : ", in ");
    deed.place();
    return deed.line;
  }

  private void say(Message message) {
    int others = DerivedFacts.recipients(message).size() - 1;
    say("send a message to ");
    name(message.to().getFirst().address());
    say(others == 0 ? "" : others == 1 ? " and 1 other" : " and " + others + " others");
    say(" through ");
    place();
  }

  private void say(RecordChange change) {
    say(
        switch (change.operation()) {
          case CREATE -> "create a new ";
          case UPDATE -> "update the ";
          case ARCHIVE -> "archive the ";
          case RESTORE -> "restore the archived ";
          case DELETE -> "delete the ";
        });
    name(change.recordType());
    action
        .targetId()
        .ifPresent(id -> {
          say(" ");
          name(id);
        });
    say(change.operation() == Operation.DELETE ? ", with all that it holds, in " : " in ");
    place();
  }

  private void say(ApiCall call) {
    say(
        switch (call.method()) {
          case GET -> "read ";
          case DELETE -> "delete ";
          case POST, PUT, PATCH -> "call " + call.method() + " ";
        });
    String path = call.address().getRawPath();
    if (path.length() <= MAX_PATH) {
      name(path.isEmpty() ? "/" : path);
    } else {
      say("the address below");
    }
    say(call.method() == Method.GET ? " from " : " in ");
    place();
  }

  private void say(ToolCall call) {
    say("run the tool ");
    name(call.tool());
    say(" of the server ");
    name(call.server());
    say(" through ");
    place();
  }

  private void place() {
    line.add(Run.strong(action.targetSystem()));
    say(" (");
    line.add(Run.strong(WireName.of(action.environment())));
    say(").");
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
