package dev.countersign.teams.caller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.bot.connector.authentication.ChannelValidation;
import com.microsoft.bot.connector.authentication.JwtTokenValidation;
import com.microsoft.bot.connector.authentication.SimpleChannelProvider;
import com.microsoft.bot.connector.authentication.SimpleCredentialProvider;
import dev.countersign.teams.caller.CallerVerdict.Genuine;
import dev.countersign.teams.caller.CallerVerdict.Refused;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The same calls shown to the retired SDK and to us. Where it lets pass what we refuse, the case
/// says why; nowhere does it refuse what we accept.
@Isolated("the SDK keeps the address of the keys in a static field")
class SdkOracleTest {
  /// The SDK's own; it cannot be given another.
  private static final InstantSource CLOCK = InstantSource.system();

  private static final ConnectorDouble CONNECTOR =
      new ConnectorDouble()
          .publish(
              CallCase.KEY,
              CallCase.KEY.named("key-skype").endorsing(List.of("skype", "msteams2", "MSTEAMS")),
              CallCase.KEY.named("key-bare").endorsing(null));
  private static final String REAL_METADATA = ChannelValidation.getOpenIdMetaDataUrl();

  private static final ObjectMapper SDK_JSON =
      new ObjectMapper()
          .findAndRegisterModules()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  static final List<String> SAMPLES =
      List.of(SampleActivities.PRESS, SampleActivities.COMMAND, SampleActivities.INSTALLED);

  @BeforeAll
  static void connectTheSdk() {
    ChannelValidation.setOpenIdMetaDataUrl(CONNECTOR.url(ConnectorDouble.METADATA));
  }

  @AfterAll
  static void stop() {
    ChannelValidation.setOpenIdMetaDataUrl(REAL_METADATA);
    CONNECTOR.close();
  }

  @Test
  void whatIsRightIsRightForBoth() throws Exception {
    CallCase call = new CallCase(CLOCK.instant());
    assertThat(ours(call)).isInstanceOf(Genuine.class);
    assertThat(sdkAccepts(call)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("spoilt")
  void eachDifferenceIsNamedAndHasItsReason(Spoilt spoilt) throws Exception {
    CallCase call = new CallCase(CLOCK.instant()).with(spoilt.change());
    assertThat(ours(call)).isEqualTo(new Refused(spoilt.reason()));
    assertThat(sdkAccepts(call)).as(spoilt.why()).isEqualTo(spoilt.sdkAccepts());
    assertThat(spoilt.why().isEmpty()).isEqualTo(!spoilt.sdkAccepts());
  }

  static List<Spoilt> spoilt() {
    return Spoilt.all();
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void bothReadTheSameActivity(String body) throws Exception {
    com.microsoft.bot.schema.Activity theirs =
        SDK_JSON.readValue(body, com.microsoft.bot.schema.Activity.class);
    assertSame(body, theirs);
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void whatTheSdkWritesWeReadTheSame(String body) throws Exception {
    com.microsoft.bot.schema.Activity theirs =
        SDK_JSON.readValue(body, com.microsoft.bot.schema.Activity.class);
    assertSame(SDK_JSON.writeValueAsString(theirs), theirs);
  }

  private static void assertSame(String body, com.microsoft.bot.schema.Activity theirs) {
    Activity ours = read(body);
    assertThat(ours.type()).isEqualTo(theirs.getType());
    assertThat(ours.id()).isEqualTo(theirs.getId());
    assertThat(ours.name()).isEqualTo(theirs.getName());
    assertThat(ours.text()).isEqualTo(theirs.getText());
    assertThat(ours.channelId()).isEqualTo(theirs.getChannelId());
    assertThat(ours.serviceUrl()).isEqualTo(theirs.getServiceUrl());
    assertThat(ours.replyToId()).isEqualTo(theirs.getReplyToId());
    // To the second: the SDK takes the digits behind the point for nanoseconds, so that .123 is 123
    // ns.
    assertThat(ours.sentAt().orElseThrow().getEpochSecond())
        .isEqualTo(theirs.getTimestamp().toEpochSecond());
    Activity.Account from = Objects.requireNonNull(ours.from());
    assertThat(from.id()).isEqualTo(theirs.getFrom().getId());
    assertThat(from.aadObjectId()).isEqualTo(theirs.getFrom().getAadObjectId());
    assertThat(Objects.requireNonNull(ours.recipient()).id())
        .isEqualTo(theirs.getRecipient().getId());
    Activity.Conversation conversation = Objects.requireNonNull(ours.conversation());
    assertThat(conversation.id()).isEqualTo(theirs.getConversation().getId());
    assertThat(conversation.tenantId()).isEqualTo(theirs.getConversation().getTenantId());
    assertThat(conversation.conversationType())
        .isEqualTo(theirs.getConversation().getConversationType());
    int added = theirs.getMembersAdded() == null ? 0 : theirs.getMembersAdded().size();
    assertThat(Objects.requireNonNull(ours.membersAdded())).hasSize(added);
    assertThat(ours.mentions()).hasSameSizeAs(theirs.getMentions());
  }

  private static CallerVerdict ours(CallCase call) {
    try (var keys = new ConnectorKeys(CONNECTOR.settings(), CLOCK)) {
      return new ConnectorTokenVerifier(CONNECTOR.settings(), keys, CLOCK)
          .verify(call.authorization(), call.read());
    }
  }

  private static boolean sdkAccepts(CallCase call) throws Exception {
    com.microsoft.bot.schema.Activity activity =
        SDK_JSON.readValue(call.body(), com.microsoft.bot.schema.Activity.class);
    String header = call.authorization().stream().findFirst().orElse("");
    try {
      return JwtTokenValidation.authenticateRequest(
              activity,
              header,
              new SimpleCredentialProvider(ConnectorDouble.APP, "unused"),
              new SimpleChannelProvider())
          .get(20, TimeUnit.SECONDS)
          .isAuthenticated();
    } catch (ExecutionException | RuntimeException _) {
      return false;
    }
  }

  private static Activity read(String body) {
    return switch (new ActivityReader().read(body.getBytes(StandardCharsets.UTF_8))) {
      case ActivityReading.Read(Activity activity) -> activity;
      case ActivityReading.Malformed malformed -> throw new AssertionError(malformed);
    };
  }
}
