package dev.countersign.refusal;

import static dev.countersign.refusal.Trace.ALARM;
import static dev.countersign.refusal.Trace.ENTRY;
import static dev.countersign.refusal.Trace.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.WireName;
import dev.countersign.passkey.PasskeyRefusal;
import dev.countersign.passkey.StrongerRefusal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a refusal leaves behind, spelled out once more: whoever moves one moves it here, too.
class TraceTest {
  private static Set<GlassRefusal> glass(Door door, Trace trace) {
    return Arrays.stream(GlassRefusal.values())
        .filter(why -> Trace.of(door, why) == trace)
        .collect(Collectors.toSet());
  }

  private static Set<StrongerRefusal> passkeys(Door door, Trace trace) {
    return Arrays.stream(StrongerRefusal.values())
        .filter(why -> Trace.of(door, why) == trace)
        .collect(Collectors.toSet());
  }

  @Test
  void aUseOfBreakGlassAlarmsWhereNoPageOfferedIt() {
    assertThat(glass(Door.BREAK_GLASS, ALARM))
        .containsExactlyInAnyOrder(
            GlassRefusal.NOT_A_PERSON,
            GlassRefusal.NOBODY_MAY,
            GlassRefusal.NO_RIGHT,
            GlassRefusal.CONFLICTED,
            GlassRefusal.OPEN_RETROSPECTIVE,
            GlassRefusal.NO_PASSKEY,
            GlassRefusal.NOT_SHOWN,
            GlassRefusal.RECORD_UNSOUND,
            GlassRefusal.NOT_PROVEN);
  }

  @Test
  void aSlipInTheFormOfBreakGlassIsAnsweredAndNoMore() {
    assertThat(glass(Door.BREAK_GLASS, NONE))
        .containsExactlyInAnyOrder(
            GlassRefusal.NO_INCIDENT,
            GlassRefusal.NO_REASON,
            GlassRefusal.NOT_BROKEN,
            GlassRefusal.TOO_LATE_TO_END);
  }

  @Test
  void whatElseIsRefusedOfAUseIsAnEntry() {
    assertThat(glass(Door.BREAK_GLASS, ENTRY))
        .containsExactlyInAnyOrder(
            GlassRefusal.UNKNOWN_REQUEST,
            GlassRefusal.NOT_PENDING,
            GlassRefusal.TOO_LATE,
            GlassRefusal.FROZEN,
            GlassRefusal.NOT_EXECUTED,
            GlassRefusal.NOT_YET,
            GlassRefusal.UNREAD_RETROSPECTIVE,
            GlassRefusal.USED_UP,
            GlassRefusal.NOBODY_TOLD,
            GlassRefusal.NOBODY_ENDS,
            GlassRefusal.NO_REVIEWER,
            GlassRefusal.CHANGED);
  }

  @ParameterizedTest
  @EnumSource(names = {"ASK_BREAK_GLASS", "END_BREAK_GLASS"})
  void whoAsksOrEndsWithoutTheRightIsAnEntryAndNoAlarm(Door door) {
    assertThat(glass(door, ALARM)).isEmpty();
    assertThat(glass(door, ENTRY)).containsExactly(GlassRefusal.NO_RIGHT);
  }

  @ParameterizedTest
  @EnumSource(names = {"SIGN_IN", "APPROVE", "LIFT_FREEZE", "DRILL", "ENROL", "BREAK_GLASS"})
  void aPasskeyAlarmsWhereNoBrowserOrPageOfOursMakesIt(Door door) {
    assertThat(passkeys(door, ALARM))
        .containsExactlyInAnyOrder(
            StrongerRefusal.OTHER_PURPOSE,
            StrongerRefusal.OTHER_PERSON,
            StrongerRefusal.OTHER_ORIGIN,
            StrongerRefusal.NOT_VERIFIED,
            StrongerRefusal.BAD_SIGNATURE);
    assertThat(passkeys(door, NONE))
        .as("a count that fell has an entry of its own; strangers write nothing")
        .containsExactlyInAnyOrderElementsOf(
            door == Door.SIGN_IN
                ? List.of(StrongerRefusal.COUNT_FELL, StrongerRefusal.UNKNOWN_PASSKEY)
                : List.of(StrongerRefusal.COUNT_FELL));
  }

  @Test
  void whatNoPageOffersOfAPasskeyAlarmsAndASlipIsAnEntryOrNothing() {
    assertThat(Arrays.stream(PasskeyRefusal.values()).filter(why -> Trace.of(why) == ALARM))
        .containsExactlyInAnyOrder(
            PasskeyRefusal.NOT_A_PERSON,
            PasskeyRefusal.NOBODY_MAY,
            PasskeyRefusal.NO_RIGHT,
            PasskeyRefusal.OWN_PASSKEY);
    assertThat(Arrays.stream(PasskeyRefusal.values()).filter(why -> Trace.of(why) == NONE))
        .containsExactlyInAnyOrder(
            PasskeyRefusal.UNKNOWN_PASSKEY,
            PasskeyRefusal.CONFIRMED_ALREADY,
            PasskeyRefusal.ENROLLED_ALREADY);
  }

  @Test
  void ofRetrospectivesAlarmsWhoeverWouldCloseTheirOwnAndWhatWasAltered() {
    assertThat(Arrays.stream(RetrospectiveRefusal.values()).filter(why -> Trace.of(why) == ALARM))
        .containsExactlyInAnyOrder(
            RetrospectiveRefusal.OWN_WORK, RetrospectiveRefusal.RECORD_UNSOUND);
    assertThat(Arrays.stream(RetrospectiveRefusal.values()).filter(why -> Trace.of(why) == ENTRY))
        .isEmpty();
  }

  @Test
  void noCodeIsTwoThings() {
    assertThat(Arrays.stream(GlassRefusal.values()).map(WireName::of))
        .doesNotContainAnyElementsOf(
            Arrays.stream(StrongerRefusal.values()).map(WireName::of).toList());
  }
}
