package dev.countersign.executors.connection;

import dev.countersign.executors.connection.SmtpConnection.Encryption;
import dev.countersign.executors.connection.SmtpConnection.Recipients;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.wire.MailSender;
import dev.countersign.executors.wire.MailText;
import dev.countersign.executors.wire.Mailbox;
import dev.countersign.json.JsonForm;
import dev.countersign.json.WireName;
import dev.countersign.proposal.MailDomain;
import dev.countersign.proposal.Message;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads a connection of `kind: smtp`.
///
/// ```yaml
/// mail:
///   kind: smtp
///   host: smtp.example.com
///   tls: starttls                        # optional: implicit (the default), starttls or none
///   port: 587                            # optional: 465, 587 or 25
///   user: countersign                    # optional, with the credential
///   credential: env:MAIL_PASSWORD
///   from: help@example.com
///   from_name: Example Help              # optional
///   reply_to: support@example.com        # optional
///   recipients: {domains: [example.com], most: 10}
///   media_types: [text/plain]            # optional
///   dry_run: true                        # optional: of dry runs the server is asked its recipients
///   attachments: {most: 5, size: 5MiB, media_types: [application/pdf]}   # optional
///   limits: {…}                          # optional: as of http, without answer
///   allow_private_addresses: false
/// ```
final class SmtpConnectionReader {
  static final int MAX_NAME_CHARS = 100;

  private SmtpConnectionReader() {}

  /// Empty when something was refused; the mistakes are with `form` then.
  static Optional<Connection> read(String name, JsonForm form) {
    form.require("host");
    form.require("from");
    form.require("recipients");
    boolean allowPrivate = NetworkAccessReader.allowsPrivate(form);
    Optional<Encryption> encryption = encryption(form);
    boolean encrypted = !encryption.equals(Optional.of(Encryption.NONE));
    ServerReader.checkPlain(form, encrypted, allowPrivate);
    Optional<String> host = ServerReader.host(form, encrypted, allowPrivate);
    Optional<Integer> port = ServerReader.port(form);
    Optional<String> user = ServerReader.user(form);
    Optional<CredentialReference> credential = CredentialReader.read(form);
    if (form.has("user") != form.has("credential")) {
      form.require("user");
      form.require("credential");
    }
    Optional<Mailbox> from = mailbox(form, "from");
    Optional<String> fromName =
        form.parsed(
            "from_name",
            text -> SoundText.required(text, SmtpConnectionReader::isName),
            "bad_name",
            "This must be the name of the sender: one line of at most "
                + MAX_NAME_CHARS
                + " characters.");
    Optional<Mailbox> replyTo = mailbox(form, "reply_to");
    Optional<Recipients> recipients =
        form.object("recipients").flatMap(SmtpConnectionReader::recipients);
    Set<Message.Format> formats = formats(form);
    boolean rehearses = form.bool("dry_run").orElse(false);
    Optional<AllowedAttachments> attachments = AllowedAttachmentsReader.read(form);
    Optional<Limits> limits = LimitsReader.read(form);
    NetworkAccess network = NetworkAccessReader.direct(form, allowPrivate, encrypted);
    form.close();
    if (host.isEmpty()
        || encryption.isEmpty()
        || from.isEmpty()
        || recipients.isEmpty()
        || limits.isEmpty()
        || user.isPresent() != credential.isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new SmtpConnection(
            name,
            host.get(),
            port.orElse(encryption.get().usualPort()),
            encryption.get(),
            user,
            credential,
            new MailSender(from.get(), fromName, replyTo),
            recipients.get(),
            formats,
            rehearses,
            attachments,
            limits.get(),
            network));
  }

  private static Optional<Encryption> encryption(JsonForm form) {
    Optional<Encryption> written =
        form.parsed(
            "tls",
            text -> WireName.require(Encryption.class, text),
            "unknown_tls",
            "This must be implicit, starttls or none.");
    return form.has("tls") ? written : Optional.of(Encryption.IMPLICIT);
  }

  private static Optional<Mailbox> mailbox(JsonForm form, String member) {
    return form.parsed(
        member,
        text -> Mailbox.parse(text).orElseThrow(IllegalArgumentException::new),
        "bad_address",
        "This must be one plain address such as help@example.com.");
  }

  private static boolean isName(String text) {
    return !text.isBlank() && text.length() <= MAX_NAME_CHARS && MailText.isLine(text);
  }

  private static Optional<Recipients> recipients(JsonForm form) {
    form.require("domains");
    Set<String> domains =
        form
            .parsedTexts(
                "domains",
                Recipients.MAX_DOMAINS,
                SmtpConnectionReader::domain,
                "bad_domain",
                "This must be a domain such as example.com, or * for all.")
            .stream()
            .map(JsonForm.Item::value)
            .collect(Collectors.toSet());
    int most = form.integer("most", 1, Recipients.MOST).orElse(Recipients.USUAL);
    form.close();
    return Optional.of(new Recipients(domains, most));
  }

  private static String domain(String text) {
    return text.equals(Recipients.ANY)
        ? text
        : MailDomain.ascii(text).orElseThrow(IllegalArgumentException::new);
  }

  private static Set<Message.Format> formats(JsonForm form) {
    Set<Message.Format> written =
        form
            .parsedTexts(
                "media_types",
                Message.Format.values().length,
                Message.Format::of,
                "unknown_media_type",
                "This must be text/plain, text/html or text/markdown.")
            .stream()
            .map(JsonForm.Item::value)
            .collect(Collectors.toSet());
    return form.has("media_types") ? written : Set.of(Message.Format.PLAIN);
  }
}
