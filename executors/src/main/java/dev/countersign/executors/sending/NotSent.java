package dev.countersign.executors.sending;

import dev.countersign.execution.Outcome;
import java.io.IOException;

/// The send was given up before it could have an effect; says why by a stable code and carries no
/// foreign text.
public final class NotSent extends IOException {
  private final String code;
  private final int status;

  public NotSent(String code) {
    this(code, 0);
  }

  /// @param status what the target answered, 0 for nothing
  public NotSent(String code, int status) {
    super(code);
    this.code = code;
    this.status = status;
  }

  public NotSent(String code, Throwable cause) {
    super(code, cause);
    this.code = code;
    this.status = 0;
  }

  public Outcome.Failed outcome() {
    return new Outcome.Failed(code, status);
  }
}
