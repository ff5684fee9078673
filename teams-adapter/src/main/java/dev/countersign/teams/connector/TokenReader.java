package dev.countersign.teams.connector;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what Entra or a machine's identity endpoint answered to one of the [TokenRequests].
final class TokenReader {
  /// RFC 6750 section 2.1; nothing that could end a header.
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{1,16384}");

  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,12}");
  private static final Pattern OAUTH_ERROR = Pattern.compile("[a-z_]{1,40}");
  private static final Pattern ENTRA_CODE = Pattern.compile("AADSTS[0-9]{4,9}");
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);
  private static final String MAY_PASS = "temporarily_unavailable";

  /// When nobody says for how long.
  static final Duration PAUSE = Duration.ofSeconds(10);

  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private TokenReader() {}

  static TokenReading read(HttpAnswer answer, Instant now) {
    return switch (answer) {
      case HttpAnswer.Broken(String code) -> later(PAUSE, code);
      case HttpAnswer.Answered answered when answered.succeeded() -> issued(answered, now);
      case HttpAnswer.Answered answered -> notIssued(answered, now);
    };
  }

  private static TokenReading issued(HttpAnswer.Answered answered, Instant now) {
    return document(answered)
        .flatMap(document -> token(document, now))
        .<TokenReading>map(TokenReading.Issued::new)
        .orElseGet(() -> later(PAUSE, "malformed_answer"));
  }

  private static Optional<IssuedToken> token(JsonObject document, Instant now) {
    if (document.get("access_token") instanceof JsonString(String token)
        && TOKEN.matcher(token).matches()
        && document.get("token_type") instanceof JsonString(String type)
        && type.equalsIgnoreCase("Bearer")) {
      return life(document, now)
          .map(life -> IssuedToken.of(new TokenAnswer.Bearer(token), now, life));
    }
    return Optional.empty();
  }

  /// `expires_in` in seconds, a number from Entra and a text from a virtual machine; App Service
  /// only says `expires_on`, in seconds since 1970.
  private static Optional<Duration> life(JsonObject document, Instant now) {
    return whole(document.get("expires_in"))
        .or(() -> whole(document.get("expires_on")).map(at -> at - now.getEpochSecond()))
        .filter(seconds -> seconds > 0)
        .map(Duration::ofSeconds);
  }

  private static Optional<Long> whole(@Nullable Json value) {
    return switch (value) {
      case JsonNumber number when number.isInteger() -> Optional.of(number.longValue());
      case JsonString(String text) when WHOLE.matcher(text).matches() ->
          Optional.of(Long.parseLong(text));
      case null, default -> Optional.empty();
    };
  }

  /// An answer without an OAuth error comes from something in between, and passes.
  private static TokenReading notIssued(HttpAnswer.Answered answered, Instant now) {
    String status = "http_" + answered.status();
    Duration pause =
        RetryAfter.in(answered.headers(), now)
            .map(asked -> asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked)
            .filter(asked -> asked.compareTo(PAUSE) > 0)
            .orElse(PAUSE);
    if (!REFUSALS.contains(answered.status())) {
      return later(pause, status);
    }
    return document(answered)
        .flatMap(TokenReader::code)
        .filter(code -> !code.equals(MAY_PASS))
        .<TokenReading>map(code -> new TokenReading.NotIssued(new TokenAnswer.Refused(code)))
        .orElseGet(() -> later(pause, status));
  }

  /// Entra's own number says most; only codes are taken, never the words around them.
  private static Optional<String> code(JsonObject document) {
    if (!(document.get("error") instanceof JsonString(String error))
        || !OAUTH_ERROR.matcher(error).matches()) {
      return Optional.empty();
    }
    if (error.equals(MAY_PASS)
        || !(document.get("error_description") instanceof JsonString(String description))) {
      return Optional.of(error);
    }
    return ENTRA_CODE
        .matcher(description)
        .results()
        .findFirst()
        .map(MatchResult::group)
        .or(() -> Optional.of(error));
  }

  private static Optional<JsonObject> document(HttpAnswer.Answered answered) {
    try {
      return answered
          .json()
          .map(CanonicalJson::parse)
          .flatMap(json -> json instanceof JsonObject o ? Optional.of(o) : Optional.empty());
    } catch (JsonRefusedException _) {
      return Optional.empty();
    }
  }

  private static TokenReading later(Duration pause, String code) {
    return new TokenReading.NotIssued(new TokenAnswer.Later(pause, code));
  }
}
