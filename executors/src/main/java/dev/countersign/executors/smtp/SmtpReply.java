package dev.countersign.executors.smtp;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What a mail server answered to one command (RFC 5321, section 4.2).
///
/// @param code 200..599
/// @param lines without their code
record SmtpReply(int code, List<String> lines) {
  SmtpReply {
    lines = List.copyOf(lines);
  }

  boolean isPositive() {
    return code / 100 == 2;
  }

  /// What stands behind the name of an extension in the answer to EHLO, in upper case.
  Stream<String> extension(String name) {
    return lines.stream()
        .skip(1)
        .map(line -> line.strip().toUpperCase(Locale.ROOT))
        .filter(line -> line.equals(name) || line.startsWith(name + " "))
        .map(line -> line.substring(name.length()).strip());
  }
}
