package dev.countersign.sandbox.wire;

/// One thing that a platform would refuse about a message, at a JSON pointer such as
/// `/blocks/0/text/text`.
public record Violation(String message, String pointer) {

  /// As Slack spells it in `errors`.
  @Override
  public String toString() {
    return message + " [json-pointer:" + pointer + "]";
  }
}
