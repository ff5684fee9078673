package dev.countersign.sandbox.wire;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// One callback to the app: the request exactly as sent, and how the app answered.
public record CallbackDelivery(URI to, Map<String, String> headers, String body, Answer answer) {

  public CallbackDelivery {
    headers = Map.copyOf(headers);
  }

  /// What came back within the time the platform gives.
  public sealed interface Answer {
    Duration elapsed();

    record Answered(int status, String body, Duration elapsed) implements Answer {}

    /// No complete answer: too late, refused or broken off.
    record DidNotRespond(String why, Duration elapsed) implements Answer {}
  }

  /// Whether the platform is content: HTTP 200 in time.
  public boolean acknowledged() {
    return answer instanceof Answer.Answered(int status, _, _) && status == 200;
  }

  /// The trouble that the platform shows to the person, if any.
  public Optional<String> shownToUser() {
    return switch (answer) {
      case Answer.DidNotRespond _ -> Optional.of("the app did not respond");
      case Answer.Answered(int status, _, _) when status != 200 ->
          Optional.of("the app responded with status code " + status);
      case Answer.Answered _ -> Optional.empty();
    };
  }

  /// Zero when there was no answer.
  public int status() {
    return answer instanceof Answer.Answered(int status, _, _) ? status : 0;
  }

  /// Without the body, which holds decision tokens.
  @Override
  public String toString() {
    return "Delivery[to=" + to + ", status=" + status() + "]";
  }
}
