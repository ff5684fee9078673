package dev.countersign.proof;

import dev.countersign.json.JsonObject;
import dev.countersign.policy.Allowance;
import dev.countersign.policy.Charge;
import dev.countersign.policy.Durations;
import dev.countersign.policy.UseLimit;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// Counts the uses of standing approvals again, by the entries of all requests that used one: the
/// table that the gate counts in is not believed.
///
/// Requests come in the order of their ids, which is nearly that of their uses. What lies further
/// back than any limit reaches, and [#LATE] more, is forgotten on the way.
final class UseRecount {
  private static final Duration LATE = Duration.ofDays(1);

  private final Map<String, NavigableMap<Order, Use>> uses = new HashMap<>();
  private final Set<String> reported = new HashSet<>();

  /// The order in which they were counted; of those of one moment by the count that they tell.
  private record Order(Instant at, long used, String request) implements Comparable<Order> {
    @Override
    public int compareTo(Order other) {
      int byTime = at.compareTo(other.at);
      if (byTime != 0) {
        return byTime;
      }
      int byCount = Long.compare(used, other.used);
      return byCount != 0 ? byCount : request.compareTo(other.request);
    }
  }

  /// @param charges the same count, in different times
  private record Use(ProposalId request, String rule, long amount, List<Charge> charges) {}

  /// @param ruled what the entry tells of the ruling
  /// @return what it shows to be beyond a limit: this request, or those after it
  List<Damage> add(ProposalId request, JsonObject ruled) {
    List<Damage> damages = new ArrayList<>();
    for (Allowance allowance : ruled.optionalObjects("allowances", Allowance::fromJson)) {
      Map<String, List<Charge>> byName = new HashMap<>();
      for (Charge charge : allowance.charges()) {
        byName.computeIfAbsent(charge.name(allowance.rule()), _ -> new ArrayList<>()).add(charge);
      }
      byName.forEach((name, charges) -> {
        Charge one = charges.getFirst();
        Order order = new Order(allowance.at().orElse(Instant.EPOCH), one.used(), request.value());
        NavigableMap<Order, Use> known = uses.computeIfAbsent(name, _ -> new TreeMap<>());
        known.put(order, new Use(request, allowance.rule(), one.amount(), charges));
        known
            .tailMap(order, true)
            .forEach((at, use) -> damages.addAll(recounted(name, known, at, use)));
        forget(known);
      });
    }
    return damages;
  }

  private List<Damage> recounted(
      String name, NavigableMap<Order, Use> known, Order order, Use use) {
    List<Damage> damages = new ArrayList<>();
    for (Charge charge : use.charges()) {
      Instant start = order.at().minus(charge.within());
      long count =
          known.headMap(order, true).descendingMap().entrySet().stream()
              .takeWhile(before -> before.getKey().at().isAfter(start))
              .mapToLong(before -> before.getValue().amount())
              .sum();
      if ((count > charge.most() || count > charge.used())
          && reported.add(name + charge.within() + use.request())) {
        damages.add(
            new Damage(
                use.request(),
                "audit_entry 2",
                Kind.CONTRADICTION,
                "%s had counted %d of %d within %s by the entries, and tells of %d"
                    .formatted(
                        use.rule(),
                        count,
                        charge.most(),
                        Durations.text(charge.within()),
                        charge.used())));
      }
    }
    return damages;
  }

  private static void forget(NavigableMap<Order, Use> known) {
    Instant oldest = known.lastKey().at().minus(UseLimit.LONGEST).minus(LATE);
    while (known.firstKey().at().isBefore(oldest)) {
      known.pollFirstEntry();
    }
  }
}
