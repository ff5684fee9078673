package dev.countersign.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPointerTest {
  private static final Json DOCUMENT =
      CanonicalJson.parse("{\"a\":{\"b\":1},\"c\":[1,{\"d\":2}],\"e/f\":3}".getBytes(UTF_8));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a/b   | {\"a\":{\"b\":9},\"c\":[1,{\"d\":2}],\"e/f\":3}",
        "/a/new | {\"a\":{\"b\":1,\"new\":9},\"c\":[1,{\"d\":2}],\"e/f\":3}",
        "/c/0   | {\"a\":{\"b\":1},\"c\":[9,{\"d\":2}],\"e/f\":3}",
        "/c/1/d | {\"a\":{\"b\":1},\"c\":[1,{\"d\":9}],\"e/f\":3}",
        "/e~1f  | {\"a\":{\"b\":1},\"c\":[1,{\"d\":2}],\"e/f\":9}",
      })
  void aValueIsPutInThePlace(String pointer, String changed) {
    assertThat(JsonPointer.replaced(DOCUMENT, pointer, Json.of(9)).map(CanonicalJson::text))
        .contains(changed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "/x/y", "/c/2", "/c/-", "/c/01", "/c/x", "/a/b/c"})
  void whatHasNothingAroundItIsNoPlace(String pointer) {
    assertThat(JsonPointer.replaced(DOCUMENT, pointer, Json.of(9))).isEmpty();
  }

  @Test
  void theEmptyPointerIsTheWhole() {
    assertThat(JsonPointer.replaced(DOCUMENT, "", Json.of(9))).contains(Json.of(9));
  }
}
