package dev.countersign.sandbox.slack;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonShapeException;
import dev.countersign.json.JsonString;
import dev.countersign.sandbox.slack.Submission.Outcome;
import dev.countersign.sandbox.wire.CallbackDelivery;
import dev.countersign.sandbox.wire.CallbackDelivery.Answer;
import dev.countersign.sandbox.wire.Violation;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Does to a modal what the app's answer says: nothing in it closes the modal, a `response_action`
/// updates it, clears all or shows errors (docs.slack.dev/surfaces/modals).
final class ModalAnswers {
  private final Modals modals;

  ModalAnswers(Modals modals) {
    this.modals = modals;
  }

  Outcome apply(OpenedView shown, CallbackDelivery delivery) {
    return switch (delivery.answer()) {
      case Answer.Answered(int status, String body, _) when status == 200 -> apply(shown, body);
      case Answer.Answered(int status, _, _) -> new Outcome.Trouble("status " + status);
      case Answer.DidNotRespond(String why, _) -> new Outcome.Trouble(why);
    };
  }

  private Outcome apply(OpenedView shown, String body) {
    if (body.isBlank()) {
      modals.close(shown);
      return new Outcome.Closed();
    }
    try {
      var answer = (JsonObject) CanonicalJson.parse(body.getBytes(StandardCharsets.UTF_8));
      return switch (answer.text("response_action")) {
        case "clear" -> {
          modals.closeAll(shown.user());
          yield new Outcome.Closed();
        }
        case "errors" -> errors(shown, answer.object("errors"));
        case "update" -> update(shown, answer.object("view"));
        default -> new Outcome.Trouble("no such response_action");
      };
    } catch (JsonRefusedException | JsonShapeException | ClassCastException _) {
      return new Outcome.Trouble("the answer is none");
    }
  }

  private static Outcome errors(OpenedView shown, JsonObject errors) {
    List<String> blocks =
        ModalState.inputs(shown.view()).stream().map(block -> block.text("block_id")).toList();
    Map<String, String> byBlock = new LinkedHashMap<>();
    for (var error : errors.members().entrySet()) {
      Json words = error.getValue();
      if (!blocks.contains(error.getKey()) || !(words instanceof JsonString(String text))) {
        return new Outcome.Trouble("an error at no input");
      }
      byBlock.put(error.getKey(), text);
    }
    return byBlock.isEmpty() ? new Outcome.Trouble("no errors") : new Outcome.Errors(byBlock);
  }

  private Outcome update(OpenedView shown, JsonObject view) {
    List<Violation> violations = BlockKit.checkView(view);
    return violations.isEmpty()
        ? new Outcome.Updated(modals.replace(shown, view))
        : new Outcome.Trouble(violations.getFirst().toString());
  }
}
