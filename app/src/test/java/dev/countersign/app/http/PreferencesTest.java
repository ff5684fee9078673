package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wait=30",
        "Wait=30",
        "respond-async, wait=30",
        "wait = \"30\"",
        "wait=30; foo=bar",
        "wait=30, wait=5"
      })
  void waitIsFoundAmongOthers(String header) {
    assertThat(Preferences.waiting(List.of(header))).contains(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wait", "wait=", "wait=-1", "wait=1.5", "wait=\"3", "await=3"})
  void whatMakesNoSenseIsIgnored(String header) {
    assertThat(Preferences.waiting(List.of(header))).isEmpty();
  }

  @Test
  void aLongWaitIsShortened() {
    assertThat(Preferences.waiting(List.of("return=minimal", "wait=999999999")))
        .contains(Preferences.LONGEST_WAIT);
    assertThat(Preferences.applied(Preferences.LONGEST_WAIT)).isEqualTo("wait=55");
  }
}
