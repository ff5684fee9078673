package dev.countersign.teams.caller;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ActivityReaderFuzzTest {
  static Stream<byte[]> activities() {
    return Stream.of(
            SampleActivities.PRESS,
            SampleActivities.COMMAND,
            SampleActivities.INSTALLED,
            "{\"type\":\"a\",\"entities\":[null,7,{\"type\":\"mention\"}],\"membersAdded\":[]}",
            "{\"type\":\"a\",\"timestamp\":\"+999999999-12-31T23:59:59-18:00\"}",
            "{\"type\":\"a\",\"value\":1e999999999}",
            "{\"type\":\"a\"}{}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("activities")
  @FuzzTest
  void anActivityIsReadWithinItsBoundsOrRefusedByName(byte[] body) {
    switch (new ActivityReader().read(body)) {
      case ActivityReading.Malformed malformed -> assertThat(malformed.code()).isNotBlank();
      case ActivityReading.Read(Activity activity) -> {
        assertThat(activity.type()).isNotEmpty();
        assertThat(activity.toString()).matches("Activity\\[[A-Za-z]{0,40}]");
        assertThat(activity.mentions())
            .hasSizeLessThanOrEqualTo(Activity.MAX_MENTIONS)
            .allSatisfy(mention -> assertThat(mention.text()).isNotEmpty());
        assertThat(activity.sentAt()).isNotNull();
        if (activity.from() != null) {
          activity.from().person().ifPresent(id -> assertThat(id).matches("[0-9a-f-]{36}"));
        }
        if (activity.conversation() != null) {
          activity.conversation().place().ifPresent(id -> assertThat(id).isNotEmpty());
        }
      }
    }
  }
}
