package dev.countersign.freezing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.card.Asker;
import dev.countersign.card.Reply;
import dev.countersign.card.Run;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeActor;
import dev.countersign.freeze.FreezeHistory;
import dev.countersign.freeze.FreezeRefusal;
import dev.countersign.freeze.FreezeRules;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.FreezeTargets;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Freezes;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.Environment;
import dev.countersign.token.ButtonSeals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people write to freeze and to lift, and what they are told.
class FreezingDeskTest {
  private static final Asker ANN = Asker.writing(new AccountId(Surface.SLACK, "T01", "UANN"));
  private static final Asker BEN = Asker.writing(new AccountId(Surface.SLACK, "T01", "UBEN"));
  private static final FreezeScope AGENT = FreezeScope.parse("agent:support-bot").orElseThrow();
  private static final FreezeActor OPS = FreezeActor.operator("ops <!channel>");
  private static final FreezeTargets BILLING =
      new FreezeTargets(Set.of("billing"), Set.of(Environment.PRODUCTION, Environment.TEST));

  private Instant time = Instant.parse("2026-11-30T15:05:00Z");
  private final List<String> asked = new ArrayList<>();
  private Optional<FreezeRefusal> refusal = Optional.empty();
  private Freezing now = Freezing.NONE;

  private final FreezingDesk desk =
      new FreezingDesk(
          new Freezes() {
            @Override
            public Freezing now() {
              return now;
            }

            @Override
            public Beginning begin(FreezeScope scope, String reason, Freezes.Asker by) {
              asked.add("on " + scope + " [" + reason + "]");
              return refusal
                  .<Beginning>map(Beginning.Not::new)
                  .orElseGet(() -> new Beginning.Begun(freeze(scope.toString(), reason)));
            }

            @Override
            public Lifting lift(int number, Freezes.Asker by) {
              asked.add("off " + number);
              return refusal
                  .<Lifting>map(Lifting.Not::new)
                  .orElseGet(() -> new Lifting.Asked(now.of(number).orElseThrow()));
            }

            @Override
            public Lifting lift(int number, AccountId by, StrongerCheck check) {
              throw new AssertionError("no chat proves a word");
            }
          },
          TestGate.directory(),
          () -> BILLING,
          new ButtonSeals(TestKeys.EVIDENCE, () -> time));

  private static Asker pressing(Asker who) {
    return new Asker(who.account(), true, Optional.of(Digest.of("press")), who.profile());
  }

  private Reply lifting(Asker who, String written) {
    return desk.freeze(who, "off", written);
  }

  /// What the button of an answer asks, behind `freeze off`.
  private static String button(Reply shown) {
    String question =
        ((Reply.Part.Asks) ((Reply.Listing) shown).parts().getLast()).asks().getFirst().question();
    assertThat(question).startsWith("freeze off ");
    return question.substring("freeze off ".length());
  }

  private static Freeze freeze(String scope, String reason) {
    return new Freeze(
        7,
        FreezeScope.parse(scope).orElseThrow(),
        reason,
        OPS,
        Instant.parse("2026-11-30T15:00:00Z"),
        Optional.empty(),
        true);
  }

