package dev.countersign.teams.connector;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the connector's answers. Only ids and codes leave it, never the words of a message.
final class ConnectorReader {
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_]{1,64}");
  private static final Pattern ID = Pattern.compile("[!-~]{1,512}");

  private ConnectorReader() {}

  /// An answer without a body is good too: some methods have none.
  static ConnectorAnswer done(HttpAnswer.Answered answered) {
    if (answered.body() instanceof byte[] body && body.length == 0) {
      return new ConnectorAnswer.Done("");
    }
    return document(answered)
        .<ConnectorAnswer>map(document -> new ConnectorAnswer.Done(id(document, "id")))
        .orElseGet(() -> malformed(answered));
  }

  static ConversationAnswer opened(HttpAnswer.Answered answered) {
    return document(answered)
        .filter(document -> !id(document, "id").isEmpty())
        .<ConversationAnswer>map(document ->
            new ConversationAnswer.Opened(id(document, "id"), id(document, "activityId")))
        .orElseGet(() -> malformed(answered));
  }

  static Optional<ConversationMember> member(Json json) {
    return json instanceof JsonObject member && !id(member, "id").isEmpty()
        ? Optional.of(
            new ConversationMember(
                id(member, "id"),
                lower(member, "aadObjectId").or(() -> lower(member, "objectId")).orElse(""),
                lower(member, "tenantId").orElse(""),
                lower(member, "userRole").orElse(""),
                isInvited(member)))
        : Optional.empty();
  }

  /// Entra names whom it knows from elsewhere `name_domain#EXT#@tenant`
  /// (learn.microsoft.com/entra/external-id/user-properties).
  private static boolean isInvited(JsonObject member) {
    return member.get("userPrincipalName") instanceof JsonString(String name)
        && name.toUpperCase(Locale.ROOT).contains("#EXT#");
  }

  /// @return empty when any of them cannot be read
  static Optional<List<ConversationMember>> members(JsonObject page) {
    if (!(page.get("members") instanceof JsonArray array)) {
      return Optional.empty();
    }
    List<ConversationMember> members =
        array.items().stream().flatMap(item -> member(item).stream()).toList();
    return members.size() == array.items().size() ? Optional.of(members) : Optional.empty();
  }

  static Optional<JsonObject> document(HttpAnswer.Answered answered) {
    try {
      return answered
          .json()
          .map(CanonicalJson::parse)
          .flatMap(json -> json instanceof JsonObject o ? Optional.of(o) : Optional.empty());
    } catch (JsonRefusedException _) {
      return Optional.empty();
    }
  }

  /// `{"error":{"code":…,"message":…}}`; gateways answer in their own ways.
  static ConnectorAnswer.Failed failed(HttpAnswer.Answered answered, Instant now) {
    String code =
        document(answered)
            .flatMap(ConnectorReader::code)
            .orElseGet(() -> "http_" + answered.status());
    return new ConnectorAnswer.Failed(
        answered.status(), code, RetryAfter.in(answered.headers(), now));
  }

  static ConnectorAnswer.Failed malformed(HttpAnswer.Answered answered) {
    return new ConnectorAnswer.Failed(answered.status(), "malformed_answer");
  }

  private static Optional<String> code(JsonObject document) {
    return document.get("error") instanceof JsonObject error
            && error.get("code") instanceof JsonString(String code)
            && CODE.matcher(code).matches()
        ? Optional.of(code)
        : Optional.empty();
  }

  private static String id(JsonObject document, String name) {
    return document.get(name) instanceof JsonString(String id) && ID.matcher(id).matches()
        ? id
        : "";
  }

  private static Optional<String> lower(JsonObject document, String name) {
    String text = id(document, name);
    return text.isEmpty() ? Optional.empty() : Optional.of(text.toLowerCase(Locale.ROOT));
  }
}
