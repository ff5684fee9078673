package dev.countersign.teams.caller;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the connector's OpenID metadata and its key set (RFC 7517). Each key says in
/// `endorsements`, a member of the Bot Framework's own, which channels it may speak for; a JOSE
/// library drops that, so the set is read here.
final class KeySetReader {
  /// In bytes, of each document; the real ones are below 20 KiB.
  static final int MAX_BYTES = 256 * 1024;

  private static final int MAX_KEYS = 100;
  private static final int MIN_BITS = 2_048;
  private static final int MAX_BITS = 8_192;

  private static final JsonMapper JSON = StrictJson.mapper(MAX_BYTES);

  /// The `jwks_uri`, when the document is of this issuer.
  Optional<String> jwksUri(byte[] metadata, String issuer) {
    return tree(metadata)
        .filter(document -> issuer.equals(document.path("issuer").asString("")))
        .map(document -> document.path("jwks_uri").asString(""));
  }

  /// The keys that can verify RS256, by id. What else the set holds is skipped; a set in which two
  /// keys share an id, or none can be used, is no set.
  Optional<Map<String, ConnectorKey>> keys(byte[] keySet) {
    JsonNode entries = tree(keySet).map(set -> set.path("keys")).orElse(null);
    if (entries == null || !entries.isArray() || entries.size() > MAX_KEYS) {
      return Optional.empty();
    }
    Map<String, ConnectorKey> keys = new HashMap<>();
    for (JsonNode entry : entries) {
      Optional<ConnectorKey> key = key(entry);
      if (key.isPresent() && keys.put(key.get().id(), key.get()) != null) {
        return Optional.empty();
      }
    }
    return keys.isEmpty() ? Optional.empty() : Optional.of(Map.copyOf(keys));
  }

  private static Optional<ConnectorKey> key(JsonNode entry) {
    String id = entry.path("kid").asString("");
    boolean signs =
        "RSA".equals(entry.path("kty").asString(""))
            && "sig".equals(entry.path("use").asString("sig"))
            && "RS256".equals(entry.path("alg").asString("RS256"));
    if (id.isEmpty() || !signs) {
      return Optional.empty();
    }
    return rsa(entry).map(key -> new ConnectorKey(id, key, endorsements(entry)));
  }

  private static Optional<RSAPublicKey> rsa(JsonNode entry) {
    Map<String, Object> members =
        Map.of(
            "kty", "RSA",
            "n", entry.path("n").asString(""),
            "e", entry.path("e").asString(""));
    try {
      RSAPublicKey key = RSAKey.parse(members).toRSAPublicKey();
      int bits = key.getModulus().bitLength();
      return bits >= MIN_BITS && bits <= MAX_BITS ? Optional.of(key) : Optional.empty();
    } catch (ParseException | JOSEException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Set<String> endorsements(JsonNode entry) {
    Set<String> channels = new HashSet<>();
    for (JsonNode channel : entry.path("endorsements")) {
      if (channel.isString()) {
        channels.add(channel.asString());
      }
    }
    return channels;
  }

  private static Optional<JsonNode> tree(byte[] document) {
    try {
      return Optional.ofNullable(JSON.readTree(document)).filter(JsonNode::isObject);
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }
}
