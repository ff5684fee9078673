package dev.countersign.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SandboxSecretsTest {
  @Test
  void whatASandboxMadeIsRecognised() {
    assertThat(SandboxSecrets.isSandbox(SandboxSecrets.newSigningSecret())).isTrue();
    assertThat(SandboxSecrets.isSandbox(SandboxSecrets.newBotToken())).isTrue();
    assertThat(SandboxSecrets.isSandbox(SandboxSecrets.newClientSecret())).isTrue();
    assertThat(SandboxSecrets.isSandbox(" " + SandboxSecrets.newBotToken() + "\n")).isTrue();
  }

  @Test
  void whatSlackOrEntraMadeIsNot() {
    assertThat(SandboxSecrets.isSandbox("x8Q~pT2.vRk-0aBcDeFgHiJkLmNoPqRsTuVwXyZ")).isFalse();
    assertThat(SandboxSecrets.isSandbox("8f742231b10e8888abcd99yyyzzz85a5")).isFalse();
    assertThat(SandboxSecrets.isSandbox("xoxb-1234-5678-abc")).isFalse();
    assertThat(SandboxSecrets.isSandbox("")).isFalse();
  }

  @Test
  void noTwoAreAlike() {
    assertThat(SandboxSecrets.newSigningSecret()).isNotEqualTo(SandboxSecrets.newSigningSecret());
  }
}
