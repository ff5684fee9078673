package dev.countersign.sandbox.slack;

/// One thing that Slack would refuse about a block, at a JSON pointer such as
/// `/blocks/0/text/text`.
public record Violation(String message, String pointer) {

  /// As Slack spells it in `errors`.
  @Override
  public String toString() {
    return message + " [json-pointer:" + pointer + "]";
  }
}
