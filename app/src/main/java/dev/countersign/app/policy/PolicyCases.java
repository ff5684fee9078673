package dev.countersign.app.policy;

import dev.countersign.policy.DomainList;
import java.util.List;
import java.util.Optional;

/// A file of cases.
///
/// @param internalDomains in place of those of the settings
public record PolicyCases(Optional<DomainList> internalDomains, List<PolicyCase> cases) {
  public PolicyCases {
    cases = List.copyOf(cases);
  }
}
