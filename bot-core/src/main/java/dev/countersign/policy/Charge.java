package dev.countersign.policy;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.policy.UseLimit.Per;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one request counts under one limit.
///
/// @param key of what is counted together: an agent's id, the digest of a target; empty for a rule
/// @param sum the expression of the amount; empty where requests are counted
/// @param amount of this request
/// @param used the count with this request in it; 0 as long as it is not counted
/// @param most of the limit
public record Charge(
    Per per,
    Optional<String> key,
    Optional<String> sum,
    long amount,
    long used,
    long most,
    Duration within) {

  /// Under this name the ledger counts it: the same for whatever counts together, in all windows.
  public String name(String rule) {
    List<Json> parts = new ArrayList<>();
    parts.add(Json.of(rule));
    parts.add(Json.of(WireName.of(per)));
    parts.add(Json.of(key.orElse("")));
    sum.ifPresent(text -> parts.add(Json.of(text)));
    return Digest.of(CanonicalJson.bytes(new JsonArray(parts))).value();
  }

  /// @param before the count without this request
  public boolean fits(long before) {
    return amount <= most - before;
  }

  public Charge after(long before) {
    return new Charge(per, key, sum, amount, before + amount, most, within);
  }

  /// Whether this one, which was counted, is enough for what would have to be counted now.
  boolean covers(Charge now) {
    return per == now.per
        && key.equals(now.key)
        && sum.equals(now.sum)
        && amount == now.amount
        && within.compareTo(now.within) >= 0
        && used <= now.most;
  }

  /// `3 of 10 by this agent within 1h`, of any number.
  String text(long count) {
    String by =
        switch (per) {
          case AGENT -> " by this agent";
          case TARGET -> " on this target";
          case RULE -> " in all";
        };
    return count + " of " + most + by + " within " + Durations.text(within);
  }

  JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder().put("per", WireName.of(per));
    key.ifPresent(text -> json.put("key", text));
    sum.ifPresent(text -> json.put("sum", text));
    return json.put("amount", amount)
        .put("used", used)
        .put("most", most)
        .put("within_seconds", within.toSeconds())
        .build();
  }

  static Charge fromJson(JsonObject json) {
    return new Charge(
        WireName.require(Per.class, json.text("per")),
        json.optionalText("key"),
        json.optionalText("sum"),
        json.number("amount"),
        json.number("used"),
        json.number("most"),
        Duration.ofSeconds(json.number("within_seconds")));
  }
}
