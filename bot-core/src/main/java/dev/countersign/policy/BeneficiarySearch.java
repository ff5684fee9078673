package dev.countersign.policy;

import java.util.ArrayList;
import java.util.List;

/// Finds whom an action names in the fields of a rule that tell its beneficiaries.
final class BeneficiarySearch {
  private BeneficiarySearch() {}

  sealed interface Found {
    record Named(List<Beneficiary> beneficiaries) implements Found {}

    /// A field could not be made out.
    ///
    /// @param code a stable word; never a supplied value
    record NotNamed(String code) implements Found {}
  }

  static Found in(Rule rule, Evaluation evaluation) {
    List<Beneficiary> named = new ArrayList<>();
    for (BeneficiaryField field : rule.beneficiaries()) {
      switch (evaluation.ids(field.who())) {
        case NamedIds.Evaluated.Known(var ids) -> ids.forEach(id -> named.add(field.named(id)));
        case NamedIds.Evaluated.Failed(var code) -> {
          return new Found.NotNamed(code);
        }
      }
    }
    return new Found.Named(List.copyOf(named));
  }
}
