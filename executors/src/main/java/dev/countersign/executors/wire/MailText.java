package dev.countersign.executors.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Texts of a message in a spelling that every mail program reads back as exactly that text, and
/// that nothing on the way rewrites.
public final class MailText {
  /// What may stand in a header as it is: nothing that is folded, trimmed, or read as an encoded
  /// word.
  private static final Pattern PLAIN = Pattern.compile("[!-~](?:[ -~]{0,58}[!-~])?");

  private static final Pattern QUOTABLE = Pattern.compile("[^\"\\\\]*+");
  private static final String ENCODED = "=?";

  /// Bytes of a text in one encoded word. A line of a header that has one has at most 76 characters
  /// with the name of the header (RFC 2047, section 2): 12 around 52 here, and `Subject: `.
  private static final int WORD_BYTES = 39;

  /// Between two words; whoever reads encoded ones drops it.
  private static final String FOLD = "\r\n ";

  /// Characters of a line of quoted-printable, without the sign that it goes on (RFC 2045, section
  /// 6.7).
  private static final int LINE_CHARS = 75;

  private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\n");

  private MailText() {}

  /// Whether a header can say this text: one line, without control characters.
  public static boolean isLine(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }

  /// Whether a body can say this text: lines, tabs, and no other control characters. A carriage
  /// return alone is a line break to some and none to others.
  public static boolean isLines(String text) {
    return LINE_BREAK
        .matcher(text)
        .replaceAll("")
        .chars()
        .allMatch(c -> c == '\t' || !Character.isISOControl(c));
  }

  /// @param text as [#isLine]
  static String header(String text) {
    return isPlain(text) || text.isEmpty() ? text : encoded(text);
  }

  /// A person's name before an address.
  ///
  /// @param text as [#isLine]
  static String name(String text) {
    return isPlain(text) && QUOTABLE.matcher(text).matches() ? "\"" + text + "\"" : encoded(text);
  }

  /// @param text as [#isLines]
  static byte[] quotedPrintable(String text) {
    byte[] bytes = LINE_BREAK.matcher(text).replaceAll("\r\n").getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream(bytes.length * 2);
    int column = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\r') {
        out.writeBytes(ascii("\r\n"));
        column = 0;
        i++;
        continue;
      }
      if (column > LINE_CHARS - 3) {
        out.writeBytes(ascii("=\r\n"));
        column = 0;
      }
      String spelled = spelled(bytes, i, column);
      out.writeBytes(ascii(spelled));
      column += spelled.length();
    }
    return out.toByteArray();
  }

  /// At the beginning of a line a dot and an `F` are spelled out: some stores change a line that
  /// begins with `From`, and a dot alone ends a message.
  private static String spelled(byte[] text, int at, int column) {
    byte c = text[at];
    boolean ends = at + 1 == text.length || text[at + 1] == '\r';
    boolean blank = c == ' ' || c == '\t';
    boolean rewritten = c == '=' || (column == 0 && (c == '.' || c == 'F'));
    boolean plain = blank ? !ends : c > ' ' && c <= '~' && !rewritten;
    return plain
        ? Character.toString(c)
        : "=%02X".formatted(Byte.toUnsignedInt(c)).toUpperCase(Locale.ROOT);
  }

  private static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches() && !text.contains(ENCODED);
  }

  /// Whole characters in each word.
  private static String encoded(String text) {
    List<String> words = new ArrayList<>();
    var next = new ByteArrayOutputStream();
    for (int point : text.codePoints().toArray()) {
      byte[] bytes = Character.toString(point).getBytes(StandardCharsets.UTF_8);
      if (next.size() + bytes.length > WORD_BYTES) {
        words.add(word(next));
        next.reset();
      }
      next.writeBytes(bytes);
    }
    words.add(word(next));
    return String.join(FOLD, words);
  }

  private static String word(ByteArrayOutputStream bytes) {
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes.toByteArray()) + "?=";
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
