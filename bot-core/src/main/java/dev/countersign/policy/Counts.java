package dev.countersign.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the limits of some allowances have counted already.
///
/// @param at the moment of counting, by the ledger's clock
/// @param before the counts of all charges of all allowances, in their order
public record Counts(Instant at, List<Count> before) {
  public Counts {
    before = List.copyOf(before);
  }

  /// @param amount of all requests that count within the time
  /// @param requests how many they are; no more are looked at than [UseLimit#MOST_USES]
  public record Count(long amount, int requests) {
    public static final Count NOTHING = new Count(0, 0);

    public Count plus(long more) {
      return new Count(amount + more, requests + 1);
    }
  }

  /// Which of these rules do not allow any more; none where all charges fit.
  public Map<String, Lapse> usedUp(List<Allowance> allowances) {
    Map<String, Lapse> lapses = new LinkedHashMap<>();
    Iterator<Count> counts = before.iterator();
    for (Allowance allowance : allowances) {
      for (Charge charge : allowance.charges()) {
        Count count = counts.next();
        if (!charge.fits(count.amount())) {
          lapses.putIfAbsent(allowance.rule(), new Lapse.UsedUp(charge, count.amount()));
        } else if (count.requests() >= UseLimit.MOST_USES) {
          lapses.putIfAbsent(allowance.rule(), new Lapse.TooManyUses(count.requests(), charge));
        }
      }
    }
    return lapses;
  }

  List<Allowance> countedIn(List<Allowance> allowances) {
    Iterator<Count> counts = before.iterator();
    List<Allowance> counted = new ArrayList<>();
    for (Allowance allowance : allowances) {
      List<Charge> charges =
          allowance.charges().stream().map(charge -> charge.after(counts.next().amount())).toList();
      counted.add(
          charges.isEmpty()
              ? allowance
              : new Allowance(allowance.rule(), allowance.until(), Optional.of(at), charges));
    }
    return List.copyOf(counted);
  }
}
