package dev.countersign.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.sandbox.SandboxSecrets;
import org.junit.jupiter.api.Test;

class SandboxSecretTest {
  @Test
  void whatASandboxMadeIsRecognised() {
    assertThat(SandboxSecret.is(SandboxSecrets.newSigningSecret())).isTrue();
    assertThat(SandboxSecret.is(SandboxSecrets.newBotToken())).isTrue();
    assertThat(SandboxSecret.is(SandboxSecrets.newClientSecret())).isTrue();
    assertThat(SandboxSecret.is(" " + SandboxSecrets.newBotToken() + "\n")).isTrue();
  }

  @Test
  void whatSlackOrEntraMadeIsNot() {
    assertThat(SandboxSecret.is("x8Q~pT2.vRk-0aBcDeFgHiJkLmNoPqRsTuVwXyZ")).isFalse();
    assertThat(SandboxSecret.is("8f742231b10e8888abcd99yyyzzz85a5")).isFalse();
    assertThat(SandboxSecret.is("xoxb-1234-5678-abc")).isFalse();
    assertThat(SandboxSecret.is("")).isFalse();
  }

  @Test
  void noTwoAreAlike() {
    assertThat(SandboxSecrets.newSigningSecret()).isNotEqualTo(SandboxSecrets.newSigningSecret());
  }
}
