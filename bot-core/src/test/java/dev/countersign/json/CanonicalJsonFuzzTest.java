package dev.countersign.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalJsonFuzzTest {
  static Stream<byte[]> documents() {
    return Stream.of(
            "{\"a\":[1,-0.5,1e3,true,false,null,\"x\"],\"b\":{}}",
            "[\"\\ud83d\\ude00\\u00e9\\n\\\"\\/\",\"é😀\"]",
            " [ { } , [ ] ] \r\n\t",
            "{\"a\":1,\"\\u0061\":2}",
            "[\"\\ud83d\",\"\\u0000\",\"\\uffff\"]",
            "[9007199254740991,9007199254740993,1.0e-7,-0]",
            "\uFEFF{}",
            "[".repeat(CanonicalJson.MAX_DEPTH + 1),
            "{\"lines\":\"one\\ntwo\\n\"}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("documents")
  @FuzzTest
  void whatIsReadHasOneSpellingThatReadsAsTheSame(byte[] bytes) {
    Json value;
    try {
      value = CanonicalJson.parse(bytes);
    } catch (JsonRefusedException e) {
      assertThat(e.offset()).isBetween(0, bytes.length);
      assertThat(e.detail()).isNotBlank();
      return;
    }
    byte[] canonical = CanonicalJson.bytes(value);
    Json again = CanonicalJson.parse(canonical);
    assertThat(again).isEqualTo(value);
    assertThat(CanonicalJson.bytes(again)).isEqualTo(canonical);
    assertThat(ReadableJson.of(value)).isNotEmpty();
  }
}
