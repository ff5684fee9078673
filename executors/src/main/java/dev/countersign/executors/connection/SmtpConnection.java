package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.wire.Sender;
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
/// @param allowPrivateAddresses as of [HttpConnection]
public record SmtpConnection(
    String name,
    String host,
    int port,
    MailEncryption encryption,
    Optional<String> user,
    Optional<CredentialReference> credential,
    Sender sender,
    RecipientLimit recipients,
    Set<Message.Format> formats,
    Limits limits,
    boolean allowPrivateAddresses)
    implements Connection {

  public SmtpConnection {
    formats = Set.copyOf(formats);
    if (user.isPresent() != credential.isPresent()) {
      throw new IllegalArgumentException("a user signs in with a credential");
    }
  }

  /// What is not encrypted never leaves this machine.
  public boolean reaches(InetAddress address) {
    return encryption == MailEncryption.NONE
        ? address.isLoopbackAddress()
        : AddressReach.of(address).isOpen(allowPrivateAddresses);
  }
}
