package dev.countersign.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadableJsonTest {
  private static final List<String> STRINGS =
      List.of(
          "",
          " ",
          "null",
          "true",
          "1",
          "[1]",
          "{}",
          "a",
          "a ",
          "a\n",
          "a\nb",
          "\n",
          "\"",
          "\\n",
          "a\\nb",
          "string of 2 lines",
          "| a",
          "a\n  | b",
          "a\n\"x\": 1",
          "a,\n  b",
          "-1",
          "1.5",
          "a\r\nb",
          "a\tb");

  private static Json json(String text) {
    return CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aScriptKeepsItsLinesAndIsMarkedAsAString() {
    assertThat(ReadableJson.of(json("{\"run\":\"set -e\\nrm -rf build\",\"shell\":\"sh\"}")))
        .isEqualTo(
            """
            {
              "run": string of 2 lines
                | set -e
                | rm -rf build
              "shell": "sh"
            }\
            """);
  }

  /// Pairs of generated values: what has other canonical bytes has another text.
  @Test
  void differentValuesNeverReadAlike() {
    Random random = new Random(20261128);
    Map<String, String> seen = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      Json value = value(random, 3);
      String bytes = CanonicalJson.text(value);
      String before = seen.putIfAbsent(ReadableJson.of(value), bytes);
      if (before != null) {
        assertThat(before).isEqualTo(bytes);
      }
    }
    assertThat(seen).hasSizeGreaterThan(20_000);
  }

  private static Json value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 8)) {
      case 0 -> JsonNull.NULL;
      case 1 -> Json.of(random.nextBoolean());
      case 2 -> Json.of(random.nextInt(3) - 1);
      case 3, 4 -> Json.of(STRINGS.get(random.nextInt(STRINGS.size())));
      case 5 -> {
        List<Json> items = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          items.add(value(random, depth - 1));
        }
        yield new JsonArray(items);
      }
      default -> {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          members.put(STRINGS.get(random.nextInt(STRINGS.size())), value(random, depth - 1));
        }
        yield new JsonObject(members);
      }
    };
  }
}
