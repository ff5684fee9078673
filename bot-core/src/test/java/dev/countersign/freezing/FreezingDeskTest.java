package dev.countersign.freezing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.Asker;
import dev.countersign.card.Reply;
import dev.countersign.card.Run;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeRefusal;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.freeze.Who;
import dev.countersign.ledger.Freezes;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people write to freeze and to lift, and what they are told.
class FreezingDeskTest {
  private static final Asker ANN = Asker.writing(new AccountId(Surface.SLACK, "T01", "UANN"));
  private static final Predicate<String> BILLING = "billing"::equals;

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
          },
          BILLING);

  private static Freeze freeze(String scope, String reason) {
    return new Freeze(
        7,
        FreezeScope.parse(scope).orElseThrow(),
        reason,
        Who.operator("ops <!channel>"),
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
    "class message spam,on class:message [spam]"
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
        "class spam now please"
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
  void aFreezeIsLiftedByItsScopeOrItsNumber() {
    now = new Freezing(1, 7, List.of(freeze("agent:support-bot", "spam")));
    for (String written : List.of("7", "agent:support-bot", "agent support-bot", " 7 ")) {
      assertThat(desk.freeze(ANN, "off", written).text()).startsWith("🧊 Still frozen");
    }
    assertThat(asked).containsOnly("off 7").hasSize(4);
    assertThat(desk.freeze(ANN, "off", "everything").text()).endsWith("(not_on)");
    assertThat(desk.freeze(ANN, "off", "8").text()).endsWith("(not_on)");
    assertThat(desk.freeze(ANN, "off", "").text()).startsWith("Nothing was lifted. Write");
    assertThat(asked).hasSize(4);
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
