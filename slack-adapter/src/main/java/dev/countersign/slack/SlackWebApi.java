package dev.countersign.slack;

import com.google.gson.JsonParseException;
import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.util.http.SlackHttpClient;
import dev.countersign.secret.Secret;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// The few Web API methods that we call, each once: never redirected, never silently repeated, and
/// bounded in time. Neither token nor content is ever logged.
final class SlackWebApi implements AutoCloseable {
  /// One call, all of it.
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  /// Shorter than Slack keeps idle connections, so that a call rarely meets one just closed.
  private static final Duration IDLE_CONNECTION = Duration.ofSeconds(20);

  private static final int IDLE_CONNECTIONS = 5;

  /// In place of a workspace for a token of an app that is installed for all workspaces of an
  /// organisation.
  static final String WHOLE_ORGANISATION = "*";

  private static final String RATE_LIMITED = "ratelimited";

  private final Slack slack;
  private final MethodsClient methods;
  private final Secret botToken;

  SlackWebApi(URI apiBase, Secret botToken) {
    this(apiBase, botToken, CALL_TIMEOUT);
  }

  SlackWebApi(URI apiBase, Secret botToken, Duration callTimeout) {
    SlackConfig config = config(apiBase, callTimeout);
    SlackHttpClient http = new SlackHttpClient(http(config));
    http.setConfig(config);
    slack = Slack.getInstance(config, http);
    methods = slack.methods();
    this.botToken = botToken;
  }

  ApiAnswer post(String channel, String text, String blocks) {
    Map<String, String> arguments = message(channel, text, blocks);
    arguments.put("unfurl_links", "false");
    arguments.put("unfurl_media", "false");
    return call("chat.postMessage", arguments);
  }

  /// Below a message, for everybody in the channel who looks there.
  ApiAnswer reply(String channel, String messageId, String text, String blocks) {
    Map<String, String> arguments = message(channel, text, blocks);
    arguments.put("thread_ts", messageId);
    arguments.put("unfurl_links", "false");
    arguments.put("unfurl_media", "false");
    return call("chat.postMessage", arguments);
  }

  /// @param messageId as [ApiAnswer.Done] named it
  ApiAnswer update(String channel, String messageId, String text, String blocks) {
    Map<String, String> arguments = message(channel, text, blocks);
    arguments.put("ts", messageId);
    return call("chat.update", arguments);
  }

  /// Shows a message to one member of the channel, who must be there to see it.
  ApiAnswer whisper(String channel, String user, String text, String blocks) {
    Map<String, String> arguments = message(channel, text, blocks);
    arguments.put("user", user);
    return call("chat.postEphemeral", arguments);
  }

  /// Whose the token is: the answer names the workspace in place of a message, or
  /// [#WHOLE_ORGANISATION].
  ApiAnswer whose() {
    return call(
        "auth.test",
        Map.of(),
        answer -> answer.isForOrganisation() ? WHOLE_ORGANISATION : answer.teamId());
  }

  /// Where a socket may be opened, once and soon: the answer names the address in place of a
  /// message. Whoever has the address has the socket.
  ///
  /// @param appToken this method takes no bot's
  ApiAnswer openSocket(Secret appToken) {
    return call(
        "apps.connections.open",
        Map.of(),
        appToken,
        answer -> done(answer.url()),
        failed -> failed);
  }

  /// What Slack says about us or a place, with the headers of its answer.
  SlackFacts facts(String method, Map<String, String> arguments) {
    return call(
        method, arguments, botToken, SlackWebApi::told, no -> new SlackFacts.Refused(no.error()));
  }

  /// Opens a modal for whoever caused the trigger, once and within three seconds of it.
  ApiAnswer openView(String trigger, String view) {
    var arguments = new LinkedHashMap<String, String>();
    arguments.put("trigger_id", trigger);
    arguments.put("view", view);
    return call("views.open", arguments);
  }

  /// Puts a modal on top of the one that the trigger came from, of at most three.
  ApiAnswer pushView(String trigger, String view) {
    var arguments = new LinkedHashMap<String, String>();
    arguments.put("trigger_id", trigger);
    arguments.put("view", view);
    return call("views.push", arguments);
  }

  /// Changes a modal in place.
  ///
  /// @param hash of the view that it takes the place of: Slack refuses it for any other; empty to
  ///   change it whatever it is by now
  ApiAnswer updateView(String id, Optional<String> hash, String view) {
    var arguments = new LinkedHashMap<String, String>();
    arguments.put("view_id", id);
    hash.ifPresent(seen -> arguments.put("hash", seen));
    arguments.put("view", view);
    return call("views.update", arguments);
  }

