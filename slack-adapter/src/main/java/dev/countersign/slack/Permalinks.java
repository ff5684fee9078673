package dev.countersign.slack;

import dev.countersign.card.Reply.Spot;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks Slack where a message of ours can be opened (docs.slack.dev/reference/methods/
/// chat.getPermalink). A link only helps, so nothing waits for it long, and only one to Slack
/// itself is taken.
final class Permalinks implements AutoCloseable {
  /// Of the three seconds that a trigger lives.
  static final Duration PATIENCE = Duration.ofMillis(700);

  private static final Logger log = LoggerFactory.getLogger(Permalinks.class);

  private final SlackWebApi api;
  private final URI apiBase;
  private final BoundedCalls calls = new BoundedCalls(PATIENCE);

  Permalinks(SlackWebApi api, URI apiBase) {
    this.api = api;
    this.apiBase = apiBase;
  }

  /// Empty where Slack names none in time.
  Optional<String> to(Spot spot) {
    return switch (calls.run(() -> link(spot), Optional.<String>empty())) {
      case BoundedCalls.Waited.Done(Optional<String> link) -> link;
      case BoundedCalls.Waited.Late<Optional<String>> _ -> Optional.empty();
    };
  }

  private Optional<String> link(Spot spot) {
    return switch (api.permalink(spot.address().channel(), spot.messageId())) {
      case ApiAnswer.Done(String link) when isOfSlack(link) -> Optional.of(link);
      case ApiAnswer.Done _ -> Optional.empty();
      case ApiAnswer.Failed(String error, _) -> {
        log.warn("chat.getPermalink: {}", error);
        yield Optional.empty();
      }
    };
  }

  /// The workspace's own host is one below that of the API.
  private boolean isOfSlack(String link) {
    try {
      URI uri = new URI(link);
      String host = uri.getHost();
      return host != null
          && apiBase.getScheme().equals(uri.getScheme())
          && apiBase.getPort() == uri.getPort()
          && (host.equals(apiBase.getHost()) || host.endsWith("." + apiBase.getHost()))
          && uri.getRawUserInfo() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }

  @Override
  public void close() {
    calls.close();
  }
}
