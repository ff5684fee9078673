package dev.countersign.decision;

import dev.countersign.people.AccountId;
import dev.countersign.token.ButtonSeals;
import dev.countersign.token.ButtonSeals.Meant;
import java.time.Duration;
import java.util.Optional;

/// What forms carry that change something beside a decision, from the gate to the person and back:
/// of whoever sends one it is known that the gate showed it to them, for this very revision. A form
/// that was made with the app's stolen token has no such seal.
final class FormSeals {
  /// From the form to its sending; long enough to write a text.
  static final Duration LIFE = Duration.ofHours(2);

  private static final String NOT_OURS =
      "This form is not one that Countersign showed you, so nothing was recorded. Please use the"
          + " buttons of its card, and tell your administrator.";
  private static final String LAPSED =
      "This form is older than "
          + LIFE.toHours()
          + " hours, so nothing was recorded. Please copy what you wrote and press the button on the"
          + " card again.";

  private final ButtonSeals seals;

  FormSeals(ButtonSeals seals) {
    this.seals = seals;
  }

  /// Why a form does not count.
  enum Flaw {
    NOT_OURS(ClickRefusal.BAD_TOKEN, FormSeals.NOT_OURS),
    LAPSED(ClickRefusal.EXPIRED_TOKEN, FormSeals.LAPSED);

    private final ClickRefusal reason;
    private final String words;

    Flaw(ClickRefusal reason, String words) {
      this.reason = reason;
      this.words = words;
    }

    ClickRefusal reason() {
      return reason;
    }

    String words() {
      return words;
    }
  }

  /// @param form its wire name
  /// @param reference of one revision
  String of(String form, String reference, AccountId shown) {
    return seals.of(new Meant("form " + form, reference, shown), LIFE);
  }

  /// Empty for a form that the gate showed its sender lately.
  Optional<Flaw> flaw(String seal, String form, String reference, AccountId sender) {
    return switch (seals.check(seal, new Meant("form " + form, reference, sender))) {
      case GENUINE -> Optional.empty();
      case LAPSED -> Optional.of(Flaw.LAPSED);
      case FORGED -> Optional.of(Flaw.NOT_OURS);
    };
  }
}
