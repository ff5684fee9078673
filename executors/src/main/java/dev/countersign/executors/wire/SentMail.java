package dev.countersign.executors.wire;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.Message.Party;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The mail that a `message` becomes: a pure function of the frozen action, the connection's sender
/// and the idempotency key, so that an auditor can work it out again and compare digests.
///
/// - Headers (RFC 5322): `From` and `Reply-To` of the connection; `To`, `Cc` and `Subject` of the
///   action; who stands in `bcc` is in the envelope alone. `Message-ID` follows from the key, hence
///   from request and revision: a copy is known by it. `In-Reply-To` and `References` are the
///   action's `thread_ref`.
/// - The body: the content as it is frozen, in UTF-8, as quoted-printable. A line break is CRLF, as
///   it is in mail, whether it was frozen as that or as LF, and the last line has one. With
///   attachments it is the first of several parts, see [MailParts].
///
/// [#digest()] is the SHA-256 over the canonical JSON of exactly these members:
///
/// ```json
/// {"v":"countersign-mail/1","from":"…","to":["…"],"headers":{"Subject":"…"},"body":"sha-256:…"}
/// ```
///
/// `from` and `to` are the envelope, `headers` as they are spelled on the way, `body` is the digest
/// over its encoded bytes. Not covered: `Date`, which is when it was sent.
public final class SentMail {
  public static final String VERSION = "countersign-mail/1";

  /// A `thread_ref` that is one `msg-id` of RFC 5322, section 3.6.4.
  private static final Pattern MESSAGE_ID =
      Pattern.compile(
          "<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,100}@[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,95}>");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss '+0000'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final String LINE_END = "\r\n";

  /// Of a mail that is not sent; every key makes an id and a boundary of the same length.
  private static final String NO_KEY = "";

  private final String from;
  private final List<String> recipients;
  private final SequencedMap<String, String> headers;
  private final byte[] body;

  private SentMail(
      String from, List<String> recipients, SequencedMap<String, String> headers, byte[] body) {
    this.from = from;
    this.recipients = List.copyOf(recipients);
    this.headers = headers;
    this.body = body;
  }

  /// @param action a message that has one meaning as mail: plain addresses, lines without control
  ///   characters, attachments with sound names and a media type
  /// @param attachments the bytes of each attachment
  /// @throws IllegalArgumentException when the action is no such message
  public static SentMail of(
      Action action, MailSender sender, String idempotencyKey, Map<Digest, byte[]> attachments) {
    return of(
        message(action),
        sender,
        idempotencyKey,
        attachment -> MailParts.whole(attachment, attachments));
  }

  /// What is said of a mail before it is sent, where the bytes of its attachments are not at hand:
  /// how long they are as text follows from how many they are.
  ///
  /// @param action as of [#of], with the size of each attachment
  public static MailEnvelope rehearsed(Action action, MailSender sender, Instant date) {
    Message message = message(action);
    SentMail bare = of(message, sender, NO_KEY, _ -> new byte[0]);
    long attached =
        message.attachments().stream()
            .mapToLong(attachment -> MailParts.encoded(attachment.size().orElseThrow()))
            .sum();
    return new MailEnvelope(
        bare.from, bare.recipients, Math.addExact(bare.bytes(date).length, attached));
  }

  private static Message message(Action action) {
    if (action.changes() instanceof Message message && isOneMeaning(message)) {
      return message;
    }
    throw new IllegalArgumentException("this becomes no mail");
  }

