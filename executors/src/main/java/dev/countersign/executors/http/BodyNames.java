package dev.countersign.executors.http;

import dev.countersign.executors.connection.AllowedNames;
import dev.countersign.executors.wire.PercentTriplet;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.ApiCall.Content;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names at the top of a body, in every way in which a target may read it: the fields of a
/// form, the parts of a multipart, the members of a JSON object. Targets go by words anywhere in
/// the media type, so the type counts wherever one stands; and a body of JSON that is sent as a
/// form is a form to its target.
final class BodyNames {
  private static final Pattern PAIRS = Pattern.compile("[&;]");

  /// With the lines that are folded under it.
  private static final Pattern DISPOSITION =
      Pattern.compile(
          "content-disposition\\s*+:((?:[^\\r\\n]|[\\r\\n]++[ \\t])*+)", Pattern.CASE_INSENSITIVE);

  private static final Pattern FIELD =
      Pattern.compile(
          "\\bname\\s*+(\\*[0-9*]*+)?\\s*+=\\s*+(?:\"((?:\\\\.|[^\"\\\\])*+)\"?|([^\\s;]++))",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");
  private static final Pattern WORD = Pattern.compile("[\\p{Alnum}_.~$@:-]++");

  private static final String ENCODED_WORD = "=?";

  private BodyNames() {}

  /// The first name that replaces the method of the request at some targets, or of which they would
  /// not read the same.
  static Optional<String> overriding(ApiCall.Body body) {
    String type = body.mediaType().toLowerCase(Locale.ROOT);
    byte[] bytes = SentRequest.bytes(body);
    String text = new String(bytes, StandardCharsets.UTF_8);
    List<String> names = new ArrayList<>();
    if (body.content() instanceof Content.OfJson
        || type.contains("json")
        || text.stripLeading().startsWith("{")) {
      names.addAll(members(bytes, text));
    }
    if (type.contains("urlencoded")) {
      names.addAll(fields(text));
    }
    if (type.contains("multipart") || type.contains("form-data")) {
      names.addAll(parts(text));
    }
    return names.stream()
        .filter(name -> AllowedNames.overridesMethod(name) || name.startsWith(ENCODED_WORD))
        .findFirst();
  }

  /// Of what does not read as JSON, or says a name twice, every word counts: what a target makes of
  /// it nobody can tell.
  private static List<String> members(byte[] bytes, String text) {
    try {
      Json read = CanonicalJson.parse(bytes);
      return read instanceof JsonObject object ? List.copyOf(object.members().keySet()) : List.of();
    } catch (JsonRefusedException _) {
      String plain =
          UNICODE_ESCAPE
              .matcher(text)
              .replaceAll(escape ->
                  Matcher.quoteReplacement(
                      String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
      return WORD.matcher(plain).results().map(MatchResult::group).toList();
    }
  }

  /// Some targets end a pair at `;` as well.
  private static List<String> fields(String form) {
    return PAIRS
        .splitAsStream(form)
        .map(pair -> decoded(pair.indexOf('=') < 0 ? pair : pair.substring(0, pair.indexOf('='))))
        .toList();
  }

  /// As it stands and percent-decoded, since some targets do that. A name in pieces (RFC 2231) is
  /// put together before it is judged.
  private static List<String> parts(String multipart) {
    List<String> names = new ArrayList<>();
    for (MatchResult header : DISPOSITION.matcher(multipart).results().toList()) {
      StringBuilder pieces = new StringBuilder();
      for (MatchResult field : FIELD.matcher(header.group(1)).results().toList()) {
        String name =
            field.group(2) == null
                ? field.group(3)
                : field.group(2).replaceAll("\\\\(.)", "$1").replaceAll("[\\r\\n]", "");
        String plain = decoded(name);
        names.add(name);
        names.add(plain);
        if (field.group(1) != null) {
          pieces.append(plain.substring(plain.lastIndexOf('\'') + 1));
        }
      }
      names.add(pieces.toString());
    }
    return names;
  }

  private static String decoded(String name) {
    byte[] raw = name.getBytes(StandardCharsets.UTF_8);
    String chars = new String(raw, StandardCharsets.ISO_8859_1);
    var bytes = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < chars.length(); i++) {
      int value = PercentTriplet.at(chars, i);
      if (value >= 0) {
        bytes.write(value);
        i += 2;
      } else {
        bytes.write(chars.charAt(i) == '+' ? ' ' : chars.charAt(i));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
