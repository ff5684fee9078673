package dev.countersign.executors.connection;

import dev.countersign.executors.wire.Mailbox;
import java.util.Set;

/// To whom a connection sends.
///
/// @param domains in ASCII; with [#ANY] all. A subdomain of a listed one is another domain
/// @param most entries of `to`, `cc` and `bcc` together, 1..[#MOST]
public record RecipientLimit(Set<String> domains, int most) {
  static final String ANY = "*";
  static final int MAX_DOMAINS = 500;
  static final int MOST = 100;
  static final int USUAL = 10;

  public RecipientLimit {
    domains = Set.copyOf(domains);
    if (most < 1 || most > MOST) {
      throw new IllegalArgumentException("not so many recipients");
    }
  }

  public boolean allows(Mailbox recipient) {
    return domains.contains(ANY) || domains.contains(recipient.domain());
  }
}
