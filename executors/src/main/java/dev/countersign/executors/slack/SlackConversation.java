package dev.countersign.executors.slack;

import dev.countersign.executors.connection.AllowedReaders;
import dev.countersign.executors.connection.SlackConnection;
import dev.countersign.executors.http.TargetQuestions;
import dev.countersign.executors.sending.ConversationRefusal;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.core5.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What Slack says of a conversation right now. Asking changes nothing there.
///
/// Source: https://docs.slack.dev/reference/methods/conversations.info and
/// https://docs.slack.dev/reference/objects/conversation-object
final class SlackConversation {
  private static final Logger log = LoggerFactory.getLogger(SlackConversation.class);

  private static final String METHOD = "/api/conversations.info";

  /// By which Slack says that the token is none, or none any more: it would not post either.
  private static final Set<String> NO_TOKEN =
      Set.of("not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired");

  private final JsonObject said;
  private final Set<String> scopes;

  private SlackConversation(JsonObject said, Set<String> scopes) {
    this.said = said;
    this.scopes = scopes;
  }

  /// @param id of the conversation
  /// @throws NotSent where there is none for this app, or nobody says
  static SlackConversation ask(TargetQuestions slack, SlackConnection connection, String id)
      throws IOException, HttpException {
    SentRequest question =
        SentRequest.postingForm(
            connection.baseUrl() + METHOD,
            "channel=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
    return slack.ask(
        question,
        (status, marks, body) ->
            new SlackConversation(read(connection.name(), id, status, body), marks.scopes()));
  }

  private static JsonObject read(String connection, String id, int status, byte[] body)
      throws NotSent {
    JsonObject answer =
        SlackAnswer.object(body)
            .filter(_ -> status == 200)
            .orElseThrow(() -> new NotSent(ConversationRefusal.UNREAD, status));
    if (Objects.equals(answer.members().get("ok"), JsonBoolean.TRUE)) {
      return answer.get("channel") instanceof JsonObject channel && id.equals(text(channel, "id"))
          ? channel
          : unread();
    }
    String error = text(answer, "error");
    if (error.equals("channel_not_found")) {
      throw new NotSent(ConversationRefusal.NOT_FOUND);
    }
    if (NO_TOKEN.contains(error)) {
      throw new NotSent("target_refused");
    }
    log.info("connection {}: Slack does not tell of the conversation: {}", connection, error);
    return unread();
  }

  private static JsonObject unread() throws NotSent {
    throw new NotSent(ConversationRefusal.UNREAD);
  }

  /// Of foreign text what a log may show.
  private static String text(JsonObject object, String member) {
    return Optional.ofNullable(object.get(member))
        .filter(JsonString.class::isInstance)
        .map(text -> ((JsonString) text).value())
        .filter(text -> text.matches("[A-Za-z0-9_]{1,64}"))
        .orElse("");
  }

  /// Whoever Slack does not call of this organisation is not.
  ///
  /// @throws NotSent where somebody may read along who may not
  SlackConversation within(AllowedReaders readers) throws NotSent {
    boolean isInside =
        is("is_ext_shared", JsonBoolean.FALSE) && is("is_pending_ext_shared", JsonBoolean.FALSE);
    if (readers == AllowedReaders.INTERNAL && !isInside) {
      throw new NotSent(ConversationRefusal.READERS);
    }
    return this;
  }

  /// @throws NotSent where a message would not be posted there
  void takesMessages() throws NotSent {
    if (is("is_archived", JsonBoolean.TRUE)) {
      throw new NotSent(ConversationRefusal.ARCHIVED);
    }
    boolean isOpenToAll =
        is("is_private", JsonBoolean.FALSE) && scopes.contains("chat:write.public");
    if (!is("is_member", JsonBoolean.TRUE) && !isOpenToAll) {
      throw new NotSent(ConversationRefusal.NOT_A_MEMBER);
    }
    if (!scopes.isEmpty() && !scopes.contains(SlackQuestion.POSTS)) {
      throw new NotSent("target_refused");
    }
  }

  private boolean is(String member, JsonBoolean value) {
    return value.equals(said.get(member));
  }
}
