package dev.countersign.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.passkey.StrongerRefusal;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.refusal.RefusedAttempt.NamedPasskey;
import dev.countersign.refusal.RefusedAttempt.Who;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefusalBoundsTest {
  private final List<RefusedAttempt> written = new ArrayList<>();
  private int told;

  private static Who who(String person, Surface surface) {
    return new Who(
        Optional.of(new AccountId(surface, "t", person)), Optional.of(new PersonId(person)));
  }

  private static RefusedAttempt of(GlassRefusal why, Who who, String about) {
    return RefusedAttempt.of(Door.BREAK_GLASS, why, who, Optional.empty(), about);
  }

  private static RefusedAttempt alarming(String person, int nth) {
    return of(GlassRefusal.NO_RIGHT, who(person, Surface.CONSOLE), "request " + nth);
  }

  private static RefusedAttempt harmless(String person, int nth) {
    return of(GlassRefusal.FROZEN, who(person, Surface.CONSOLE), "request " + nth);
  }

  private Trace note(RefusedAttempt attempt) {
    Trace trace = RefusalBounds.of(attempt, List.copyOf(written));
    if (trace != Trace.NONE) {
      written.add(attempt);
    }
    told += trace == Trace.ALARM ? 1 : 0;
    return trace;
  }

  @Test
  void theSameOfOnePersonIsWrittenOnceByWhicheverAccount() {
    assertThat(note(alarming("pia", 1))).isEqualTo(Trace.ALARM);
    assertThat(note(alarming("pia", 1))).isEqualTo(Trace.NONE);
    assertThat(note(of(GlassRefusal.NO_RIGHT, who("pia", Surface.SLACK), "request 1")))
        .isEqualTo(Trace.NONE);
    assertThat(note(alarming("pia", 2))).as("another request").isEqualTo(Trace.ALARM);
    assertThat(note(alarming("lena", 1))).as("another person").isEqualTo(Trace.ALARM);
    assertThat(note(of(GlassRefusal.NOT_SHOWN, who("pia", Surface.CONSOLE), "request 1")))
        .as("another reason")
        .isEqualTo(Trace.ALARM);
  }

  @Test
  void onePersonFillsTheirShareAndNobodyElses() {
    for (int nth = 0; nth < 50; nth++) {
      note(harmless("pia", nth));
    }
    assertThat(written).hasSize(RefusalBounds.MOST_OF_ONE);
    assertThat(note(harmless("lena", 1))).isEqualTo(Trace.ENTRY);
  }

  @Test
  void whoIsRefusedForNothingMuchAndOftenHidesNothingByIt() {
    for (int person = 0; person < 50; person++) {
      for (int nth = 0; nth < 50; nth++) {
        note(harmless("p" + person, nth));
      }
    }
    assertThat(written).hasSize(RefusalBounds.MOST);
    assertThat(note(alarming("p1", 1))).isEqualTo(Trace.ALARM);
  }

  @Test
  void aFloodOfAlarmsIsWrittenAsFarAsItGoesAndToldLess() {
    for (int person = 0; person < 50; person++) {
      for (int nth = 0; nth < 50; nth++) {
        note(alarming("p" + person, nth));
      }
    }
    assertThat(written).hasSize(RefusalBounds.MOST);
    assertThat(told).isEqualTo(RefusalBounds.MOST_TOLD);
  }

  @Test
  void whereNobodyIsKnownTheKeyHasTheShare() {
    RefusedAttempt lenas =
        RefusedAttempt.of(
            Door.SIGN_IN,
            StrongerRefusal.BAD_SIGNATURE,
            Who.NOBODY,
            Optional.of(new NamedPasskey(3, new PersonId("lena"))),
            "");
    assertThat(note(lenas)).isEqualTo(Trace.ALARM);
    assertThat(note(lenas)).isEqualTo(Trace.NONE);
    assertThat(
            note(
                RefusedAttempt.of(
                    Door.SIGN_IN,
                    StrongerRefusal.BAD_SIGNATURE,
                    Who.NOBODY,
                    Optional.of(new NamedPasskey(4, new PersonId("carl"))),
                    "")))
        .isEqualTo(Trace.ALARM);
  }

  @Test
  void whatTheEntrySaysReadsBack() {
    for (RefusedAttempt attempt :
        List.of(
            alarming("pia", 1),
            harmless("pia", 1),
            RefusedAttempt.of(
                Door.SIGN_IN,
                StrongerRefusal.NOT_VERIFIED,
                Who.NOBODY,
                Optional.of(new NamedPasskey(3, new PersonId("lena"))),
                ""))) {
      assertThat(RefusedAttempt.fromJson(attempt.toJson())).isEqualTo(attempt);
    }
  }
}
