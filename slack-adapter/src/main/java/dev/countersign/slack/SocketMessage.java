package dev.countersign.slack;

import java.util.Optional;

/// What Slack says on a socket (docs.slack.dev/apis/events-api/using-socket-mode).
sealed interface SocketMessage {

  /// The first message: from now on envelopes come.
  ///
  /// @param appId whose socket it is; empty when Slack does not say
  record Hello(String appId) implements SocketMessage {}

  /// Slack is about to end this socket.
  ///
  /// @param reason `warning` and `refresh_requested` ask for another socket first,
  ///   `too_many_websockets` and `link_disabled` say that there can be none
  record Goodbye(String reason) implements SocketMessage {}

  /// Something that somebody did, to be acknowledged by its id.
  record Envelope(String id, SlackCallback callback) implements SocketMessage {

    /// Without what it carries.
    @Override
    public String toString() {
      return "Envelope[" + id + "]";
    }
  }

  /// Nothing that can be acknowledged or acted on.
  record Unknown() implements SocketMessage {}

  int LONGEST_ID = 200;

  static SocketMessage of(String text) {
    return Payload.parse(text).flatMap(SocketMessage::read).orElseGet(Unknown::new);
  }

  private static Optional<SocketMessage> read(Payload message) {
    return message
        .text("type")
        .map(type ->
            switch (type) {
              case "hello" -> new Hello(message.text("connection_info", "app_id").orElse(""));
              case "disconnect" -> new Goodbye(message.text("reason").orElse("unknown"));
              default -> envelope(type, message);
            });
  }

  private static SocketMessage envelope(String kind, Payload message) {
    Optional<String> id = message.text("envelope_id").filter(SocketMessage::isId);
    if (id.isEmpty()) {
      return new Unknown();
    }
    SlackCallback callback =
        message
            .object("payload")
            .map(payload -> SlackCallback.ofEnvelope(kind, payload))
            .orElseGet(() -> new SlackCallback.Malformed(false));
    return new Envelope(id.get(), callback);
  }

  private static boolean isId(String id) {
    return !id.isEmpty() && id.length() <= LONGEST_ID;
  }
}
