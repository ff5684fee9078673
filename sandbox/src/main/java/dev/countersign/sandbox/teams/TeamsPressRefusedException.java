package dev.countersign.sandbox.teams;

import java.util.Locale;

/// Nobody could do this in Teams: there is nothing to press, the person would not see it, or the
/// client would not send it. A mistake of the test or of the person at the terminal, never of the
/// app.
@SuppressWarnings("serial")
public final class TeamsPressRefusedException extends RuntimeException {
  private final Reason reason;

  /// Why; the code is the lower-case name.
  public enum Reason {
    NO_SUCH_USER,
    NO_SUCH_CONVERSATION,
    USER_NOT_IN_CONVERSATION,
    APP_NOT_INSTALLED,
    NO_SUCH_MESSAGE,
    NOT_ONES_OWN_MESSAGE,
    NO_CARD,
    NO_SUCH_ACTION,
    SEVERAL_SUCH_ACTIONS,
    /// A `data.msteams.type` that the sandbox does not play.
    UNSUPPORTED_SUBMIT,
    NO_SUCH_INPUT,
    NO_SUCH_CHOICE,
    INPUT_TOO_LONG,
    INPUT_DOES_NOT_FIT,
    REQUIRED_INPUT_MISSING,
    NOTHING_TO_REFRESH
  }

  TeamsPressRefusedException(Reason reason) {
    super(reason.name().toLowerCase(Locale.ROOT));
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  public String code() {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
