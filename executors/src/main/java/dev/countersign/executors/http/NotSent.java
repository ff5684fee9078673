package dev.countersign.executors.http;

import java.io.IOException;

/// The request was given up before its first byte; says why by a stable code and carries no foreign
/// text.
final class NotSent extends IOException {
  private final String code;

  NotSent(String code) {
    super(code);
    this.code = code;
  }

  NotSent(String code, Throwable cause) {
    super(code, cause);
    this.code = code;
  }

  String code() {
    return code;
  }
}
