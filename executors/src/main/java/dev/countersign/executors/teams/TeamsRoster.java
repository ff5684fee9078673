package dev.countersign.executors.teams;

import dev.countersign.executors.connection.AllowedReaders;
import dev.countersign.executors.connection.TeamsConnection;
import dev.countersign.executors.http.TargetQuestions;
import dev.countersign.executors.sending.ConversationRefusal;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is in a conversation right now, as the connector tells its members, page by page. Asking
/// changes nothing there.
///
/// Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
final class TeamsRoster {
  /// Few enough members for one answer of the usual size.
  static final int PAGE_SIZE = 100;

  /// So 2,500 people; of a bigger conversation nobody says who reads there.
  static final int MOST_PAGES = 25;

  private static final Logger log = LoggerFactory.getLogger(TeamsRoster.class);

  private static final int LONGEST_CONTINUATION = 4_096;

  private final TeamsConnection connection;
  private final String members;

  /// @param conversation its id
  TeamsRoster(TeamsConnection connection, String conversation) {
    this.connection = connection;
    this.members =
        connection.baseUrl()
            + "/teams/v3/conversations/"
            + URLEncoder.encode(conversation, StandardCharsets.UTF_8)
            + "/pagedmembers?pageSize="
            + PAGE_SIZE;
  }

  /// @param next where the following page begins
  private record Page(List<Json> members, Optional<String> next) {}

  /// Asks whether the app is there, and for everybody where it matters who they are.
  ///
  /// @throws NotSent where it is not, where somebody may not read along, or where nobody says
  void check(TargetQuestions connector) throws IOException, HttpException {
    Page page = page(connector, "");
    if (connection.readers() == AllowedReaders.ANY) {
      return;
    }
    if (page.members().isEmpty()) {
      throw new NotSent(ConversationRefusal.UNREAD); // nobody knows of whom
    }
    for (int pages = 1; ; pages++) {
      if (!page.members().stream().allMatch(this::isInside)) {
        throw new NotSent(ConversationRefusal.READERS);
      }
      if (!page.members().stream().allMatch(TeamsRoster::isTold)) {
        throw new NotSent(ConversationRefusal.UNREAD);
      }
      if (page.next().isEmpty()) {
        return;
      }
      if (pages == MOST_PAGES) {
        throw new NotSent(ConversationRefusal.UNREAD);
      }
      page = page(connector, "&continuationToken=" + encoded(page.next().get()));
    }
  }

  private Page page(TargetQuestions connector, String from) throws IOException, HttpException {
    return connector.ask(
        SentRequest.getting(members + from), (status, _, body) -> page(status, body));
  }

  private Page page(int status, byte[] body) throws NotSent {
    Optional<JsonObject> answer = object(body);
    if (status == 200
        && answer.isPresent()
        && answer.get().get("members") instanceof JsonArray(var listed)) {
      return new Page(listed, next(answer.get()));
    }
    String error =
        answer
            .flatMap(said ->
                said.get("error") instanceof JsonObject told
                    ? Optional.of(text(told, "code"))
                    : Optional.empty())
            .filter(code -> code.matches("[A-Za-z]{1,64}"))
            .orElse("status " + status);
    log.info(
        "connection {}: the connector does not tell who is there: {}", connection.name(), error);
    throw new NotSent(
        switch (status) {
          case 404 -> ConversationRefusal.NOT_FOUND;
          case 403 ->
              error.equals("BotNotInConversationRoster")
                  ? ConversationRefusal.NOT_A_MEMBER
                  : "target_refused";
          case 401 -> "target_refused";
          default -> ConversationRefusal.UNREAD;
        },
        status);
  }

  private static Optional<String> next(JsonObject answer) throws NotSent {
    String token = text(answer, "continuationToken");
    if (token.length() > LONGEST_CONTINUATION) {
      throw new NotSent(ConversationRefusal.UNREAD);
    }
    return Optional.of(token).filter(some -> !some.isEmpty());
  }

  /// No guest of the conversation or of the tenant, nobody without an account, nobody of elsewhere.
  private boolean isInside(Json member) {
    return member instanceof JsonObject person
        && !text(person, "aadObjectId").isEmpty()
        && isOneOf(text(person, "tenantId"), connection.tenant())
        && isOneOf(text(person, "userRole"), "user")
        && !text(person, "userPrincipalName").toLowerCase(Locale.ROOT).contains("#ext#");
  }

  /// Whether it is said where this account lives. Where it is not, nobody knows whether they are
  /// ours.
  private static boolean isTold(Json member) {
    return member instanceof JsonObject person && !text(person, "tenantId").isEmpty();
  }

  /// What is left out is not denied: some conversations tell no role.
  private static boolean isOneOf(String told, String wanted) {
    return told.isEmpty() || told.equalsIgnoreCase(wanted);
  }

  private static String text(JsonObject object, String member) {
    return object.get(member) instanceof JsonString(String text) ? text : "";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Optional<JsonObject> object(byte[] body) {
    try {
      return CanonicalJson.parse(body, Integer.MAX_VALUE) instanceof JsonObject answer
          ? Optional.of(answer)
          : Optional.empty();
    } catch (JsonRefusedException e) {
      return Optional.empty();
    }
  }
}