  /// Puts a view onto the app's page of one person: the answer names its hash in place of a
  /// message.
  ///
  /// @param hash of the view that it takes the place of: Slack refuses it for any other; empty to
  ///   change it whatever it is by now
  ApiAnswer publishView(String user, Optional<String> hash, String view) {
    var arguments = new LinkedHashMap<String, String>();
    arguments.put("user_id", user);
    hash.ifPresent(seen -> arguments.put("hash", seen));
    arguments.put("view", view);
    return call("views.publish", arguments, BareAnswer::viewHash);
  }

  /// Where a message can be opened: the answer names the address in place of a message.
  ApiAnswer permalink(String channel, String messageId) {
    var arguments = new LinkedHashMap<String, String>();
    arguments.put("channel", channel);
    arguments.put("message_ts", messageId);
    return call("chat.getPermalink", arguments, BareAnswer::permalink);
  }

  @Override
  public void close() {
    try {
      slack.close();
    } catch (Exception e) {
      throw new IllegalStateException("the Slack client did not close", e);
    }
  }

  private static Map<String, String> message(String channel, String text, String blocks) {
    var arguments = new LinkedHashMap<String, String>();
    arguments.put("channel", channel);
    arguments.put("text", text);
    arguments.put("blocks", blocks);
    return arguments;
  }

  private ApiAnswer call(String method, Map<String, String> arguments) {
    return call(method, arguments, BareAnswer::messageId);
  }

  private ApiAnswer call(
      String method, Map<String, String> arguments, Function<BareAnswer, @Nullable String> named) {
    return call(method, arguments, botToken, answer -> done(named.apply(answer)), failed -> failed);
  }

  private <T> T call(
      String method,
      Map<String, String> arguments,
      Secret token,
      Function<BareAnswer, T> done,
      Function<ApiAnswer.Failed, T> failed) {
    try {
      BareAnswer answer =
          methods.postFormWithTokenAndParseResponse(
              form -> {
                arguments.forEach(form::add);
                return form;
              },
              method,
              token.reveal(),
              BareAnswer.class);
      return answer != null && answer.isOk() ? done.apply(answer) : failed.apply(refused(answer));
    } catch (SlackApiException refused) {
      return failed.apply(read(refused));
    } catch (InterruptedIOException _) {
      return failed.apply(new ApiAnswer.Failed("timeout"));
    } catch (IOException _) {
      return failed.apply(new ApiAnswer.Failed("unreachable"));
    } catch (JsonParseException _) {
      return failed.apply(new ApiAnswer.Failed("malformed_answer"));
    }
  }

  private static ApiAnswer done(@Nullable String named) {
    return new ApiAnswer.Done(Optional.ofNullable(named).orElse(""));
  }

  private static SlackFacts told(BareAnswer answer) {
    var headers = new HashMap<String, List<String>>();
    answer
        .getHttpResponseHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    return new SlackFacts.Told(
        Optional.ofNullable(answer.teamId()).orElse(""),
        Payload.of(answer.channel()),
        Payload.of(answer.user()),
        Map.copyOf(headers));
  }

  private static ApiAnswer.Failed refused(@Nullable BareAnswer answer) {
    return new ApiAnswer.Failed(
        Optional.ofNullable(answer).map(BareAnswer::getError).orElse("malformed_answer"));
  }

  private static ApiAnswer.Failed read(SlackApiException refused) {
    int status = refused.getResponse().code();
    return status == 429
        ? new ApiAnswer.Failed(RATE_LIMITED, seconds(refused.getResponse().header("Retry-After")))
        : new ApiAnswer.Failed("http_" + status);
  }

  private static Optional<Duration> seconds(@Nullable String header) {
    return Optional.ofNullable(header)
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  private static SlackConfig config(URI apiBase, Duration callTimeout) {
    var config = new SlackConfig();
    config.setMethodsEndpointUrlPrefix(apiBase.toString());
    config.setHttpClientCallTimeoutMillis(Math.toIntExact(callTimeout.toMillis()));
    config.setHttpClientResponseHandlers(new ArrayList<>()); // the default one logs bodies
    config.setStatsEnabled(false);
    config.setExecutorServiceProvider(new VirtualThreads());
    return config;
  }

  /// Without OkHttp's own repetition of requests: it would post a card twice when Slack took the
  /// first and the connection then broke. And without Nagle's algorithm (RFC 896), by which the
  /// rest of a card that takes several writes waits for the acknowledgement of the first.
  private static OkHttpClient http(SlackConfig config) {
    return SlackHttpClient.buildOkHttpClient(config)
        .newBuilder()
        .retryOnConnectionFailure(false)
        .addNetworkInterceptor(SlackWebApi::atOnce)
        .connectionPool(
            new ConnectionPool(IDLE_CONNECTIONS, IDLE_CONNECTION.toSeconds(), TimeUnit.SECONDS))
        .build();
  }

  private static Response atOnce(Interceptor.Chain chain) throws IOException {
    Objects.requireNonNull(chain.connection()).socket().setTcpNoDelay(true);
    return chain.proceed(chain.request());
  }
}
