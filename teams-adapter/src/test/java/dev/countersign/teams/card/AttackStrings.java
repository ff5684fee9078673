package dev.countersign.teams.card;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Fixtures;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// Texts that want to be something else.
final class AttackStrings {
  private static final String BLNS = "vectors/blns/blns.json";
  private static final String TROJAN_SOURCE = "vectors/trojan-source/samples.json";

  private AttackStrings() {}

  static List<String> own() {
    return Stream.of(
            SampleViews.HOSTILE,
            "\u0000\u0007\u001b[31m",
            "\ud800 half, and \udc00 the other",
            "\ufdd0\uffff\udbff\udfff",
            "\n\n\n",
            "\"},{\"type\":\"Action.OpenUrl\",\"url\":\"https://evil.example\"}",
            "\u2028next\u2029next\u0085next\u000bnext",
            "🔥".repeat(50),
            "a" + "\u0301".repeat(50),
            "\\\"".repeat(200),
            "{{TIME(2026-01-01T00:00:00Z)}}",
            "<script>alert(1)</script>",
            "\u2066\u2067\u2068\u2069\u202a\u202b",
            "\u3164\uffa0\u2800\u00ad")
        .toList();
  }

  /// Skips the test when the published lists are not there.
  static List<String> published() {
    var attacks = new ArrayList<String>();
    ((JsonObject) CanonicalJson.parse(Fixtures.bytes(Fixtures.require(TROJAN_SOURCE))))
        .objects("samples", sample -> sample.text("text"))
        .forEach(attacks::add);
    // Not by our own parser: some of these strings are ones that it refuses.
    JsonMapper.shared()
        .readTree(Fixtures.bytes(Fixtures.require(BLNS)))
        .forEach(item -> attacks.add(item.asString()));
    return attacks;
  }
}
