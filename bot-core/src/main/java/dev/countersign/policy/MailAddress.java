package dev.countersign.policy;

import dev.countersign.proposal.MailDomain;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the domain of a plain e-mail address. Anything unusual has none: quoted local parts,
/// display names, lists, IP literals, and the `%` and `!` by which some relays send a message on to
/// elsewhere.
final class MailAddress {
  private static final Pattern LOCAL_PART =
      Pattern.compile("[\\p{L}\\p{N}.#$&'*+/=?^_`{|}~-]{1,64}+");

  private MailAddress() {}

  static Optional<String> domain(String address) {
    int at = address.indexOf('@');
    if (at < 0 || !LOCAL_PART.matcher(address.substring(0, at)).matches()) {
      return Optional.empty();
    }
    return MailDomain.ascii(address.substring(at + 1));
  }
}
