package dev.countersign.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestSignatureTest {
  @Test
  void theSecretIsTextAndTheBodyIsUtf8() {
    assertThat(RequestSignature.of("sandbox-secret", "1795446000", "payload=%7B%7D&note=é"))
        .isEqualTo("v0=f9c8cb89a4063f576b9d2a06c28c33acec855253c5c9d5cc582c4823e42bbec6");
  }

  @Test
  void slacksOwnExampleHolds() throws IOException {
    Optional<Path> vector =
        SharedFolder.find("fixtures")
            .map(fixtures -> fixtures.resolve("platforms/vectors/slack-signature.json"))
            .filter(Files::exists);
    assumeTrue(vector.isPresent(), "fixtures not present");
    var example = (JsonObject) CanonicalJson.parse(Files.readAllBytes(vector.orElseThrow()));
    assertThat(
            RequestSignature.of(
                example.text("signing_secret"), example.text("timestamp"), example.text("body")))
        .isEqualTo(example.text("signature"));
  }
}
