package dev.countersign.executors.slack;

import dev.countersign.executors.connection.SlackConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.http.HostQuestion;
import dev.countersign.executors.sending.SetupFindings;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/// Whose token it is, and whether it may post: `auth.test`, which changes nothing.
///
/// Source: https://docs.slack.dev/reference/methods/auth.test
public final class SlackQuestion implements HostQuestion {
  /// What posting needs, and all that a message in a public channel may take, where the app is no
  /// member.
  static final String POSTS = "chat:write";

  /// One of which lets the app ask for the conversations that it posts in.
  private static final Set<String> READ = Set.of("channels:read", "groups:read");

  private static final Set<String> USED = Set.of(POSTS, "chat:write.public");

  private static final Pattern SCOPE = Pattern.compile("[a-z0-9_.:-]{1,64}");
  private static final int MOST_NAMED = 20;

  private final SlackConnection connection;
  private final CredentialResolver credentials;

  private SlackQuestion(SlackConnection connection, CredentialResolver credentials) {
    this.connection = connection;
    this.credentials = credentials;
  }

  public static HostQuestion of(SlackConnection connection, CredentialResolver credentials) {
    return new SlackQuestion(connection, credentials);
  }

  @Override
  public ClassicHttpRequest request() {
    var request = new BasicClassicHttpRequest("POST", "/api/auth.test");
    request.addHeader("content-length", 0);
    connection
        .credential()
        .flatMap(credentials::resolve)
        .ifPresent(token -> request.addHeader("authorization", "Bearer " + token.reveal()));
    return request;
  }

  @Override
  public void answered(int status, byte[] body, String scopes, SetupFindings findings) {
    Optional<JsonObject> answer = SlackAnswer.object(body).filter(_ -> status == 200);
    if (answer.isEmpty()) {
      findings.bad("host", "answered " + status + " to auth.test", "Something else listens there.");
    } else if (Objects.equals(answer.get().members().get("ok"), JsonBoolean.TRUE)) {
      findings.good(
          "token",
          "of workspace " + word(answer.get(), "team_id") + ", " + word(answer.get(), "user"));
      scopes(scopes, findings);
    } else {
      findings.bad(
          "token",
          word(answer.get(), "error"),
          "Put the bot token of an app that is installed there.");
    }
  }

  private void scopes(String header, SetupFindings findings) {
    List<String> scopes =
        Arrays.stream(header.split(","))
            .map(String::strip)
            .filter(scope -> SCOPE.matcher(scope).matches())
            .distinct()
            .sorted()
            .toList();
    if (scopes.isEmpty()) {
      findings.unseen("scopes", "Slack named none", "");
      return;
    }
    Set<String> used = new HashSet<>(USED);
    if (connection.isAsked()) {
      used.addAll(READ);
    }
    if (!scopes.contains(POSTS)) {
      findings.bad("scopes", POSTS + " is missing", "Add it to the app, and install it again.");
    } else if (connection.isAsked() && Collections.disjoint(scopes, READ)) {
      findings.bad(
          "scopes",
          "neither channels:read nor groups:read is among them",
          "audience and dry_run ask for the channel: add the one for public, or private, channels"
              + " to the app, and install it again.");
    } else {
      findings.good("scopes", POSTS + " is among them");
    }
    List<String> more = scopes.stream().filter(scope -> !used.contains(scope)).toList();
    if (!more.isEmpty()) {
      findings.note(
          "scopes",
          "the token may do more: "
              + String.join(", ", more.subList(0, Math.min(more.size(), MOST_NAMED)))
              + (more.size() > MOST_NAMED ? " and others" : ""),
          "Nothing here does: take them from the app.");
    }
  }

  /// Of foreign text what a line of the check may show.
  private static String word(JsonObject answer, String member) {
    return answer.members().get(member) instanceof JsonString text
            && text.value().matches("[A-Za-z0-9._-]{1,64}")
        ? text.value()
        : "unnamed";
  }
}
