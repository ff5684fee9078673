package dev.countersign.teams.answer;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.FormPress;
import dev.countersign.card.Inputs;
import dev.countersign.card.PressFlaw;
import dev.countersign.card.WhyNot;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.request.Decision;
import dev.countersign.teams.caller.Sender;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The one way from a press in Teams to the desk, whichever kind of button it was.
public final class DecisionDoor {
  private static final Logger log = LoggerFactory.getLogger(DecisionDoor.class);

  /// Stands in a click for an id that Teams did not give.
  private static final String UNNAMED = "unknown";

  private static final ClickAnswer UNKNOWN =
      new ClickAnswer(
          Kind.UNAVAILABLE,
          "membership_unknown",
          "Teams does not say right now whether you are a member here, so nothing was counted. "
              + WhyNot.PRESS_AGAIN);

  private final ClickDesk desk;
  private final Memberships memberships;

  public DecisionDoor(ClickDesk desk, Memberships memberships) {
    this.desk = desk;
    this.memberships = memberships;
  }

  /// @param sender with an account
  /// @param callback over the raw body
  ClickAnswer decide(ButtonPayload press, Sender sender, Digest callback) {
    Click click = press.click(sender.account().orElseThrow(), sender.address(), callback);
    return switch (memberships.of(sender)) {
      case MEMBER -> desk.decide(click);
      case STRANGER -> desk.decide(click.byOutsider());
      case UNKNOWN -> {
        log.warn("{} not taken: {}", click, UNKNOWN.code());
        yield UNKNOWN;
      }
    };
  }

  /// A press for a form of what decides nothing, marked where it is no member's, so that the
  /// request notes it; or why nothing can be said of it now.
  Asking asking(FormPress press, Sender sender) {
    return switch (memberships.of(sender)) {
      case MEMBER -> new Asking.Marked(press);
      case STRANGER -> new Asking.Marked(press.byOutsider());
      case UNKNOWN -> new Asking.Unknown(UNKNOWN);
    };
  }

  /// What [#asking] says.
  sealed interface Asking {
    record Marked(FormPress press) implements Asking {}

    record Unknown(ClickAnswer answer) implements Asking {}
  }

  /// Why somebody may not even look at the pages of an action; empty for a member.
  Optional<ClickAnswer> whyNoMember(Sender sender) {
    return switch (memberships.of(sender)) {
      case MEMBER -> Optional.empty();
      case STRANGER ->
          Optional.of(new ClickAnswer(Kind.OUTSIDER, "not_a_member", WhyNot.OUTSIDER.said()));
      case UNKNOWN -> Optional.of(UNKNOWN);
    };
  }

  /// A press by somebody whom Teams does not name, such as a guest of a meeting; looking is none.
  ///
  /// @return what it counts as
  CallbackResult noteStranger(ButtonPayload press, Sender sender, Digest callback) {
    return WireName.parse(Decision.class, press.verb()).isPresent()
        ? note(press, sender, callback, PressFlaw.OUTSIDER)
        : CallbackResult.NOT_ENTITLED;
  }

  /// A press that does not say what it needs to; its button may still name a request.
  ///
  /// @return what it counts as
  CallbackResult noteMalformed(@Nullable JsonNode data, Sender sender, Digest callback) {
    return ButtonPayload.token(data)
        .map(token ->
            new Click(account(sender), sender.address(), UNNAMED, token, Inputs.NONE, callback))
        .map(click -> note(click, PressFlaw.MALFORMED))
        .orElse(CallbackResult.MALFORMED);
  }

  /// A press that never counts, for the request that its token names to note.
  ///
  /// @return what it counts as
  CallbackResult note(ButtonPayload press, Sender sender, Digest callback, PressFlaw flaw) {
    return note(press.click(account(sender), sender.address(), callback), flaw);
  }

  private CallbackResult note(Click click, PressFlaw flaw) {
    ClickAnswer answer = desk.decide(click.flawed(flaw));
    log.warn("teams press refused: {}", answer.code());
    return CallbackResult.of(answer);
  }

  private static AccountId account(Sender sender) {
    return sender
        .account()
        .orElseGet(() -> new AccountId(Surface.TEAMS, sender.address().tenant(), UNNAMED));
  }
}
