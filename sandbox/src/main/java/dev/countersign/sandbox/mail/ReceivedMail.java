package dev.countersign.sandbox.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One mail as it came in.
///
/// @param from of the envelope
/// @param to of the envelope, in the order in which they were named
/// @param message each byte that was received, headers and body; all of them are ASCII
public record ReceivedMail(String from, List<String> to, String message) {
  private static final String END_OF_HEADERS = "\r\n\r\n";
  private static final String QUOTED_PRINTABLE = "content-transfer-encoding: quoted-printable";
  private static final String PLAIN = "content-type: text/plain; charset=utf-8";
  private static final String GOES_ON = "=\r\n";
  private static final int HEX_DIGITS = 2;

  public ReceivedMail {
    to = List.copyOf(to);
  }

  /// The first header of this name, without folds.
  public Optional<String> header(String name) {
    String begins = name.toLowerCase(Locale.ROOT) + ": ";
    return headers()
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(begins))
        .map(line -> line.substring(begins.length()))
        .findFirst();
  }

  /// What a mail program shows of it, with CRLF at the end of each line: of one part of plain text
  /// in UTF-8 as quoted-printable (RFC 2045, section 6.7). Empty for any other.
  public Optional<String> text() {
    String headers = headers().toLowerCase(Locale.ROOT);
    boolean isText =
        headers.lines().anyMatch(PLAIN::equals)
            && headers.lines().anyMatch(QUOTED_PRINTABLE::equals);
    return isText ? decoded(body()) : Optional.empty();
  }

  private String headers() {
    int end = message.indexOf(END_OF_HEADERS);
    return (end < 0 ? message : message.substring(0, end)).replaceAll("\r\n[ \t]+", " ");
  }

  private String body() {
    int end = message.indexOf(END_OF_HEADERS);
    return end < 0 ? "" : message.substring(end + END_OF_HEADERS.length());
  }

  private static Optional<String> decoded(String body) {
    var bytes = new ByteArrayOutputStream(body.length());
    for (int at = 0; at < body.length(); at++) {
      if (body.charAt(at) != '=') {
        bytes.write(body.charAt(at));
      } else if (body.startsWith(GOES_ON, at)) {
        at += GOES_ON.length() - 1;
      } else if (isByte(body, at + 1)) {
        bytes.write(HexFormat.fromHexDigits(body, at + 1, at + 1 + HEX_DIGITS));
        at += HEX_DIGITS;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(bytes.toString(StandardCharsets.UTF_8));
  }

  private static boolean isByte(String body, int at) {
    return at + HEX_DIGITS <= body.length()
        && HexFormat.isHexDigit(body.charAt(at))
        && HexFormat.isHexDigit(body.charAt(at + 1));
  }
}
