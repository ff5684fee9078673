package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.json.JsonObject;

/// What a form that was sent comes to.
///
/// @param result what it counts as
/// @param action for Slack to do to the form, a `response_action` (docs.slack.dev/surfaces/modals)
record FormReaction(CallbackResult result, JsonObject action) {
  /// Title of what takes the place of a form that was refused.
  static final String NOT_RECORDED = "Not recorded";

  private static final String LATE_TITLE = "Still at work";

  /// Every form closes.
  static JsonObject clear() {
    return respond("clear").build();
  }

  /// Words take the place of the form.
  static JsonObject refusal(String words) {
    return update(NOT_RECORDED, words);
  }

  /// To whoever waited for as long as Slack does.
  static FormReaction late(String words) {
    return new FormReaction(CallbackResult.LATE, update(LATE_TITLE, words));
  }

  /// The form stays with all that is written in it, and the words below one of its inputs.
  static JsonObject errors(String input, String words) {
    return respond("errors").put("errors", JsonObject.builder().put(input, words).build()).build();
  }

  private static JsonObject update(String title, String words) {
    return respond("update").put("view", FormModal.saying(title, words)).build();
  }

  private static JsonObject.Builder respond(String action) {
    return JsonObject.builder().put("response_action", action);
  }
}
