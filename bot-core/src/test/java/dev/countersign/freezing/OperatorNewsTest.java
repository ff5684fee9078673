package dev.countersign.freezing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeActor;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.ledger.OperatorNotices;
import dev.countersign.ledger.OperatorNotices.Told;
import dev.countersign.passkey.PasskeyStep;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Operators hear of a freeze and of its end, in each chat by itself.
class OperatorNewsTest {
  private static final Instant AT = Instant.parse("2026-11-30T15:05:00Z");

  private final RecordingChat slack = new RecordingChat();
  private final Rows rows = new Rows();
  private final OperatorNews news =
      new OperatorNews(
          rows,
          Map.of(Surface.SLACK, slack),
          Map.of(Surface.SLACK, new ChatAddress(Surface.SLACK, "T01", "C0OPS")));

  private static final class Rows implements OperatorNotices {
    final List<Notice> waiting = new ArrayList<>();

    @Override
    public List<Notice> take(int most) {
      return List.copyOf(waiting);
    }

    @Override
    public void done(Notice notice) {
      waiting.remove(notice);
    }
  }

  private static OperatorNotices.Notice notice(Surface chat, boolean lifted, int tries) {
    Freeze freeze =
        new Freeze(
            7,
            FreezeScope.EVERYTHING,
            "it mails nonsense",
            FreezeActor.operator("Olga"),
            AT,
            Optional.empty(),
            true);
    return new OperatorNotices.Notice(
        lifted ? 9 : 7,
        chat,
        lifted ? new Told.Lifted(freeze, FreezeActor.operator("Paul")) : new Told.Frozen(freeze),
        AT,
        tries);
  }

  @Test
  void aPasskeyOfWhichThereMayBeTwoIsToldWithWhatToDo() {
    rows.waiting.add(
        new OperatorNotices.Notice(
            12, Surface.SLACK, new Told.CountFell(5, new PersonId("lena")), AT, 1));

    news.tell();

    assertThat(slack.news().getFirst().toString())
        .contains("There may be two of a passkey", "Passkey 5", "lena", "remove this passkey");
    assertThat(rows.waiting).isEmpty();
  }

  @Test
  void whatWasDoneWithAPasskeyIsToldWithWhoseItIsAndWhoDidIt() {
    for (PasskeyStep.Deed deed : PasskeyStep.Deed.values()) {
      rows.waiting.add(
          new OperatorNotices.Notice(
              12,
              Surface.SLACK,
              new Told.OfPasskey(
                  new PasskeyStep(deed, 5, new PersonId("lena"), new PersonId("marc"))),
              AT,
              1));
    }

    news.tell();

    assertThat(slack.news())
        .hasSize(3)
        .allSatisfy(
            told -> assertThat(told.toString()).contains("Passkey 5", "lena", "marc", "by "));
    assertThat(slack.news().toString())
        .contains("has asked its person first", "before that", "If nobody asked for that");
    assertThat(rows.waiting).isEmpty();
  }

  @Test
  void aFreezeAndItsEndAreToldWithWhoAndWhy() {
    rows.waiting.add(notice(Surface.SLACK, false, 1));
    news.tell();
    rows.waiting.add(notice(Surface.SLACK, true, 1));
    news.tell();
    assertThat(slack.news()).hasSize(2);
    assertThat(slack.news().getFirst().toString())
        .contains("🧊 Frozen", "everything", "Olga", "it mails nonsense");
    assertThat(slack.news().getLast().toString()).contains("🧊 Lifted", "Paul", "starts again");
    assertThat(rows.waiting).isEmpty();
  }

  @Test
  void aChatThatIsDownIsTriedUntilItTakesItAndNotWithoutEnd() {
    slack.failReplies(new Sent.Later(Duration.ofSeconds(1), "down", false));
    rows.waiting.add(notice(Surface.SLACK, false, 1));
    news.tell();
    assertThat(rows.waiting).hasSize(1);
    news.tell();
    assertThat(rows.waiting).isEmpty();
    slack.failReplies(new Sent.Later(Duration.ofSeconds(1), "down", false));
    rows.waiting.add(notice(Surface.SLACK, false, OperatorNotices.MOST_TRIES));
    news.tell();
    assertThat(rows.waiting).isEmpty();
  }

  @Test
  void aChatWithoutAChannelOfOperatorsIsToldNothing() {
    rows.waiting.add(notice(Surface.TEAMS, false, 1));
    news.tell();
    assertThat(rows.waiting).isEmpty();
    assertThat(slack.news()).isEmpty();
  }
}
