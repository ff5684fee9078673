package dev.countersign.linking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.TestKeys;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.ledger.LinkNotices;
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
class LinkNewsTest {
  private static final AccountId ANNS = new AccountId(Surface.SLACK, "T01", "UANN");
  private static final AccountId NEW = new AccountId(Surface.TEAMS, "tenant", "new");

  private final RecordingChat chat = new RecordingChat();
  private final Rows rows = new Rows();
  private final LinkNews news =
      new LinkNews(
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
    rows.waiting.add(notice(NEW, LinkNotices.MOST_TRIES - 1));
    news.tell();
    assertThat(rows.waiting).as("not connected, but not for the last time").hasSize(1);

    rows.waiting.set(0, notice(NEW, LinkNotices.MOST_TRIES));
    news.tell();
    assertThat(rows.waiting).isEmpty();
  }

  private static LinkNotices.Notice notice(AccountId to, int tries) {
    return new LinkNotices.Notice(
        7, to, new ChatLink(new PersonId("ann"), NEW), ANNS, Instant.EPOCH, tries);
  }

  private static final class Rows implements LinkNotices {
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
