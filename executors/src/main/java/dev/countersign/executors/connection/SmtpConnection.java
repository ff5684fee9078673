package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.wire.MailSender;
import dev.countersign.executors.wire.Mailbox;
import dev.countersign.proposal.Message;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/// A mail server that takes what is sent by `message`, over SMTP (RFC 5321, RFC 6409).
///
/// @param host canonical: a lower-case name, a dotted quad, or a literal in brackets
/// @param port 1..65535
/// @param user signs in, with the credential as the password; both or none
/// @param sender whom all of it comes from
/// @param formats that are sent
/// @param rehearses whether the server is asked of a dry run if it would take the recipients
/// @param attachments none where nothing may be attached
public record SmtpConnection(
    String name,
    String host,
    int port,
    Encryption encryption,
    Optional<String> user,
    Optional<CredentialReference> credential,
    MailSender sender,
    Recipients recipients,
    Set<Message.Format> formats,
    boolean rehearses,
    Optional<AllowedAttachments> attachments,
    Limits limits,
    NetworkAccess network)
    implements Connection {

  public SmtpConnection {
    formats = Set.copyOf(formats);
    if (user.isPresent() != credential.isPresent()) {
      throw new IllegalArgumentException("a user signs in with a credential");
    }
  }

  /// How the connection is encrypted. Nothing is said on it before it is.
  public enum Encryption {
    /// From the first byte (RFC 8314, section 3).
    IMPLICIT(465),

    /// After `STARTTLS`; a server that does not offer it gets nothing (RFC 3207).
    STARTTLS(587),

    /// Not at all: to this machine alone.
    NONE(25);

    private final int usualPort;

    Encryption(int usualPort) {
      this.usualPort = usualPort;
    }

    int usualPort() {
      return usualPort;
    }
  }

  /// To whom it sends.
  ///
  /// @param domains in ASCII; with [#ANY] all. A subdomain of a listed one is another domain
  /// @param most entries of `to`, `cc` and `bcc` together, 1..[#MOST]
  public record Recipients(Set<String> domains, int most) {
    static final String ANY = "*";
    static final int MAX_DOMAINS = 500;
    static final int MOST = 100;
    static final int USUAL = 10;

    public Recipients {
      domains = Set.copyOf(domains);
      if (most < 1 || most > MOST) {
        throw new IllegalArgumentException("not so many recipients");
      }
    }

    public boolean allows(Mailbox recipient) {
      return domains.contains(ANY) || domains.contains(recipient.domain());
    }
  }

  public boolean reaches(InetAddress address) {
    return AddressReach.reaches(address, encryption != Encryption.NONE, network.privateAddresses());
  }
}
