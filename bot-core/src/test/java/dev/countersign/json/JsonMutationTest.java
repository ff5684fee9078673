package dev.countersign.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Seeded, so that a failure can be repeated: the seed is in the name of the assertion.
class JsonMutationTest {
  private static final int ROUNDS = 20_000;
  private static final byte[] ALPHABET =
      "{}[]:,\"\\u0eE+-.19tfn \u00e9\ud83d\ude00".getBytes(UTF_8);

  @Test
  void whatWeWriteIsReadBackUnchanged() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Json value = value(new Random(seed), 4);
      byte[] bytes = CanonicalJson.bytes(value);
      assertThat(CanonicalJson.parse(bytes)).as("seed %s", seed).isEqualTo(value);
      assertThat(CanonicalJson.bytes(CanonicalJson.parse(bytes)))
          .as("seed %s", seed)
          .isEqualTo(bytes);
    }
  }

  @Test
  void mutatedDocumentsAreReadOrRefusedAndNeverAnythingElse() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      readOrRefuse(mutated(CanonicalJson.bytes(value(random, 4)), random), seed);
    }
  }

  @Test
  void randomBytesAreReadOrRefusedAndNeverAnythingElse() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(24)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = ALPHABET[random.nextInt(ALPHABET.length)];
      }
      readOrRefuse(bytes, seed);
    }
  }

  private static void readOrRefuse(byte[] bytes, int seed) {
    Json value;
    try {
      value = CanonicalJson.parse(bytes);
    } catch (JsonRefusedException e) {
      assertThat(e.offset()).as("seed %s", seed).isBetween(0, bytes.length);
      return;
    }
    byte[] canonical = CanonicalJson.bytes(value);
    assertThat(CanonicalJson.parse(canonical)).as("seed %s", seed).isEqualTo(value);
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] copy = bytes.clone();
    for (int i = 0; i <= random.nextInt(3); i++) {
      copy[random.nextInt(copy.length)] =
          random.nextBoolean()
              ? (byte) random.nextInt()
              : ALPHABET[random.nextInt(ALPHABET.length)];
    }
    return copy;
  }

  private static Json value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> JsonNull.NULL;
      case 1 -> Json.of(random.nextBoolean());
      case 2 -> Json.of(random.nextLong(-JsonNumber.MAX_INTEGER, JsonNumber.MAX_INTEGER + 1));
      case 3 -> new JsonNumber(random.nextInt(1_000_000) + "." + random.nextInt(1_000_000));
      case 4 -> Json.of(text(random));
      case 5 -> {
        List<Json> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(random, depth - 1));
        }
        yield new JsonArray(items);
      }
      default -> {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          members.put(text(random), value(random, depth - 1));
        }
        yield new JsonObject(members);
      }
    };
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int codePoint =
          switch (random.nextInt(3)) {
            case 0 -> random.nextInt(1, 0x80);
            case 1 -> random.nextInt(0x80, 0xd800);
            default -> random.nextInt(0x10000, 0x1fffe);
          };
      text.appendCodePoint(codePoint);
    }
    return text.toString();
  }
}
