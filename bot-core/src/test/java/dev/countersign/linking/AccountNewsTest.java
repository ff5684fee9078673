package dev.countersign.linking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.TestKeys;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.ledger.AccountNotices;
import dev.countersign.ledger.AccountNotices.Told;
import dev.countersign.passkey.PasskeyStep;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.token.ButtonSeals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who is told of a link, and until when it is tried.
class AccountNewsTest {
  private static final AccountId ANNS = new AccountId(Surface.SLACK, "T01", "UANN");
  private static final AccountId NEW = new AccountId(Surface.TEAMS, "tenant", "new");

  private final RecordingChat chat = new RecordingChat();
  private final Rows rows = new Rows();
  private final AccountNews news =
      new AccountNews(
          rows,
          Map.of(Surface.SLACK, chat),
          new ButtonSeals(TestKeys.EVIDENCE, InstantSource.fixed(Instant.EPOCH)));

  @Test
  void whoWasToldIsToldNoMore() {
    rows.waiting.add(notice(ANNS, 1));

    news.tell();

    assertThat(chat.told())
        .singleElement()
        .asString()
        .startsWith(ANNS + ": An account in Teams was linked to you, and decides as you.")
        .contains("Was this not you?");
    assertThat(rows.waiting).isEmpty();
  }

  @Test
  void whomAChatDoesNotReachYetIsTriedAgain() {
    rows.waiting.add(notice(ANNS, 1));
    chat.failReplies(new Sent.Later(Duration.ofSeconds(1), "ratelimited"));
    news.tell();
    chat.failReplies(new Sent.Refused(Obstacle.PLACE, "messages_tab_disabled"));
    news.tell();
    assertThat(rows.waiting).hasSize(1);

    news.tell();
    assertThat(rows.waiting).isEmpty();
  }

  @Test
  void whomNoChatReachesIsGivenUpInTheEnd() {
    rows.waiting.add(notice(NEW, AccountNotices.MOST_TRIES - 1));
    news.tell();
    assertThat(rows.waiting).as("not connected, but not for the last time").hasSize(1);

    rows.waiting.set(0, notice(NEW, AccountNotices.MOST_TRIES));
    news.tell();
    assertThat(rows.waiting).isEmpty();
  }

  @Test
  void whatWasDoneWithAPasskeyIsToldToWhoseItIs() {
    for (PasskeyStep.Deed deed : PasskeyStep.Deed.values()) {
      rows.waiting.add(
          new AccountNotices.Notice(
              9,
              ANNS,
              new Told.OfPasskey(
                  new PasskeyStep(deed, 5, new PersonId("ann"), new PersonId("ben"))),
              Instant.EPOCH,
              1));
    }

    news.tell();

    assertThat(chat.told())
        .satisfiesExactly(
            enrolled ->
                assertThat(enrolled.toString())
                    .contains("A passkey of yours was enrolled", "Was this not you?"),
            confirmed ->
                assertThat(confirmed.toString())
                    .contains("A passkey of yours was confirmed", "Did you not enrol it?"),
            removed ->
                assertThat(removed.toString())
                    .contains("A passkey of yours was removed", "Did nobody tell you?"));
    assertThat(rows.waiting).isEmpty();
  }

  private static AccountNotices.Notice notice(AccountId to, int tries) {
    return new AccountNotices.Notice(
        7, to, new Told.Linked(new ChatLink(new PersonId("ann"), NEW), ANNS), Instant.EPOCH, tries);
  }

  private static final class Rows implements AccountNotices {
    private final List<Notice> waiting = new ArrayList<>();

    @Override
    public List<Notice> take(int most) {
      return List.copyOf(waiting);
    }

    @Override
    public void done(Notice notice) {
      waiting.remove(notice);
    }
  }
}
