package dev.countersign.policy;

import dev.countersign.json.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds what one request would count under the limits of a rule.
final class ChargeSearch {
  private static final int MOST_TEXT = 200;

  private ChargeSearch() {}

  sealed interface Found {
    /// @param allowance not counted yet
    record Uses(Allowance allowance) implements Found {}

    /// An amount could not be made out.
    ///
    /// @param code a stable word; never a supplied value
    record NoAmount(String code) implements Found {}
  }

  static Found in(Rule rule, StandingApproval standing, Evaluation evaluation, PolicyInput input) {
    List<Charge> charges = new ArrayList<>();
    for (UseLimit limit : standing.limits()) {
      Amount.Evaluated amount =
          limit.sum().map(evaluation::amount).orElse(new Amount.Evaluated.Known(1));
      switch (amount) {
        case Amount.Evaluated.Failed(var code) -> {
          return new Found.NoAmount(code);
        }
        case Amount.Evaluated.Known(long number) ->
            keys(limit, input)
                .forEach(key ->
                    charges.add(
                        new Charge(
                            limit.per(),
                            key,
                            limit.sum().map(ChargeSearch::named),
                            number,
                            0,
                            limit.most(),
                            limit.within())));
      }
    }
    return new Found.Uses(new Allowance(rule.id(), standing.until(), Optional.empty(), charges));
  }

  /// A long one by its digest: it stands with each target.
  private static String named(Amount sum) {
    return sum.text().length() <= MOST_TEXT ? sum.text() : Digest.of(sum.text()).value();
  }

  private static List<Optional<String>> keys(UseLimit limit, PolicyInput input) {
    return switch (limit.per()) {
      case AGENT -> List.of(Optional.of(input.agent().id().value()));
      case TARGET -> TargetKey.of(input.action()).stream().map(Optional::of).toList();
      case RULE -> List.of(Optional.empty());
    };
  }
}
