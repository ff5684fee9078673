package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Asker;
import dev.countersign.card.ChatProfile;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.json.Digest;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.Mutes;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces.Offer;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What being muted keeps from a person, and what it does not.
class MutingTest {
  private static final PersonId LENA = new PersonId("lena");
  private static final AccountId IN_SLACK = account("ULENA");

  /// Anybody of the leads, who are reminded after two hours; finance is asked, too, after three.
  private static final String POLICY =
      """
      {"version":1,"rules":[{"id":"calls","when":"action.class == \\"api_call\\"","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],
        "sla":{"expires":"4h","remind":["50%"],"escalate":{"after":"3h","to":"finance"}}}]}
      """;

  private static final String CRITICAL =
      POLICY.replace(
          "\"rules\"",
          "\"risk\":[{\"id\":\"r\",\"when\":\"true\",\"impact\":4,\"likelihood\":4}],\"rules\"");

  private TestGate gate = TestGate.inMemory(POLICY);

  @Test
  void aReminderDoesNotNameWhoeverIsMuted() {
    gate.ask();
    mute(IN_SLACK);
    remind();

    assertThat(gate.chat.reminders()).containsExactly("m1: Marc Lead, Nina Lead");
  }

  @Test
  void whereAllAreMutedNothingIsSaid() {
    gate.ask();
    List.of("ULENA", "UMARC", "UNINA").forEach(user -> mute(account(user)));
    remind();

    assertThat(gate.chat.replies()).isEmpty();
  }

  @Test
  void whatIsCriticalNamesThemAllTheSame() {
    // What is critical is approved by a stronger check than a press in a chat.
    String account = "\"user\":\"ULENA\"}";
    gate =
        TestGate.with(
            Map.of(Surface.CONSOLE, new Offer("https://login.example", true, true)),
            CRITICAL,
            TestGate.PEOPLE.replace(
                account,
                account + ",\"oidc\":{\"iss\":\"https://login.example\",\"sub\":\"lena\"}"));
    gate.ask();
    mute(IN_SLACK);
    remind();

    assertThat(gate.chat.reminders()).containsExactly("m1: Lena Lead, Marc Lead, Nina Lead");
  }

  @Test
  void cardsComeAndWhoeverComesToBeAskedIsCalled() {
    mute(IN_SLACK);
    mute(account("UPIA"));
    gate.ask();
    assertThat(gate.chat.rung()).singleElement().asString().contains("Lena Lead");

    gate.clock.advance(Duration.ofHours(3));
    gate.due.run();
    gate.showCards();
    gate.work(DeliveryKind.RING);

    assertThat(gate.chat.rung().toString() + gate.chat.reminders()).contains("Pia Purse");
    assertThat(gate.press("UPIA", Decision.APPROVE).code()).isEqualTo("counted");
  }

  @Test
  void itIsOverAfterTwelveHoursOrWhenTheySaySo() {
    Reply answer = mute(IN_SLACK);
    assertThat(answer.toString())
        .contains(new Run.Moment(TestGate.START.plus(Duration.ofHours(12))).toString());
    assertThat(gate.mutes.muted()).containsExactly(LENA);

    gate.clock.advance(Duration.ofHours(12));
    assertThat(gate.mutes.muted()).isEmpty();

    mute(IN_SLACK);
    gate.muting.unmute(Asker.writing(IN_SLACK), "");
    assertThat(gate.mutes.muted()).isEmpty();
  }

  /// A chat sends words in the name of whoever presses a button that somebody posted.
  @Test
  void wordsAloneMuteNobodyWhateverStandsBehindThem() {
    String seal = seal(gate.muting.mute(Asker.writing(IN_SLACK), ""));
    gate.muting.mute(Asker.writing(IN_SLACK), seal);

    assertThat(gate.mutes.muted()).isEmpty();
  }

  @Test
  void whoeverIsNobodyHereMutesNobody() {
    assertThat(gate.muting.mute(Asker.writing(account("USTRANGER")), "").text())
        .contains("not linked");
    assertThat(gate.muting.unmute(Asker.writing(account("USTRANGER")), "").text())
        .contains("not linked");
    assertThat(gate.mutes.muted()).isEmpty();
  }

  /// Whoever holds the app's token posts buttons with any words.
  @Test
  void aPressOnAButtonThatTheGateDidNotShowThemChangesNothingAndSaysWhatItWouldDo() {
    Reply shown = gate.muting.mute(pressing(IN_SLACK), "");
    assertThat(shown.text()).startsWith("Do you want quiet for 12 hours? Nothing was changed.");
    assertThat(gate.mutes.muted()).isEmpty();

    String marcs = seal(gate.muting.mute(pressing(account("UMARC")), ""));
    gate.muting.mute(pressing(IN_SLACK), marcs);
    assertThat(gate.mutes.muted()).as("somebody else's button").isEmpty();

    gate.muting.mute(pressing(IN_SLACK), seal(shown));
    assertThat(gate.mutes.muted()).containsExactly(LENA);

    Reply end = gate.muting.unmute(pressing(IN_SLACK), seal(shown));
    assertThat(gate.mutes.muted()).as("a button that does something else").containsExactly(LENA);
    gate.muting.unmute(pressing(IN_SLACK), seal(end));
    assertThat(gate.mutes.muted()).isEmpty();
  }

  @Test
  void anOldButtonOnlyAsks() {
    String seal = seal(gate.muting.mute(pressing(IN_SLACK), ""));
    gate.clock.advance(Mutes.LASTS);
    gate.muting.mute(pressing(IN_SLACK), seal);

    assertThat(gate.mutes.muted()).isEmpty();
  }

  private void remind() {
    gate.clock.advance(Duration.ofHours(2));
    gate.due.run();
    gate.remind();
  }

  /// Writes it and presses the button of the answer.
  private Reply mute(AccountId account) {
    return gate.muting.mute(pressing(account), seal(gate.muting.mute(Asker.writing(account), "")));
  }

  private static String seal(Reply reply) {
    String question =
        ((Reply.Listing) reply)
            .parts().stream()
                .filter(Part.Asks.class::isInstance)
                .map(part -> ((Part.Asks) part).asks().getFirst().question())
                .findFirst()
                .orElseThrow();
    return question.substring(question.indexOf(' ') + 1);
  }

  private static Asker pressing(AccountId account) {
    return new Asker(account, true, Optional.of(Digest.of("press")), () -> ChatProfile.UNASKED);
  }

  private static AccountId account(String user) {
    return new AccountId(Surface.SLACK, TestGate.TEAM, user);
  }
}
