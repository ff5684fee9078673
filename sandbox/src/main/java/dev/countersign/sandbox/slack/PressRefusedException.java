package dev.countersign.sandbox.slack;

import java.util.Locale;

/// Nobody could do this in Slack: there is nothing to press, or the person would not see it. A
/// mistake of the test or of the person at the terminal, never of the app.
@SuppressWarnings("serial")
public final class PressRefusedException extends RuntimeException {
  private final Reason reason;

  /// Why; the code is the lower-case name.
  public enum Reason {
    NO_SUCH_MESSAGE,
    NO_SUCH_BUTTON,
    SEVERAL_SUCH_BUTTONS,
    NO_SUCH_USER,
    NO_SUCH_CHANNEL,
    USER_NOT_IN_CHANNEL,
    /// Slash commands are only for members of the workspace that installed the app.
    NOT_FOR_STRANGERS,
    /// The modal is closed, or was opened for somebody else.
    NO_SUCH_VIEW,
    /// The modal cannot be sent.
    NO_SUBMIT_BUTTON,
    NO_SUCH_INPUT,
    NO_SUCH_OPTION,
    MISSING_INPUT,
    /// Shorter or longer than the input takes.
    INPUT_LENGTH
  }

  PressRefusedException(Reason reason) {
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
