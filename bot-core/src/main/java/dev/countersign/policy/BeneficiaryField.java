package dev.countersign.policy;

import java.util.Optional;

/// Where an action names persons who may not decide it.
///
/// @param tenant of the accounts; empty for persons
public record BeneficiaryField(NamedIds who, IdKind as, Optional<String> tenant) {
  /// Of one rule.
  public static final int MOST = 10;

  Beneficiary named(String id) {
    return new Beneficiary(as, tenant, id);
  }
}
