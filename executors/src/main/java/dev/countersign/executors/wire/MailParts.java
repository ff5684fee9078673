package dev.countersign.executors.wire;

import dev.countersign.json.Digest;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.Message.Attachment;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The body of a mail with attachments: its content first, then each of them in base64
/// (`multipart/mixed`, RFC 2046 section 5.1.3).
final class MailParts {
  private static final String LINE_END = "\r\n";

  /// Neither quoted-printable nor base64 has these two beside each other.
  private static final String NEVER_WITHIN = "=_";

  /// Of base64 as MIME has it (RFC 2045, section 6.8).
  private static final int LINE_CHARS = 76;

  private MailParts() {}

  /// @param key from which the boundary follows
  static String boundary(String key) {
    String digest = Digest.of("boundary " + key).value();
    return NEVER_WITHIN + digest.substring(digest.indexOf(':') + 1);
  }

  /// @param content of the message, as quoted-printable
  /// @param attached the bytes of each attachment
  static byte[] body(
      Message message, byte[] content, String boundary, Function<Attachment, byte[]> attached) {
    var out = new ByteArrayOutputStream(content.length + 4096);
    begin(out, boundary);
    header(out, "Content-Type: " + message.format().mediaType() + "; charset=utf-8");
    header(out, "Content-Transfer-Encoding: quoted-printable");
    out.writeBytes(ascii(LINE_END));
    out.writeBytes(content);
    for (Attachment attachment : message.attachments()) {
      out.writeBytes(ascii(LINE_END));
      begin(out, boundary);
      header(out, "Content-Type: " + attachment.mediaType().orElseThrow());
      header(out, "Content-Disposition: attachment" + AttachmentName.parameter(attachment.name()));
      header(out, "Content-Transfer-Encoding: base64");
      out.writeBytes(ascii(LINE_END));
      out.writeBytes(Base64.getMimeEncoder().encode(attached.apply(attachment)));
    }
    out.writeBytes(ascii(LINE_END + "--" + boundary + "--" + LINE_END));
    return out.toByteArray();
  }

  /// How long so many bytes are as base64 in lines, the last of which has no end.
  static long encoded(long bytes) {
    long characters = (bytes + 2) / 3 * 4;
    return characters == 0 ? 0 : characters + (characters - 1) / LINE_CHARS * LINE_END.length();
  }

  /// Exactly what the digest is of.
  static byte[] whole(Attachment attachment, Map<Digest, byte[]> bytes) {
    return Optional.ofNullable(bytes.get(attachment.digest()))
        .filter(found -> Digest.of(found).equals(attachment.digest()))
        .orElseThrow(() -> new IllegalArgumentException("not the bytes of its digest"));
  }

  private static void begin(ByteArrayOutputStream out, String boundary) {
    out.writeBytes(ascii("--" + boundary + LINE_END));
  }

  private static void header(ByteArrayOutputStream out, String line) {
    out.writeBytes(ascii(line + LINE_END));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
