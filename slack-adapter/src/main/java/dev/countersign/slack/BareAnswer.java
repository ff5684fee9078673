package dev.countersign.slack;

import com.google.gson.JsonElement;
import com.google.gson.annotations.SerializedName;
import com.slack.api.methods.SlackApiTextResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What we read of a Web API answer. The library's own response types also parse the message that
/// Slack sends back; a block or member it does not know would then turn a post that succeeded into
/// an error, and the retry into a second card.
@SuppressWarnings("UnusedVariable") // written by Gson
final class BareAnswer implements SlackApiTextResponse {
  private boolean ok;
  private @Nullable String error;
  private @Nullable String warning;
  private @Nullable String needed;
  private @Nullable String provided;

  /// The message, in answers of chat.postMessage and chat.update.
  @SerializedName("ts")
  private @Nullable String messageId;

  /// The workspace of the token, in answers of auth.test.
  @SerializedName("team_id")
  private @Nullable String teamId;

  /// In answers of chat.getPermalink.
  private @Nullable String permalink;

  /// Whether the token is one for all workspaces of an organisation, in answers of auth.test.
  @SerializedName("is_enterprise_install")
  private boolean forOrganisation;

  /// In answers about views.
  private @Nullable JsonElement view;

  /// Where a socket may be opened once, in answers of apps.connections.open.
  private @Nullable String url;

  /// In answers about a channel what it is, in answers about a message only its id.
  private @Nullable JsonElement channel;

  /// In answers about a user who it is, in others at most an id.
  private @Nullable JsonElement user;

  private transient Map<String, List<String>> httpResponseHeaders = Map.of();

  @Nullable String messageId() {
    return messageId;
  }

  @Nullable String teamId() {
    return teamId;
  }

  @Nullable String permalink() {
    return permalink;
  }

  /// Of the view as it stands now; empty where the answer names none.
  @Nullable String viewHash() {
    return Payload.of(view).flatMap(shown -> shown.text("hash")).orElse(null);
  }

  boolean isForOrganisation() {
    return forOrganisation;
  }

  @Nullable String url() {
    return url;
  }

  @Nullable JsonElement channel() {
    return channel;
  }

  @Nullable JsonElement user() {
    return user;
  }

  @Override
  public boolean isOk() {
    return ok;
  }

  @Override
  public void setOk(boolean ok) {
    this.ok = ok;
  }

  @Override
  public @Nullable String getError() {
    return error;
  }

  @Override
  public void setError(@Nullable String error) {
    this.error = error;
  }

  @Override
  public @Nullable String getWarning() {
    return warning;
  }

  @Override
  public void setWarning(@Nullable String warning) {
    this.warning = warning;
  }

  @Override
  public @Nullable String getNeeded() {
    return needed;
  }

  @Override
  public void setNeeded(@Nullable String needed) {
    this.needed = needed;
  }

  @Override
  public @Nullable String getProvided() {
    return provided;
  }

  @Override
  public void setProvided(@Nullable String provided) {
    this.provided = provided;
  }

  @Override
  public Map<String, List<String>> getHttpResponseHeaders() {
    return httpResponseHeaders;
  }

  @Override
  public void setHttpResponseHeaders(Map<String, List<String>> headers) {
    httpResponseHeaders = headers;
  }
}
