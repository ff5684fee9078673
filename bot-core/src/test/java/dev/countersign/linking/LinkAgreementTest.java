package dev.countersign.linking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestKeys;
import dev.countersign.card.Commands;
import dev.countersign.card.Reply.Ask;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.token.ButtonSeals;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever holds the app's token may post a button with any words to anybody: only what the gate
/// gave to the very person whom it asked agrees to anything.
class LinkAgreementTest {
  private static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");
  private static final AccountId LENA = new AccountId(Surface.SLACK, "T1", "ULENA");
  private static final String CODE = "7KQ2M9XD";

  private static LinkAgreements at(Instant now) {
    return new LinkAgreements(new ButtonSeals(TestKeys.EVIDENCE, InstantSource.fixed(now)));
  }

  private static final LinkAgreements NOW = at(AT);

  @Test
  void whoWasAskedAgreesForFiveMinutes() {
    String agreement = NOW.toLink(CODE, LENA);
    assertThat(NOW.links(agreement, CODE, LENA)).isTrue();
    assertThat(at(AT.plusSeconds(299)).links(agreement, CODE, LENA)).isTrue();
    assertThat(at(AT.plusSeconds(300)).links(agreement, CODE, LENA)).isFalse();
  }

  @Test
  void nobodyElseAgreesByItNorToAnythingElse() {
    String agreement = NOW.toLink(CODE, LENA);
    for (AccountId other :
        new AccountId[] {
          new AccountId(Surface.SLACK, "T1", "UMARC"),
          new AccountId(Surface.SLACK, "T2", "ULENA"),
          new AccountId(Surface.TEAMS, "T1", "ULENA")
        }) {
      assertThat(NOW.links(agreement, CODE, other)).as(other.toString()).isFalse();
    }
    assertThat(NOW.links(agreement, "7KQ2M9XE", LENA)).isFalse();
  }

  @Test
  void aLaterTimeIsNotItsOwn() {
    String agreement = NOW.toLink(CODE, LENA);
    String later =
        AT.plusSeconds(9000).getEpochSecond() + agreement.substring(agreement.indexOf('.'));
    assertThat(NOW.links(later, CODE, LENA)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "confirm", "1.key.mac", "9999999999..", "-1.k.m", "1.key.========"})
  void whatIsNoneAgreesToNothing(String text) {
    assertThat(NOW.links(text, CODE, LENA)).isFalse();
  }

  @Test
  void aButtonToUnlinkIsGoodForADayForThatLinkAndWhomItWasShown() {
    ChatLink link = new ChatLink(new PersonId("lena"), new AccountId(Surface.TEAMS, "t", "noor"));
    ChatLink other = new ChatLink(new PersonId("lena"), new AccountId(Surface.TEAMS, "t", "jon"));
    String agreement = NOW.toUnlink(link, LENA);

    assertThat(NOW.unlinks(agreement, link, LENA)).isTrue();
    assertThat(NOW.unlinks(agreement, other, LENA)).as("linked since").isFalse();
    assertThat(NOW.unlinks(agreement, link, link.account())).as("shown to another").isFalse();
    assertThat(NOW.links(agreement, link.account().toString(), LENA)).as("links none").isFalse();
    assertThat(at(AT.plus(LinkAgreements.UNLINK_LIFE)).unlinks(agreement, link, LENA)).isFalse();
  }

  /// Commands read no more of what is written.
  @Test
  void aButtonCanCarryIt() {
    assertThat(Commands.confirm("7KQ2-M9XD", NOW.toLink(CODE, LENA)).question().length())
        .isLessThanOrEqualTo(Ask.LONGEST);
  }
}
