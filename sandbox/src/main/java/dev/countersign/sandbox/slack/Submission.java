package dev.countersign.sandbox.slack;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.CallbackDelivery;
import java.util.Map;

/// One modal sent to the app: the `view_submission` payload, the signed request that carried it,
/// and what the person then saw.
public record Submission(JsonObject payload, CallbackDelivery delivery, Outcome outcome) {

  /// What the app's answer did to the modal.
  public sealed interface Outcome {
    record Closed() implements Outcome {}

    /// The modal stays as it is, with words at these blocks.
    record Errors(Map<String, String> byBlock) implements Outcome {
      public Errors {
        byBlock = Map.copyOf(byBlock);
      }
    }

    record Updated(OpenedView view) implements Outcome {}

    /// Slack says that it had trouble; the modal stays as it is.
    record Trouble(String why) implements Outcome {}
  }

  /// Without the payload, which holds the decision token.
  @Override
  public String toString() {
    return "Submission[" + delivery + ", " + outcome.getClass().getSimpleName() + "]";
  }
}
