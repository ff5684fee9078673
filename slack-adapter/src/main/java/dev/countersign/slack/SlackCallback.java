package dev.countersign.slack;

import java.util.Optional;

/// What a genuine body is, as far as we tell kinds apart
/// (docs.slack.dev/reference/interaction-payloads, …/interactivity/implementing-slash-commands).
///
/// A payload counts the same in a form and as a bare JSON body, as relays of Socket Mode send it:
/// what is signed is the body, not its wrapping.
sealed interface SlackCallback {

  /// `block_actions`.
  record Pressed(Payload payload) implements SlackCallback {}

  /// `view_submission`.
  record Submitted(Payload payload) implements SlackCallback {}

  /// `url_verification`, which is answered with its own words.
  record Challenge(String words) implements SlackCallback {}

  /// Wants the options of a menu; we have no such menu.
  record Menu() implements SlackCallback {}

  /// A slash command; its answer is what the person sees.
  record Command(SlackForm form) implements SlackCallback {}

  /// Somebody did something that we do not take, and would wait in vain: a shortcut, a button or
  /// dialog of the old kind, or something newer than this adapter.
  record Untaken(Payload payload) implements SlackCallback {}

  /// `event_callback`: Slack tells what happened, and nobody waits for an answer.
  record Event(Payload payload) implements SlackCallback {}

  /// Nobody waits for an answer: closed views, ticked boxes, `ssl_check`.
  record Quiet() implements SlackCallback {}

  /// No payload, or a handshake without what it needs.
  ///
  /// @param isPayload whether it is JSON that names its kind all the same
  record Malformed(boolean isPayload) implements SlackCallback {}

  int MAX_CHALLENGE = 1_000;

  static SlackCallback of(String body) {
    if (body.startsWith("{")) {
      return ofJson(body);
    }
    SlackForm form = SlackForm.parse(body);
    if (form.has("payload")) {
      return form.only("payload").map(SlackCallback::ofJson).orElse(new Malformed(false));
    }
    if (body.isBlank()) {
      return new Malformed(false);
    }
    return form.has("command") && !form.has("ssl_check") ? new Command(form) : new Quiet();
  }

  /// What an envelope of a socket carries (docs.slack.dev/apis/events-api/using-socket-mode): the
  /// same payloads, and for a slash command the fields of its form.
  ///
  /// @param kind `interactive`, `slash_commands`, `events_api`, or one that is newer than this
  static SlackCallback ofEnvelope(String kind, Payload payload) {
    return kind.equals("slash_commands")
        ? new Command(SlackForm.of(payload))
        : ofPayload(payload).orElseGet(() -> new Malformed(false));
  }

  private static SlackCallback ofJson(String json) {
    return Payload.parse(json)
        .flatMap(SlackCallback::ofPayload)
        .orElseGet(() -> new Malformed(false));
  }

  /// Empty when it does not name its kind.
  private static Optional<SlackCallback> ofPayload(Payload payload) {
    return payload.text("type").map(type -> ofType(type, payload));
  }

  private static SlackCallback ofType(String type, Payload payload) {
    return switch (type) {
      case "block_actions" -> TicksBlock.isTick(payload) ? new Quiet() : new Pressed(payload);
      case "view_submission" -> new Submitted(payload);
      case "url_verification" ->
          payload
              .text("challenge")
              .filter(words -> words.length() <= MAX_CHALLENGE)
              .<SlackCallback>map(Challenge::new)
              .orElse(new Malformed(true));
      case "block_suggestion", "dialog_suggestion" -> new Menu();
      case "event_callback" -> new Event(payload);
      case "app_rate_limited", "view_closed", "dialog_cancellation" -> new Quiet();
      default -> new Untaken(payload);
    };
  }
}
