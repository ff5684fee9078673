package dev.countersign.teams.connector;

import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What came of one HTTP call.
sealed interface HttpAnswer {
  /// The other side answered.
  ///
  /// @param body absent when it was longer than [BoundedHttp#MAX_BODY]
  // Read once and dropped; no answer is compared with another.
  @SuppressWarnings("ArrayRecordComponent")
  record Answered(int status, HttpHeaders headers, byte @Nullable [] body)
      implements HttpAnswer, ConnectorExchange {
    boolean succeeded() {
      return status >= 200 && status < 300;
    }

    /// The body, when it says that it is JSON and was not too long.
    Optional<byte[]> json() {
      return headers
          .firstValue("Content-Type")
          .filter(Answered::isJson)
          .flatMap(_ -> Optional.ofNullable(body));
    }

    private static boolean isJson(String contentType) {
      int end = contentType.indexOf(';');
      String mediaType = end < 0 ? contentType : contentType.substring(0, end);
      return mediaType.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    /// Neither headers nor body: both may hold what no log should.
    @Override
    public String toString() {
      return "Answered[" + status + "]";
    }
  }

  /// It did not, or not to the end; whether it did what it was asked is unknown.
  ///
  /// @param code `timeout`, `unreachable`, `interrupted`
  record Broken(String code) implements HttpAnswer {}
}
