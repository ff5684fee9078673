package dev.countersign.sandbox.teams;

/// A connector call of the app and how it ended; the bearer is not kept.
///
/// @param body as sent; empty for a `GET` or `DELETE`
/// @param status 0 when the connection was left without an answer
public record ReceivedCall(
    ConnectorOperation operation,
    String method,
    String path,
    String query,
    String body,
    int status) {

  /// Without the body, which holds decision tokens.
  @Override
  public String toString() {
    return "ReceivedCall[" + operation + " " + path + ", status=" + status + "]";
  }
}
