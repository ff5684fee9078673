package dev.countersign.sandbox.teams;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import dev.countersign.sandbox.wire.CallbackDelivery;
import dev.countersign.sandbox.wire.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the app said to an `adaptiveCard/action` invoke: HTTP 200 with `{statusCode,type,value}` in
/// one of the documented pairs
/// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/
/// universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards, response
/// format).
public sealed interface InvokeResponse {

  /// This person sees this card from now on.
  record Card(JsonObject card) implements InvokeResponse {}

  /// This person is told this.
  record Message(String text) implements InvokeResponse {}

  /// 400 or 500: the client shows that it did not work.
  record Failed(int statusCode, String code, String message) implements InvokeResponse {}

  /// 401: the client signs the person in and sends the action again.
  record LoginRequested(JsonObject oauthCard) implements InvokeResponse {}

  /// 401: the code of the sign-in was not right.
  record WrongAuthCode() implements InvokeResponse {}

  /// 412: single sign-on did not work.
  record PreconditionFailed(JsonObject error) implements InvokeResponse {}

  /// Nothing that Teams documents: the client shows "Unable to reach app", and Teams sends the
  /// invoke again.
  record Undocumented(String why) implements InvokeResponse {}

  /// Whether Teams is content.
  default boolean isDocumented() {
    return !(this instanceof Undocumented);
  }

  /// Reads what came back, strictly.
  static InvokeResponse of(CallbackDelivery delivery) {
    return switch (delivery.answer()) {
      case CallbackDelivery.Answer.DidNotRespond(String why, _) -> new Undocumented(why);
      case CallbackDelivery.Answer.Answered(int status, _, _) when status != 200 ->
          new Undocumented("HTTP status " + status);
      case CallbackDelivery.Answer.Answered(_, String body, _) -> read(body);
    };
  }

  private static InvokeResponse read(String body) {
    try {
      return CanonicalJson.parse(body.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject object
          ? read(object)
          : new Undocumented("the body is no object");
    } catch (JsonRefusedException _) {
      return new Undocumented("the body is not JSON");
    }
  }

  private static InvokeResponse read(JsonObject body) {
    if (!body.members().keySet().equals(Set.of("statusCode", "type", "value"))
        || !(body.get("statusCode") instanceof JsonNumber number)
        || !number.isInteger()
        || !(body.get("type") instanceof JsonString(String type))) {
      return new Undocumented("the body is not {statusCode,type,value}");
    }
    Json value = body.get("value");
    return switch (number.token() + " " + type) {
      case "200 application/vnd.microsoft.card.adaptive" -> card(value);
      case "200 application/vnd.microsoft.activity.message" ->
          value instanceof JsonString(String text)
              ? new Message(text)
              : new Undocumented("the message is no string");
      case "400 application/vnd.microsoft.error", "500 application/vnd.microsoft.error" ->
          failed(Integer.parseInt(number.token()), value);
      case "401 application/vnd.microsoft.activity.loginRequest" ->
          value instanceof JsonObject login
              ? new LoginRequested(login)
              : new Undocumented("the login request is no object");
      // Two pages of the documentation spell it in two ways.
      case "401 application/vnd.microsoft.error.inccorectAuthCode",
          "401 application/vnd.microsoft.error.invalidAuthCode" ->
          new WrongAuthCode();
      case "412 application/vnd.microsoft.error.preconditionFailed" ->
          value instanceof JsonObject error
              ? new PreconditionFailed(error)
              : new Undocumented("the error is no object");
      default -> new Undocumented("status code and type are no documented pair");
    };
  }

  private static InvokeResponse card(@Nullable Json value) {
    if (!(value instanceof JsonObject card)) {
      return new Undocumented("the card is no object");
    }
    List<Violation> found = AdaptiveCardCheck.check(card);
    return found.isEmpty()
        ? new Card(card)
        : new Undocumented("the card is malformed: " + found.getFirst());
  }

  private static InvokeResponse failed(int statusCode, @Nullable Json value) {
    return value instanceof JsonObject error
            && error.members().keySet().equals(Set.of("code", "message"))
            && error.get("code") instanceof JsonString(String code)
            && error.get("message") instanceof JsonString(String message)
        ? new Failed(statusCode, code, message)
        : new Undocumented("the error is not {code,message}");
  }
}
