package dev.countersign.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfidentialAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://slack.com/api/",
        "https://chat.example:8443",
        "http://127.0.0.1:4000/api/",
        "http://[::1]:4000",
        "http://localhost/"
      })
  void encryptedOrOnThisMachineItMayGetASecret(String address) {
    assertThat(ConfidentialAddress.is(URI.create(address))).isTrue();
    assertThatNoException()
        .isThrownBy(() -> ConfidentialAddress.require("apiBase", URI.create(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://slack.com/api/",
        "http://127.0.0.2/",
        "http://localhost.evil.example/",
        "ftp://localhost/",
        "HTTPS:opaque",
        "//slack.com/",
        "/api/",
        "https:///path",
        "https://user@slack.com/",
        "https://slack.com/?a=b",
        "https://slack.com/#a",
        "http://user@localhost/"
      })
  void anythingElseMayNotAndIsNotRepeated(String address) {
    assertThat(ConfidentialAddress.is(URI.create(address))).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConfidentialAddress.require("apiBase", URI.create(address)))
        .withMessageStartingWith("apiBase ")
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain(address));
  }
}
