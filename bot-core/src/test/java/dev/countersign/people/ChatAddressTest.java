package dev.countersign.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChatAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "slack:T01:C01",
        "teams:11111111-2222-3333-4444-555555555555:19:abc@thread.tacv2;messageid=1",
        "console:gate:queue"
      })
  void anAddressReadsBackFromItsText(String text) {
    assertThat(ChatAddress.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "slack",
        "slack:T01",
        "slack:T01:",
        "slack::C01",
        ":T01:C01",
        "Slack:T01:C01",
        "irc:T01:C01",
        "slack:T 01:C01",
        "slack:T01:C 01",
        "slack:T01:C\"01",
        "slack:T01:C\\01",
        "slack:T01:Ç01"
      })
  void noOtherTextIsAnAddress(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ChatAddress.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"T01:C01", "", "t01/..", "12345678901234567890123456789012345678901"})
  void aTenantCannotReachIntoTheChannel(String tenant) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChatAddress(Surface.SLACK, tenant, "C01"));
  }
}
