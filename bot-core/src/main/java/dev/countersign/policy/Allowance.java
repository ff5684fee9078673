package dev.countersign.policy;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The use that one request makes of a standing approval.
///
/// @param rule whose standing approval it is
/// @param until when it ends
/// @param at when it was counted, by the ledger's clock; empty where nothing is to be counted, and
///   as long as it is not
/// @param charges one per limit, of a limit per target one per target
public record Allowance(
    String rule, Optional<Instant> until, Optional<Instant> at, List<Charge> charges) {
  public Allowance {
    charges = List.copyOf(charges);
  }

  /// Whether this one, which was counted, is enough for what would have to be counted now.
  boolean covers(Allowance now) {
    return rule.equals(now.rule)
        && now.charges.stream().allMatch(due -> charges.stream().anyMatch(c -> c.covers(due)));
  }

  JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder().put("rule", rule);
    until.ifPresent(end -> json.put("until", end));
    at.ifPresent(moment -> json.put("at", moment));
    return json.put("limits", JsonArray.of(charges, Charge::toJson)).build();
  }

  /// @param json as [Ruling#toJson] writes it, in the ruling or in its entry
  public static Allowance fromJson(JsonObject json) {
    return new Allowance(
        json.text("rule"),
        json.has("until") ? Optional.of(json.instant("until")) : Optional.empty(),
        json.has("at") ? Optional.of(json.instant("at")) : Optional.empty(),
        json.objects("limits", Charge::fromJson));
  }
}
