package dev.countersign.teams.answer;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.json.JsonObject;

/// The answer to `adaptiveCard/action`, in the documented shapes and no others: Teams shows an odd
/// one as a failure and asks again
/// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/
/// universal-actions-for-adaptive-cards/overview, "Response format").
record InvokeAnswer(JsonObject body, CallbackResult result) {
  private static final String CARD = "application/vnd.microsoft.card.adaptive";
  private static final String MESSAGE = "application/vnd.microsoft.activity.message";
  private static final String ERROR = "application/vnd.microsoft.error";

  /// Takes the place of the card for whoever pressed, and for nobody else.
  static InvokeAnswer card(JsonObject card, CallbackResult result) {
    return new InvokeAnswer(shape(200).put("type", CARD).put("value", card).build(), result);
  }

  /// Words that only the presser sees.
  static InvokeAnswer message(String words, CallbackResult result) {
    return new InvokeAnswer(shape(200).put("type", MESSAGE).put("value", words).build(), result);
  }

  /// @param status 400 or 500
  static InvokeAnswer error(int status, String code, String words, CallbackResult result) {
    JsonObject value = JsonObject.builder().put("code", code).put("message", words).build();
    return new InvokeAnswer(shape(status).put("type", ERROR).put("value", value).build(), result);
  }

  private static JsonObject.Builder shape(int status) {
    return JsonObject.builder().put("statusCode", status);
  }
}