  @ParameterizedTest
  @CsvSource({
    "everything it is mad,on everything [it is mad]",
    "Everything   it  is mad,on everything [it is mad]",
    "agent:support-bot spam,on agent:support-bot [spam]",
    "agent support-bot spam again,on agent:support-bot [spam again]",
    "connection billing wrong account,on connection:billing [wrong account]",
    "environment:test spam,on environment:test [spam]",
    "environment Production spam,on environment:production [spam]",
    "class message spam,on class:message [spam]",
    "action_type refund.create spam,on action_type:refund.create [spam]"
  })
  void aScopeIsWrittenInOneWordOrTwo(String written, String expected) {
    assertThat(desk.freeze(ANN, "ON", written).text()).startsWith("🧊 Frozen");
    assertThat(asked).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "everything",
        "all of it now",
        "agent",
        "agent support-bot",
        "everything a\u202eb",
        "class spam now please",
        "environment prod spam"
      })
  void whatLacksAScopeOrAReasonFreezesNothingAndSaysHow(String written) {
    assertThat(desk.freeze(ANN, "on", written).text())
        .startsWith("Nothing was frozen. Write: freeze on");
    assertThat(asked).isEmpty();
  }

  @Test
  void aConnectionThatIsNotThereIsNotFrozenInVain() {
    assertThat(desk.freeze(ANN, "on", "connection:biling spam").text())
        .endsWith("(unknown_connection)");
    assertThat(asked).isEmpty();
  }

  @Test
  void anEnvironmentWithoutConnectionsIsNotFrozenInVainAndTheOthersAreNamed() {
    assertThat(desk.freeze(ANN, "on", "environment:staging spam").text())
        .isEqualTo(
            "Nothing was frozen: no connection is in this environment. They are in: production,"
                + " test. (unknown_environment)");
    assertThat(desk.freeze(ANN, "on", "environment prod spam").text())
        .contains("environment:production, environment:staging");
    assertThat(asked).isEmpty();
  }

  @Test
  void aFreezeToLiftIsNamedByItsScopeOrItsNumber() {
    now = new Freezing(1, 7, List.of(freeze("agent:support-bot", "spam")));
    for (String written : List.of("7", "agent:support-bot", "agent support-bot", " 7 ")) {
      assertThat(lifting(ANN, written).text()).startsWith("🧊 Do you want this lifted?");
    }
    assertThat(lifting(ANN, "everything").text()).endsWith("(not_on)");
    assertThat(lifting(ANN, "8").text()).endsWith("(not_on)");
    for (String written : List.of("", "everything it is mended", "7 now", "all of it")) {
      assertThat(lifting(ANN, written).text()).startsWith("Nothing was lifted. Write");
    }
    assertThat(asked).isEmpty();
  }

  /// A chat sends words in the name of whoever presses a button that somebody posted.
  @Test
  void wordsAloneLiftNothingWhateverStandsBehindThem() {
    now = new Freezing(1, 7, List.of(freeze("everything", "spam")));
    String sealed = button(lifting(ANN, "everything"));

    lifting(ANN, sealed);
    lifting(ANN, "everything");
    assertThat(asked).isEmpty();

    assertThat(lifting(pressing(ANN), sealed).text()).startsWith("🧊 Still frozen: one of two");
    assertThat(asked).containsExactly("off 7");
  }

  @Test
  void onlyTheButtonThatTheyWereShownForThisFreezeLatelyIsAWord() {
    now = new Freezing(1, 7, List.of(freeze("everything", "spam")));
    String sealed = button(lifting(ANN, "everything"));
    for (String forged : List.of("7", "everything", "7 9999999999.k1.mac", "7 " + sealed)) {
      assertThat(lifting(pressing(ANN), forged).text()).contains("Nothing was changed");
    }
    assertThat(lifting(pressing(BEN), sealed).text()).as("Ann's").contains("Nothing was changed");
    assertThat(desk.freeze(pressing(ANN), "off", sealed.replaceFirst("7", "8")).text())
        .endsWith("(not_on)");
    now =
        new Freezing(
            2,
            8,
            List.of(
                freeze("everything", "spam"),
                new Freeze(8, AGENT, "x", OPS, time, Optional.empty(), true)));
    assertThat(lifting(pressing(ANN), sealed.replaceFirst("7", "8")).text())
        .as("of another freeze")
        .contains("Nothing was changed");
    time = time.plus(FreezeRules.LIFT_WITHIN);
    assertThat(lifting(pressing(ANN), sealed).text()).as("old").contains("Nothing was changed");
    assertThat(asked).isEmpty();
  }

  @Test
  void aRowThatNoGateWroteIsShownAsThatAndAsNobodys() {
    FreezeHistory history = new FreezeHistory();
    history.tellUnproven(9);
    now = history.now(1);

    assertThat(desk.freeze(ANN, "", "").toString())
        .contains("A row says so that no gate wrote")
        .doesNotContain("unknown", "1970");
  }

  @Test
  void everybodyReadsWhatIsFrozenAndWhatWasTypedIsShownAsText() {
    assertThat(desk.freeze(ANN, "", "").text()).startsWith("Nothing is frozen.");
    now = new Freezing(1, 7, List.of(freeze("everything", "<!channel> *now*")));
    Reply.Listing shown = (Reply.Listing) desk.freeze(ANN, "please", "");

    assertThat(shown.text()).startsWith("🧊 One freeze is on").doesNotContain("channel");
    assertThat(shown.heading()).doesNotContain("channel");
    assertThat(shown.parts().toString()).contains("channel");
    assertThat(shown.parts().getFirst())
        .isInstanceOfSatisfying(
            Reply.Part.Lines.class,
            lines ->
                assertThat(lines.lines())
                    .flatExtracting(line -> line)
                    .filteredOn(Run.Words.class::isInstance)
                    .noneSatisfy(run -> assertThat(run.toString()).contains("channel")));
  }

  @ParameterizedTest
  @EnumSource(FreezeRefusal.class)
  void whoIsRefusedReadsWhyWithItsCode(FreezeRefusal why) {
    refusal = Optional.of(why);
    assertThat(desk.freeze(ANN, "on", "everything spam").text())
        .endsWith("(" + why.name().toLowerCase(java.util.Locale.ROOT) + ")");
  }
}
