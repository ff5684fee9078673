package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Fixtures;
import dev.countersign.json.JsonObject;
import dev.countersign.secret.Secret;
import dev.countersign.slack.SlackSignature.Reason;
import dev.countersign.slack.SlackSignature.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackSignatureTest {
  private static final Secret SECRET = new Secret("a-signing-secret-of-tests");
  private static final Instant NOW = Instant.parse("2026-11-23T15:00:00.900Z");
  private static final byte[] BODY = "payload=%7B%7D".getBytes(StandardCharsets.UTF_8);

  private final SlackSignature signature = at(NOW);

  @Test
  void whatSlackSignedIsGenuine() {
    assertThat(check(NOW.getEpochSecond())).isInstanceOf(Verdict.Genuine.class);
  }

  @ParameterizedTest
  @CsvSource({
    "-301,STALE",
    "-300,",
    "0,",
    "300,",
    "301,FROM_THE_FUTURE",
    "315360000,FROM_THE_FUTURE",
    "-315360000,STALE"
  })
  void theWindowIsFiveMinutesBothWays(long offset, @Nullable Reason expected) {
    Verdict verdict = check(NOW.getEpochSecond() + offset);
    if (expected == null) {
      assertThat(verdict).isInstanceOf(Verdict.Genuine.class);
    } else {
      assertThat(verdict).isEqualTo(new Verdict.Refused(expected));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "+1795446000",
        " 1795446000",
        "1795446000 ",
        "01795446000",
        "1795446000.0",
        "-1795446000",
        "0x6b03d370",
        "1e9",
        "١٧٩٥٤٤٦٠٠٠",
        "9999999999999",
        "1795446000\n"
      })
  void aTimestampHasOneSpelling(String timestamp) {
    String mac = Signed.mac(SECRET, timestamp, BODY);
    assertThat(signature.check(List.of(timestamp), List.of(mac), BODY))
        .isEqualTo(new Verdict.Refused(Reason.MALFORMED_TIMESTAMP));
  }

  @Test
  void aSignatureHasOneSpelling() {
    String ts = Long.toString(NOW.getEpochSecond());
    String good = Signed.mac(SECRET, ts, BODY);
    for (String bad :
        List.of(
            "",
            good.substring(3),
            good.toUpperCase(Locale.ROOT),
            "v0=" + good.substring(3).toUpperCase(Locale.ROOT),
            "v1=" + good.substring(3),
            good.substring(0, good.length() - 1),
            good + "0",
            good + "\n",
            good + "," + good)) {
      assertThat(signature.check(List.of(ts), List.of(bad), BODY))
          .as(bad)
          .isEqualTo(new Verdict.Refused(Reason.MALFORMED_SIGNATURE));
    }
  }

  @Test
  void headersMustBeThereOnce() {
    String ts = Long.toString(NOW.getEpochSecond());
    String mac = Signed.mac(SECRET, ts, BODY);
    Verdict missing = new Verdict.Refused(Reason.MISSING_HEADER);
    Verdict repeated = new Verdict.Refused(Reason.REPEATED_HEADER);
    assertThat(signature.check(List.of(), List.of(mac), BODY)).isEqualTo(missing);
    assertThat(signature.check(List.of(ts), List.of(), BODY)).isEqualTo(missing);
    assertThat(signature.check(List.of(ts, ts), List.of(mac), BODY)).isEqualTo(repeated);
    assertThat(signature.check(List.of(ts), List.of(mac, mac), BODY)).isEqualTo(repeated);
  }

  @Test
  void aChangedBodyTimeOrSecretIsRefused() {
    String ts = Long.toString(NOW.getEpochSecond());
    String mac = Signed.mac(SECRET, ts, BODY);
    Verdict refused = new Verdict.Refused(Reason.BAD_SIGNATURE);
    byte[] changed = BODY.clone();
    changed[3] ^= 1;
    String later = Long.toString(NOW.getEpochSecond() + 1);
    assertThat(signature.check(List.of(ts), List.of(mac), changed)).isEqualTo(refused);
    assertThat(signature.check(List.of(later), List.of(mac), BODY)).isEqualTo(refused);
    String foreign = Signed.mac(new Secret("another-secret"), ts, BODY);
    assertThat(signature.check(List.of(ts), List.of(foreign), BODY)).isEqualTo(refused);
  }

  @Test
  void bytesThatAreNoTextAreVerifiedAsTheyAre() {
    byte[] bytes = {(byte) 0xff, (byte) 0xfe, 0, 13, 10};
    String ts = Long.toString(NOW.getEpochSecond());
    assertThat(signature.check(List.of(ts), List.of(Signed.mac(SECRET, ts, bytes)), bytes))
        .isInstanceOf(Verdict.Genuine.class);
  }

  @Test
  void slacksPublishedVectorVerifies() {
    JsonObject vector = json("vectors/slack/signature.json");
    verifyVector(
        vector.text("signingSecret"),
        vector.text("timestamp"),
        vector.text("body"),
        vector.text("expectedSignature"));
  }

  @Test
  void theVectorOfTheDocumentationVerifies() {
    JsonObject vector = json("platforms/vectors/slack-signature.json");
    verifyVector(
        vector.text("signing_secret"),
        vector.text("timestamp"),
        vector.text("body"),
        vector.text("signature"));
  }

  @Test
  void aVerdictDoesNotPrintTheSignature() {
    Verdict genuine = check(NOW.getEpochSecond());
    assertThat(genuine.toString()).doesNotContain("v0=");
  }

  private static void verifyVector(String secret, String timestamp, String body, String mac) {
    Instant signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
    var then = new SlackSignature(new Secret(secret), InstantSource.fixed(signedAt));
    assertThat(then.check(List.of(timestamp), List.of(mac), body.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Verdict.Genuine.class);
  }

  private static JsonObject json(String fixture) {
    return (JsonObject) CanonicalJson.parse(Fixtures.bytes(Fixtures.require(fixture)));
  }

  private Verdict check(long timestamp) {
    String ts = Long.toString(timestamp);
    return signature.check(List.of(ts), List.of(Signed.mac(SECRET, ts, BODY)), BODY);
  }

  private static SlackSignature at(Instant now) {
    return new SlackSignature(SECRET, InstantSource.fixed(now));
  }
}
