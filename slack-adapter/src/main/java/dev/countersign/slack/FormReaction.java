package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.json.JsonObject;
import java.util.Optional;

/// What a form that was sent comes to.
///
/// @param result what it counts as
/// @param action for Slack to do to the form, a `response_action` (docs.slack.dev/surfaces/modals)
record FormReaction(CallbackResult result, JsonObject action) {
  /// Title of what takes the place of a form that was refused.
  static final String NOT_RECORDED = "Not recorded";

  private static final String RECORDED = "Recorded";
  private static final String LATE_TITLE = "Still at work";
  private static final String STANDING = "Nothing changed";

  /// Every form closes.
  static JsonObject clear() {
    return respond("clear").build();
  }

  /// It is written down: words take the place of the form.
  static JsonObject recorded(String words) {
    return update(RECORDED, words, Optional.empty());
  }

  /// Words take the place of the form.
  static JsonObject refusal(String words) {
    return refusal(words, Optional.empty());
  }

  /// Words take the place of the form, and what was typed in it stands below them.
  static JsonObject refusal(String words, Optional<String> typed) {
    return update(NOT_RECORDED, words, typed);
  }

  /// The same where nothing was refused: it was decided meanwhile.
  static JsonObject standing(String words, Optional<String> typed) {
    return update(STANDING, words, typed);
  }

  /// To whoever waited for as long as Slack does.
  static FormReaction late(String words) {
    return new FormReaction(CallbackResult.LATE, update(LATE_TITLE, words, Optional.empty()));
  }

  /// The form stays with all that is written in it, and the words below one of its inputs.
  static JsonObject errors(String input, String words) {
    return respond("errors").put("errors", JsonObject.builder().put(input, words).build()).build();
  }

  private static JsonObject update(String title, String words, Optional<String> typed) {
    return respond("update").put("view", FormModal.saying(title, words, typed)).build();
  }

  private static JsonObject.Builder respond(String action) {
    return JsonObject.builder().put("response_action", action);
  }
}
