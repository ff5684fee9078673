package dev.countersign.policy;

import java.net.IDN;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Mail domains in their one ASCII spelling, for instance those of the organisation itself.
///
/// A domain is on the list or it is not: a subdomain of a listed one is not, since others may run
/// it.
public record DomainList(Set<String> domains) {
  public static final DomainList NONE = new DomainList(Set.of());

  private static final int MAX_DOMAIN_LENGTH = 253;
  private static final Pattern SHAPE =
      Pattern.compile(
          "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*+");

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
  /// @param domain as [#normalised]
  public boolean contains(String domain) {
    return domains.contains(domain);
  }

  /// Lower case, with international labels as `xn--` ones; empty when it is not a domain, or when
  /// the mapping would change it: `ß` and full-width letters arrive at different domains depending
  /// on who maps them.
  static Optional<String> normalised(String domain) {
    String lower = domain.toLowerCase(Locale.ROOT);
    if (lower.isEmpty() || lower.length() > MAX_DOMAIN_LENGTH) {
      return Optional.empty();
    }
    try {
      String ascii = IDN.toASCII(lower, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      boolean unchanged = ascii.equals(lower) || IDN.toUnicode(ascii).equals(lower);
      return Optional.of(ascii)
          .filter(d -> unchanged && d.length() <= MAX_DOMAIN_LENGTH && SHAPE.matcher(d).matches());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String required(String domain) {
    return normalised(domain).orElseThrow(() -> new IllegalArgumentException("not a domain"));
  }
}
