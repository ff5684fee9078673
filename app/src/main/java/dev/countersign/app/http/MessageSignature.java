package dev.countersign.app.http;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The signature over one HTTP request, as its headers have it: HTTP Message Signatures (RFC 9421)
/// in the one form that is taken here. It covers the method, the whole target URI, and the
/// `Content-Digest` (RFC 9530) where there is a body, and an `Idempotency-Key` where there is one;
/// of its parameters `created`, `nonce` and `keyid` are there, and `alg` may be.
///
/// Nothing here says that the signature is right, see [ExecutorDoor].
///
/// @param keyId 1 to 64 characters
/// @param nonce 16 to 64 characters of base64url
/// @param signature as ES256 has it
// Two of them are never compared.
@SuppressWarnings("ArrayRecordComponent")
record MessageSignature(
    List<String> components,
    String parameters,
    String keyId,
    String nonce,
    Instant created,
    byte[] signature) {
  static final String METHOD = "@method";
  static final String TARGET = "@target-uri";
  static final String DIGEST = "content-digest";
  static final String KEY = "idempotency-key";

  /// What a caller that did not sign is asked for.
  static final String ACCEPTED =
      "sig1=(\"@method\" \"@target-uri\" \"content-digest\");created;nonce;keyid";

  private static final int LONGEST = 1_000;

  private static final Pattern INPUT =
      Pattern.compile("([a-z][a-z0-9_-]{0,31})=(\\(([^()]*)\\)((?:;[a-z]+=[^;]+)*))");

  private static final Pattern PARAMETER = Pattern.compile(";([a-z]+)=([^;]+)");
  private static final Pattern NONCE = Pattern.compile("\"([A-Za-z0-9_-]{16,64})\"");
  private static final Pattern KEY_ID = Pattern.compile("\"([a-z0-9._-]{1,64})\"");
  private static final Pattern CREATED = Pattern.compile("[1-9][0-9]{0,11}");
  private static final Set<String> NEEDED = Set.of("created", "nonce", "keyid");
  private static final String ALGORITHM = "\"ecdsa-p256-sha256\"";

  /// Empty for whatever is not exactly one signature of our form.
  ///
  /// @param headers all values of a header, by its name
  /// @param hasBody whether the body has to be covered
  static Optional<MessageSignature> read(Function<String, List<String>> headers, boolean hasBody) {
    boolean hasKey = !headers.apply(KEY).isEmpty();
    List<String> inputs = headers.apply("Signature-Input");
    List<String> signatures = headers.apply("Signature");
    if (inputs.size() != 1 || signatures.size() != 1 || inputs.getFirst().length() > LONGEST) {
      return Optional.empty();
    }
    Matcher input = INPUT.matcher(inputs.getFirst());
    if (!input.matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        of(
            components(input.group(3)),
            input.group(2),
            parameters(input.group(4)),
            bytes(signatures.getFirst(), input.group(1)),
            covered(hasBody, hasKey)));
  }

  private static @Nullable MessageSignature of(
      List<String> components,
      String written,
      Map<String, String> parameters,
      byte @Nullable [] signature,
      Set<String> covered) {
    if (signature == null
        || components.size() != covered.size()
        || !covered.equals(Set.copyOf(components))
        || !parameters.keySet().containsAll(NEEDED)
        || parameters.size() != NEEDED.size() + (parameters.containsKey("alg") ? 1 : 0)
        || !parameters.getOrDefault("alg", ALGORITHM).equals(ALGORITHM)) {
      return null;
    }
    Matcher nonce = NONCE.matcher(parameters.getOrDefault("nonce", ""));
    Matcher keyId = KEY_ID.matcher(parameters.getOrDefault("keyid", ""));
    String created = parameters.getOrDefault("created", "");
    if (!nonce.matches() || !keyId.matches() || !CREATED.matcher(created).matches()) {
      return null;
    }
    try {
      return new MessageSignature(
          components,
          written,
          keyId.group(1),
          nonce.group(1),
          Instant.ofEpochSecond(Long.parseLong(created)),
          signature);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Set<String> covered(boolean hasBody, boolean hasKey) {
    Set<String> covered = new HashSet<>(Set.of(METHOD, TARGET));
    if (hasBody) {
      covered.add(DIGEST);
    }
    if (hasKey) {
      covered.add(KEY);
    }
    return covered;
  }

  private static List<String> components(String written) {
    List<String> names = new ArrayList<>();
    for (String item : written.split(" ", -1)) {
      boolean quoted = item.length() > 2 && item.startsWith("\"") && item.endsWith("\"");
      names.add(quoted ? item.substring(1, item.length() - 1) : "");
    }
    return names;
  }

  private static Map<String, String> parameters(String written) {
    Map<String, String> found = new HashMap<>();
    Matcher each = PARAMETER.matcher(written);
    while (each.find()) {
      if (found.put(each.group(1), each.group(2)) != null) {
        return Map.of();
      }
    }
    return found;
  }

  private static byte @Nullable [] bytes(String header, String label) {
    String before = label + "=:";
    if (!header.startsWith(before) || !header.endsWith(":") || header.length() > LONGEST) {
      return null;
    }
    String text = header.substring(before.length(), Math.max(before.length(), header.length() - 1));
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// What is signed (RFC 9421, section 2.5).
  ///
  /// @param values by the names of the components
  byte[] base(Map<String, String> values) {
    StringBuilder base = new StringBuilder();
    for (String component : components) {
      base.append('"').append(component).append("\": ").append(values.get(component)).append('\n');
    }
    return base.append("\"@signature-params\": ")
        .append(parameters)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "MessageSignature[" + keyId + "]";
  }
}