  private static SentMail of(
      Message message,
      MailSender sender,
      String idempotencyKey,
      Function<Message.Attachment, byte[]> attached) {
    SequencedMap<String, String> headers = new LinkedHashMap<>();
    headers.put("From", party(sender.address(), sender.name()));
    sender.replyTo().ifPresent(address -> headers.put("Reply-To", address.toString()));
    headers.put("To", parties(message.to()));
    if (!message.cc().isEmpty()) {
      headers.put("Cc", parties(message.cc()));
    }
    message.subject().ifPresent(subject -> headers.put("Subject", MailText.header(subject)));
    headers.put("Message-ID", messageId(idempotencyKey, sender));
    message
        .threadRef()
        .ifPresent(thread -> {
          headers.put("In-Reply-To", thread);
          headers.put("References", thread);
        });
    headers.put("MIME-Version", "1.0");
    byte[] content = MailText.quotedPrintable(message.content());
    boolean isOne = message.attachments().isEmpty();
    String boundary = MailParts.boundary(idempotencyKey);
    if (isOne) {
      headers.put("Content-Type", message.format().mediaType() + "; charset=utf-8");
      headers.put("Content-Transfer-Encoding", "quoted-printable");
    } else {
      headers.put("Content-Type", "multipart/mixed;" + LINE_END + " boundary=\"" + boundary + "\"");
    }
    return new SentMail(
        sender.address().toString(),
        message.recipients().map(party -> mailbox(party).toString()).distinct().toList(),
        headers,
        isOne ? content : MailParts.body(message, content, boundary, attached));
  }

  public static boolean isMessageId(String text) {
    return MESSAGE_ID.matcher(text).matches();
  }

  /// Whatever the key is made of, its digest is made of letters that an id may have.
  private static String messageId(String idempotencyKey, MailSender sender) {
    String digest = Digest.of(idempotencyKey).value();
    return "<" + digest.substring(digest.indexOf(':') + 1) + "@" + sender.address().domain() + ">";
  }

  private static boolean isOneMeaning(Message message) {
    return message.recipients().allMatch(party -> party.name().stream().allMatch(MailText::isLine))
        && message.subject().stream().allMatch(MailText::isLine)
        && message.threadRef().stream().allMatch(SentMail::isMessageId)
        && MailText.isLines(message.content())
        && message.attachments().stream()
            .allMatch(each -> AttachmentName.isSound(each.name()) && each.mediaType().isPresent());
  }

  private static String parties(List<Party> parties) {
    return parties.stream()
        .map(party -> party(mailbox(party), party.name()))
        .collect(Collectors.joining("," + LINE_END + " "));
  }

  private static String party(Mailbox address, Optional<String> name) {
    return name.filter(text -> !text.isBlank())
        .map(text -> MailText.name(text) + LINE_END + " <" + address + ">")
        .orElseGet(address::toString);
  }

  private static Mailbox mailbox(Party party) {
    return Mailbox.parse(party.address())
        .orElseThrow(() -> new IllegalArgumentException("not a mailbox"));
  }

  /// Of the envelope.
  public String from() {
    return from;
  }

  /// Of the envelope: each once.
  public List<String> recipients() {
    return recipients;
  }

  /// What a server is told of it before.
  ///
  /// @param size of [#bytes]
  public MailEnvelope envelope(long size) {
    return new MailEnvelope(from, recipients, size);
  }

  /// The whole message, of lines that end in CRLF and begin with no dot.
  ///
  /// @param date when it is sent
  public byte[] bytes(Instant date) {
    var out = new ByteArrayOutputStream(body.length + 2048);
    headers.forEach((name, value) -> out.writeBytes(line(name + ": " + value)));
    out.writeBytes(line("Date: " + DATE.format(date)));
    out.writeBytes(line(""));
    out.writeBytes(body);
    if (!endsItsLine()) {
      out.writeBytes(line(""));
    }
    return out.toByteArray();
  }

  private boolean endsItsLine() {
    return body.length > 0 && body[body.length - 1] == '\n';
  }

  public Digest digest() {
    JsonObject.Builder spelled = JsonObject.builder();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      spelled.put(header.getKey(), header.getValue());
    }
    return Digest.of(
        CanonicalJson.bytes(
            JsonObject.builder()
                .put("v", VERSION)
                .put("from", from)
                .put("to", JsonArray.ofStrings(recipients))
                .put("headers", spelled.build())
                .put("body", Digest.of(body).value())
                .build()));
  }

  private static byte[] line(String text) {
    return (text + LINE_END).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "SentMail[" + recipients.size() + " recipients]";
  }
}
