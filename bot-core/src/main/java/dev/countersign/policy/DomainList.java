package dev.countersign.policy;

import dev.countersign.proposal.MailDomain;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/// Mail domains in their one ASCII spelling, for instance those of the organisation itself.
///
/// A domain is on the list or it is not: a subdomain of a listed one is not, since others may run
/// it.
public record DomainList(Set<String> domains) {
  public static final DomainList NONE = new DomainList(Set.of());

  /// Takes domains as people spell them.
  ///
  /// @throws IllegalArgumentException when one of them is not a domain
  public static DomainList of(Collection<String> domains) {
    return new DomainList(domains.stream().map(DomainList::required).collect(Collectors.toSet()));
  }

  public DomainList {
    domains = domains.stream().map(DomainList::required).collect(Collectors.toUnmodifiableSet());
  }

  /// Whether this very domain is listed.
  ///
  /// @param domain as [MailDomain#ascii]
  public boolean contains(String domain) {
    return domains.contains(domain);
  }

  private static String required(String domain) {
    return MailDomain.ascii(domain).orElseThrow(() -> new IllegalArgumentException("not a domain"));
  }
}
