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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/// The few Web API methods that we call, each once: never redirected, never silently repeated, and
/// bounded in time. Neither token nor content is ever logged.
final class SlackWebApi implements AutoCloseable {
  /// One call, all of it.
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  /// Shorter than Slack keeps idle connections, so that a call rarely meets one just closed.
  private static final Duration IDLE_CONNECTION = Duration.ofSeconds(20);

  private static final int IDLE_CONNECTIONS = 5;
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

  /// Whose the token is: the answer names the workspace in place of a message.
  ApiAnswer whose() {
    return call("auth.test", Map.of(), BareAnswer::teamId);
  }

  /// Where a socket may be opened, once and soon: the answer names the address in place of a
  /// message. Whoever has the address has the socket.
  ///
  /// @param appToken this method takes no bot's
  ApiAnswer openSocket(Secret appToken) {
    return call("apps.connections.open", Map.of(), appToken, BareAnswer::url);
  }

  /// Opens a modal for whoever caused the trigger, once and within three seconds of it.
  ApiAnswer openView(String trigger, String view) {
    var arguments = new LinkedHashMap<String, String>();
    arguments.put("trigger_id", trigger);
    arguments.put("view", view);
    return call("views.open", arguments);
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
    return call(method, arguments, botToken, named);
  }

  private ApiAnswer call(
      String method,
      Map<String, String> arguments,
      Secret token,
      Function<BareAnswer, @Nullable String> named) {
    try {
      return read(
          methods.postFormWithTokenAndParseResponse(
              form -> {
                arguments.forEach(form::add);
                return form;
              },
              method,
              token.reveal(),
              BareAnswer.class),
          named);
    } catch (SlackApiException refused) {
      return read(refused);
    } catch (InterruptedIOException _) {
      return new ApiAnswer.Failed("timeout");
    } catch (IOException _) {
      return new ApiAnswer.Failed("unreachable");
    } catch (JsonParseException _) {
      return new ApiAnswer.Failed("malformed_answer");
    }
  }

  private static ApiAnswer read(
      @Nullable BareAnswer answer, Function<BareAnswer, @Nullable String> named) {
    if (answer == null) {
      return new ApiAnswer.Failed("malformed_answer");
    }
    if (answer.isOk()) {
      return new ApiAnswer.Done(Optional.ofNullable(named.apply(answer)).orElse(""));
    }
    return new ApiAnswer.Failed(Optional.ofNullable(answer.getError()).orElse("malformed_answer"));
  }

  private static ApiAnswer read(SlackApiException refused) {
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
  /// first and the connection then broke.
  private static OkHttpClient http(SlackConfig config) {
    return SlackHttpClient.buildOkHttpClient(config)
        .newBuilder()
        .retryOnConnectionFailure(false)
        .connectionPool(
            new ConnectionPool(IDLE_CONNECTIONS, IDLE_CONNECTION.toSeconds(), TimeUnit.SECONDS))
        .build();
  }
}
