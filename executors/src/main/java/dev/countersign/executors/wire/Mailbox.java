package dev.countersign.executors.wire;

import dev.countersign.proposal.MailDomain;
import java.util.Optional;
import java.util.regex.Pattern;

/// One address as it goes into an envelope and into a header: nothing in it ends either.
///
/// @param local a dot-atom of ASCII (RFC 5321, section 4.1.2), without the `%` and `!` by which
///   some relays send a message on to elsewhere
/// @param domain as [MailDomain#ascii]
public record Mailbox(String local, String domain) {
  private static final Pattern LOCAL =
      Pattern.compile("[A-Za-z0-9#$&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9#$&'*+/=?^_`{|}~-]+)*+");

  /// RFC 5321, section 4.5.3.1.
  private static final int MAX_LOCAL = 64;

  private static final int MAX_CHARS = 254;

  public Mailbox {
    boolean whole = local.length() + 1 + domain.length() <= MAX_CHARS;
    if (!whole
        || local.length() > MAX_LOCAL
        || !LOCAL.matcher(local).matches()
        || !MailDomain.ascii(domain).equals(Optional.of(domain))) {
      throw new IllegalArgumentException("not a mailbox");
    }
  }

  /// Empty for what is no plain address, and for letters before the `@` that are not ASCII: they
  /// would need an extension that not every server on the way has (RFC 6531).
  public static Optional<Mailbox> parse(String address) {
    int at = address.lastIndexOf('@');
    if (at < 0) {
      return Optional.empty();
    }
    try {
      return MailDomain.ascii(address.substring(at + 1))
          .map(domain -> new Mailbox(address.substring(0, at), domain));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return local + "@" + domain;
  }
}
