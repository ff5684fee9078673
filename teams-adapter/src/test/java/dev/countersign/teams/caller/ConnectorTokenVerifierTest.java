package dev.countersign.teams.caller;

import static dev.countersign.teams.caller.CallCase.put;
import static dev.countersign.teams.caller.ConnectorDouble.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.teams.caller.CallerVerdict.Genuine;
import dev.countersign.teams.caller.CallerVerdict.KeysUnavailable;
import dev.countersign.teams.caller.CallerVerdict.Refused;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorTokenVerifierTest {
  private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");

  private final SettableClock clock = new SettableClock(NOW);
  private final ConnectorDouble connector =
      new ConnectorDouble()
          .publish(
              CallCase.KEY,
              CallCase.KEY.named("key-skype").endorsing(List.of("skype", "msteams2", "MSTEAMS")),
              CallCase.KEY.named("key-bare").endorsing(null));
  private final ConnectorKeys keys = new ConnectorKeys(connector.settings(), clock);
  private final ConnectorTokenVerifier verifier =
      new ConnectorTokenVerifier(connector.settings(), keys, clock);

  @AfterEach
  void stop() {
    keys.close();
    connector.close();
  }

  @Test
  void whatTheConnectorSignedForUsIsGenuine() {
    CallerVerdict verdict = verify(_ -> {});
    assertThat(verdict).isInstanceOf(Genuine.class);
    Genuine genuine = (Genuine) verdict;
    assertThat(genuine.tenant()).isEqualTo(TENANT);
    assertThat(genuine.service()).isEqualTo(URI.create(ConnectorDouble.SERVICE));
  }

  @ParameterizedTest
  @MethodSource("spoilt")
  void whateverIsMissingOrWrongIsRefusedByName(Spoilt spoilt) {
    assertThat(verify(spoilt.change())).isEqualTo(new Refused(spoilt.reason()));
  }

  static List<Spoilt> spoilt() {
    return Spoilt.all();
  }

  @Test
  void everyReasonHasItsCase() {
    Set<CallerRefusal> seen = EnumSet.of(CallerRefusal.REPEATED_AUTHORIZATION);
    // Of a token that is genuine and was used before: see BearerUsesTest.
    seen.addAll(
        EnumSet.of(
            CallerRefusal.BEARER_OF_ANOTHER,
            CallerRefusal.REPLAYED,
            CallerRefusal.BEARER_OVERUSED));
    Spoilt.all().forEach(spoilt -> seen.add(spoilt.reason()));
    assertThat(seen).containsExactlyInAnyOrderElementsOf(EnumSet.allOf(CallerRefusal.class));
  }

  @Test
  void aHeaderThatComesTwiceIsRefusedEvenWhenBothAreRight() {
    assertThat(verify(c -> c.headers = 2))
        .isEqualTo(new Refused(CallerRefusal.REPEATED_AUTHORIZATION));
  }

  @ParameterizedTest
  @CsvSource({
    "exp,-299,",
    "exp,-300,EXPIRED",
    "exp,-301,EXPIRED",
    "exp,0,",
    "nbf,300,",
    "nbf,301,NOT_YET_VALID",
    "nbf,-86400,"
  })
  void clocksMayDifferByFiveMinutes(String claim, long offset, @Nullable CallerRefusal reason) {
    CallerVerdict verdict = verify(c -> c.claims.put(claim, NOW.getEpochSecond() + offset));
    if (reason == null) {
      assertThat(verdict).isInstanceOf(Genuine.class);
    } else {
      assertThat(verdict).isEqualTo(new Refused(reason));
    }
  }

  @Test
  void timesAreWholeSecondsAndNothingElse() {
    long future = NOW.getEpochSecond() + 3_600;
    for (Object bad :
        List.of(Long.toString(future), future + 0.5, -1, Long.MAX_VALUE, 1e300, true, List.of())) {
      assertThat(verify(c -> c.claims.put("exp", bad)))
          .as("%s", bad)
          .isEqualTo(new Refused(CallerRefusal.NO_EXPIRY));
    }
  }

  @Test
  void anAudienceIsOneText() {
    for (Object bad :
        List.of(
            List.of(ConnectorDouble.APP),
            List.of(ConnectorDouble.APP, "x"),
            ConnectorDouble.APP + " ",
            ConnectorDouble.APP.toUpperCase(Locale.ROOT) + "A",
            1,
            "")) {
      assertThat(verify(c -> c.claims.put("aud", bad)))
          .as("%s", bad)
          .isEqualTo(new Refused(CallerRefusal.WRONG_AUDIENCE));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/",
        "https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0",
        "https://sts.windows.net/f8cdef31-a31e-4b4a-93e4-5f571e91255a/",
        "https://login.microsoftonline.com/f8cdef31-a31e-4b4a-93e4-5f571e91255a/v2.0",
        "https://sts.windows.net/cab8a31a-1906-4287-a0d8-4eef66b95f6e/",
        "https://login.microsoftonline.us/cab8a31a-1906-4287-a0d8-4eef66b95f6e/v2.0"
      })
  void theEmulatorIsNeverHeard(String issuer) {
    Consumer<CallCase> emulator =
        c -> {
          c.claims.put("iss", issuer);
          c.claims.put("appid", ConnectorDouble.APP);
          c.claims.put("azp", ConnectorDouble.APP);
        };
    assertThat(verify(emulator)).isEqualTo(new Refused(CallerRefusal.WRONG_ISSUER));
  }

  @Test
  void aNameThatComesTwiceInATokenIsMalformed() {
    String header = CallCase.base64("{\"alg\":\"RS256\",\"kid\":\"key-1\",\"kid\":\"key-1\"}");
    assertMalformed(signed(header, CallCase.base64("{}")));
    String once = CallCase.base64("{\"alg\":\"RS256\",\"kid\":\"key-1\"}");
    assertMalformed(signed(once, CallCase.base64("{\"iss\":\"a\",\"iss\":\"b\"}")));
    assertMalformed(signed(once, CallCase.base64("[]")));
    assertMalformed(signed(once, CallCase.base64("{} {}")));
    assertMalformed(signed(once, CallCase.base64("not json")));
    assertMalformed(signed(once, CallCase.base64("")));
  }

  @Test
  void spellingsThatDecodeToTheSameAreRefused() {
    String compact = call(_ -> {}).compact();
    for (String bad :
        List.of(
            compact + "=",
            compact + "\n",
            compact + ".",
            compact.replace('.', ' '),
            "." + compact,
            compact + "," + compact,
            "x".repeat(ConnectorToken.MAX_LENGTH + 1))) {
      assertMalformed(bad);
    }
  }

  @Test
  void everyBeginningOfATokenIsRefused() {
    String compact = call(_ -> {}).compact();
    for (int end = 0; end < compact.length(); end += 7) {
      String part = compact.substring(0, end);
      assertThat(verify(c -> c.spelling = _ -> "Bearer " + part))
          .isInstanceOf(Refused.class)
          .isNotEqualTo(new Refused(CallerRefusal.UNKNOWN_KEY));
    }
  }

  @Test
  void theTenantMayBeNamedInCapitalsAndOnlyOnce() {
    assertThat(verify(c -> put(c.conversation, "tenantId", null))).isInstanceOf(Genuine.class);
    CallerVerdict capitals = verify(c -> put(c.tenant, "id", TENANT.toUpperCase(Locale.ROOT)));
    assertThat(capitals)
        .isInstanceOfSatisfying(Genuine.class, g -> assertThat(g.tenant()).isEqualTo(TENANT));
  }

  @Test
  void anActivityWithoutChannelDataHasNoTenant() {
    assertThat(verify(c -> put(c.activity, "channelData", null)))
        .isEqualTo(new Refused(CallerRefusal.NO_TENANT));
  }

  @Test
  void withoutKeysNobodyIsRefusedNorHeard() {
    connector.server.resetAll();
    assertThat(verify(_ -> {})).isEqualTo(new KeysUnavailable());
  }

  @Test
  void anActivityOfAnotherChannelCostsNoFetch() {
    assertThat(verify(c -> c.activity.put("channelId", "webchat"))).isInstanceOf(Refused.class);
    assertThat(connector.fetches()).isZero();
  }

  @Test
  void nothingPrintsTheTokenOrTheBody() {
    CallCase call = call(c -> c.activity.put("text", "the-secret-text"));
    String compact = call.compact();
    List<Object> printed =
        new ArrayList<>(
            List.of(
                verifier.verify(call.authorization(), call.read()),
                ConnectorToken.parse(compact).orElseThrow(),
                new ActivityReader().read(call.body()),
                call.read(),
                connector.settings()));
    String[] parts = compact.split("\\.", -1);
    for (Object object : printed) {
      assertThat(object.toString())
          .doesNotContain(parts)
          .doesNotContain("the-secret-text", "a-client-secret-of-tests");
    }
    assertThat(Arrays.stream(CallerRefusal.values()).map(CallerRefusal::code))
        .allMatch(code -> code.matches("[a-z_]+"));
  }

  private void assertMalformed(String compact) {
    assertThat(verify(c -> c.spelling = _ -> "Bearer " + compact))
        .isEqualTo(new Refused(CallerRefusal.MALFORMED_TOKEN));
  }

  private static String signed(String header, String claims) {
    String signed = header + "." + claims;
    return signed + "." + CallCase.KEY.sign(signed, "SHA256withRSA");
  }

  private CallerVerdict verify(Consumer<CallCase> change) {
    CallCase call = call(change);
    return verifier.verify(call.authorization(), call.read());
  }

  private static CallCase call(Consumer<CallCase> change) {
    return new CallCase(NOW).with(change);
  }
}
