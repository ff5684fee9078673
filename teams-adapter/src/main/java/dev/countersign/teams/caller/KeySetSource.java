package dev.countersign.teams.caller;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Fetches the connector's keys: its OpenID metadata names where they are. Follows no redirect, and
/// the keys must be at the metadata's own origin, so that one misled answer cannot point elsewhere.
final class KeySetSource implements AutoCloseable {
  private final KeySetReader reader = new KeySetReader();
  private final URI metadata;
  private final String issuer;
  private final Duration limit;
  private final HttpClient client;

  /// @param limit for each of the two answers, from the first byte sent to the last received
  KeySetSource(URI metadata, String issuer, Duration limit) {
    this.metadata = metadata;
    this.issuer = issuer;
    this.limit = limit;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limit)
            .build();
  }

  Fetched fetch() {
    try {
      Optional<String> jwks = reader.jwksUri(get(metadata), issuer);
      if (jwks.isEmpty()) {
        return new Fetched.Failed("metadata_malformed");
      }
      String origin = metadata.getScheme() + "://" + metadata.getRawAuthority() + "/";
      if (!jwks.get().startsWith(origin)) {
        return new Fetched.Failed("keys_elsewhere");
      }
      return reader
          .keys(get(URI.create(jwks.get())))
          .<Fetched>map(Fetched.Keys::new)
          .orElseGet(() -> new Fetched.Failed("keys_malformed"));
    } catch (TimeoutException _) {
      return new Fetched.Failed("too_slow");
    } catch (IOException | IllegalArgumentException _) {
      return new Fetched.Failed("unreachable");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Fetched.Failed("interrupted");
    }
  }

  private byte[] get(URI from) throws IOException, TimeoutException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(from).header("Accept", "application/json").build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), KeySetReader.MAX_BYTES));
    try {
      HttpResponse<byte[]> response = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("answered " + response.statusCode());
      }
      return response.body();
    } catch (ExecutionException e) {
      throw new IOException("no answer", e.getCause());
    } finally {
      // Ends an exchange that is still under way; a timeout of the request would end at the
      // headers.
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }

  sealed interface Fetched {
    record Keys(Map<String, ConnectorKey> byId) implements Fetched {}

    /// @param code for the log
    record Failed(String code) implements Fetched {}
  }
}
