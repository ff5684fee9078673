package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.RecordingChat;
import dev.countersign.TestKeys;
import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.freezing.OperatorNews;
import dev.countersign.ledger.OperatorNotices;
import dev.countersign.ledger.OperatorNotices.Told;
import dev.countersign.ledger.RefusedAttempts;
import dev.countersign.passkey.AssertionCheck;
import dev.countersign.passkey.StrongerRefusal;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proof.Verifier;
import dev.countersign.proposal.PersonId;
import dev.countersign.refusal.Door;
import dev.countersign.refusal.GlassRefusal;
import dev.countersign.refusal.RefusalBounds;
import dev.countersign.refusal.RefusedAttempt;
import dev.countersign.refusal.RefusedAttempt.NamedPasskey;
import dev.countersign.refusal.RefusedAttempt.Who;
import dev.countersign.token.GrantVerifier;
import dev.countersign.token.Issuer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is refused is an entry once an hour over all replicas, and operators are told of it in each
/// chat.
class RefusedAttemptsTest extends DeploymentTestCase {
  private RefusedAttempts attempts;

  @BeforeEach
  void open() {
    attempts = postgres.store().refusedAttempts();
  }

  private static Who who(String person) {
    return new Who(
        Optional.of(new AccountId(Surface.CONSOLE, "https://login.example", person)),
        Optional.of(new PersonId(person)));
  }

  private static RefusedAttempt alarming(String person, int nth) {
    return RefusedAttempt.of(
        Door.BREAK_GLASS, GlassRefusal.NO_RIGHT, who(person), Optional.empty(), "request " + nth);
  }

  private static RefusedAttempt harmless(String person, int nth) {
    return RefusedAttempt.of(
        Door.BREAK_GLASS, GlassRefusal.FROZEN, who(person), Optional.empty(), "request " + nth);
  }

  private List<RefusedAttempt> entries() {
    return postgres.store().deployment().entriesAfter(0, 1000).stream()
        .map(DeploymentEntry::document)
        .filter(told -> told.text("type").equals(DeploymentFact.ATTEMPT_REFUSED))
        .map(told -> RefusedAttempt.fromJson(told.object("data")))
        .toList();
  }

  private List<Kind> found() {
    return new Verifier(
            postgres.store().evidence(),
            new GrantVerifier(TestKeys.RING, new Issuer("https://gate.example")),
            TestKeys.EVIDENCE,
            AssertionCheck.NONE)
        .verifyDeployment().stream().map(damage -> damage.kind()).toList();
  }

  @Test
  void whatAlarmsIsAnEntryAndToldInEachChatAndWhatDoesNotIsAnEntry() {
    assertThat(attempts.note(alarming("pia", 1))).isTrue();
    assertThat(attempts.note(harmless("pia", 1))).isTrue();

    assertThat(entries()).containsExactly(alarming("pia", 1), harmless("pia", 1));
    assertThat(postgres.store().operatorNotices().take(9))
        .extracting(OperatorNotices.Notice::chat, OperatorNotices.Notice::told)
        .containsExactlyInAnyOrder(
            tuple(Surface.SLACK, new Told.Refused(alarming("pia", 1))),
            tuple(Surface.TEAMS, new Told.Refused(alarming("pia", 1))));
    assertThat(found()).isEmpty();
  }

  @Test
  void ofTheSameOnTwoReplicasAtOnceOneIsWrittenAndAFloodIsBounded() throws Exception {
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<RefusedAttempts> replicas = List.of(attempts, other.refusedAttempts());
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Boolean>> all = new ArrayList<>();
      for (int nth = 0; nth < 120; nth++) {
        RefusedAttempt attempt = alarming("pia", nth % 30);
        RefusedAttempts replica = replicas.get(nth % 2);
        all.add(
            threads.submit(() -> {
              start.await();
              return replica.note(attempt);
            }));
      }
      start.countDown();
      int written = 0;
      for (Future<Boolean> each : all) {
        written += each.get() ? 1 : 0;
      }
      assertThat(written).isEqualTo(RefusalBounds.MOST_OF_ONE);
    }
    assertThat(entries()).hasSize(RefusalBounds.MOST_OF_ONE).doesNotHaveDuplicates();
    assertThat(found()).isEmpty();
  }

  @Test
  void ofAlarmsOfManyPeopleAFewAreTold() {
    for (int person = 0; person < 25; person++) {
      attempts.note(alarming("p" + person, 1));
    }
    assertThat(entries()).hasSize(25);
    assertThat(postgres.store().operatorNotices().take(100)).hasSize(2 * RefusalBounds.MOST_TOLD);
  }

  @Test
  void afterAnHourTheSameIsWrittenOnceMoreAndItsRowIsForgotten() throws Exception {
    attempts.note(alarming("pia", 1));
    assertThat(attempts.note(alarming("pia", 1))).isFalse();
    postgres.asAdmin("update countersign.refused_attempt set at = at - interval '1 hour'");
    assertThat(attempts.note(alarming("pia", 1))).isTrue();
    asTheGate("do $$ begin assert (select count(*) from refused_attempt) = 1; end $$");
  }

  /// Whoever has the application's password, and no key.
  @Test
  void rowsThatNoEntryBearsOutKeepNothingFromBeingWritten() throws Exception {
    asTheGate(
        """
        insert into deployment_entry (seq, body, seal_key, mac)
        select 1, convert_to(
          '{"actor":"gate","at":"2099-01-01T00:00:00Z","data":{"about":"request 1",'
          || '"account":{"surface":"console","tenant":"https://login.example","user":"pia"},'
          || '"alarming":true,"door":"break_glass","person":"pia","why":"no_right"},'
          || '"salt":"AA","type":"attempt_refused","v":"countersign-deployment/1"}', 'UTF8'),
          'k1', decode(repeat('00', 32), 'hex');
        insert into refused_attempt (entry, at) values (1, now() + interval '1 day')
        """);
    assertThat(attempts.note(alarming("pia", 1))).isTrue();
  }

  @Test
  void aChatThatIsDownIsToldOnceItIsBackAndTheOtherAtOnce() throws Exception {
    RecordingChat slack = new RecordingChat();
    RecordingChat teams = new RecordingChat();
    OperatorNews news =
        new OperatorNews(
            postgres.store().operatorNotices(),
            Map.of(Surface.SLACK, slack, Surface.TEAMS, teams),
            Map.of(
                Surface.SLACK, new ChatAddress(Surface.SLACK, "T01", "C0OPS"),
                Surface.TEAMS, new ChatAddress(Surface.TEAMS, "tenant", "19:ops")));
    slack.failReplies(new Sent.Later(Duration.ofSeconds(1), "down", false));
    attempts.note(alarming("pia", 1));
    news.tell();
    assertThat(teams.news()).hasSize(1);
    assertThat(slack.news()).isEmpty();

    asTheGate("update freeze_notice set due_at = now()");
    news.tell();
    assertThat(slack.news())
        .singleElement()
        .asString()
        .contains("a use of break-glass", "pia", "request 1", "no_right", "Ask them at once");
    assertThat(teams.news()).hasSize(1);
    asTheGate("do $$ begin assert not exists (select from freeze_notice); end $$");
  }

  @Test
  void anEntryThatNamesAPasskeyAsSomebodyElsesIsFound() {
    attempts.note(
        RefusedAttempt.of(
            Door.APPROVE,
            StrongerRefusal.OTHER_PERSON,
            who("pia"),
            Optional.of(new NamedPasskey(77, new PersonId("lena"))),
            "request 1"));
    assertThat(found()).containsExactly(Kind.CONTRADICTION);
  }
}
