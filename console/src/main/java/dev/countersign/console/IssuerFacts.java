package dev.countersign.console;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.countersign.secret.ConfidentialAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the issuer publishes of itself (OpenID Connect Discovery 1.0), asked when it is needed and
/// kept for a while. Metadata that call themselves another issuer, or send a secret where it could
/// be read, are none.
final class IssuerFacts {
  /// How long metadata are good for, and keys.
  private static final Duration METADATA_KEPT = Duration.ofHours(1);

  private static final Duration KEYS_KEPT = Duration.ofMinutes(5);

  /// A key that is not among those that are kept is looked for this often at most, and so is an
  /// issuer that did not answer.
  static final Duration ASKED_AGAIN = Duration.ofSeconds(5);

  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final Logger log = LoggerFactory.getLogger(IssuerFacts.class);

  private final String issuer;
  private final IssuerHttp http;
  private final Kept<OIDCProviderMetadata> metadata;
  private final Kept<JWKSet> keys;

  /// @param nanos a monotonic nanosecond counter
  IssuerFacts(String issuer, IssuerHttp http, LongSupplier nanos) {
    this.issuer = issuer;
    this.http = http;
    this.metadata = new Kept<>(METADATA_KEPT, nanos, this::askForMetadata);
    this.keys = new Kept<>(KEYS_KEPT, nanos, this::askForKeys);
  }

  Optional<OIDCProviderMetadata> metadata() {
    return metadata.get();
  }

  /// @param id of the key that is needed; null where a token names none
  Optional<JWKSet> keys(@Nullable Object id) {
    Optional<JWKSet> known = keys.get();
    return known.isPresent() && id instanceof String name && known.get().getKeyByKeyId(name) == null
        ? keys.anew()
        : known;
  }

  private Optional<OIDCProviderMetadata> askForMetadata() {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return read(URI.create(base + DISCOVERY))
        .flatMap(body -> {
          try {
            return Optional.of(OIDCProviderMetadata.parse(body)).filter(this::isSound);
          } catch (ParseException _) {
            return none("its metadata do not read");
          }
        });
  }

  private boolean isSound(OIDCProviderMetadata found) {
    boolean sound =
        found.getIssuer().getValue().equals(issuer)
            && isConfidential(found.getAuthorizationEndpointURI())
            && isConfidential(found.getTokenEndpointURI())
            && isConfidential(found.getJWKSetURI());
    if (!sound) {
      none("its metadata are of another issuer, or name an address that is not https");
    }
    return sound;
  }

  private static boolean isConfidential(@Nullable URI uri) {
    return uri != null && ConfidentialAddress.is(uri);
  }

  private Optional<JWKSet> askForKeys() {
    return metadata()
        .flatMap(found -> read(found.getJWKSetURI()))
        .flatMap(body -> {
          try {
            return Optional.of(JWKSet.parse(body));
          } catch (java.text.ParseException _) {
            return none("its keys do not read");
          }
        });
  }

  private Optional<String> read(URI from) {
    return http.call(HttpRequest.newBuilder(from).header("Accept", "application/json").build())
        .filter(IdentityProvider::isGood)
        .map(IssuerHttp.Answer::body)
        .or(() -> none("it does not answer"));
  }

  private <T> Optional<T> none(String why) {
    log.warn("the issuer of the console cannot be used: {}", why);
    return Optional.empty();
  }

  /// One answer, asked for by one caller at a time. While a newer one cannot be had the former one
  /// is good.
  private static final class Kept<T> {
    private final Duration kept;
    private final LongSupplier nanos;
    private final Supplier<Optional<T>> ask;
    private final ReentrantLock asking = new ReentrantLock();
    private Optional<T> answer = Optional.empty();
    private long askedAt;
    private boolean asked;

    Kept(Duration kept, LongSupplier nanos, Supplier<Optional<T>> ask) {
      this.kept = kept;
      this.nanos = nanos;
      this.ask = ask;
    }

    Optional<T> get() {
      return unlessOlderThan(kept);
    }

    Optional<T> anew() {
      return unlessOlderThan(ASKED_AGAIN);
    }

    private Optional<T> unlessOlderThan(Duration most) {
      asking.lock();
      try {
        Duration age = answer.isPresent() ? most : ASKED_AGAIN;
        if (!asked || nanos.getAsLong() - askedAt >= age.toNanos()) {
          Optional<T> found = ask.get();
          answer = found.isPresent() ? found : answer;
          asked = true;
          askedAt = nanos.getAsLong();
        }
        return answer;
      } finally {
        asking.unlock();
      }
    }
  }
}
