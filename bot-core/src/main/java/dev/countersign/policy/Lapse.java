package dev.countersign.policy;

import java.time.Instant;

/// Why a standing approval does not allow a request.
public sealed interface Lapse {

  /// Its time is over.
  record Ended(Instant until) implements Lapse {}

  /// A limit has no room for the request.
  ///
  /// @param before what it has counted already
  record UsedUp(Charge charge, long before) implements Lapse {}

  /// A limit counts no more requests than these within its time, whatever they add up to.
  record TooManyUses(int requests, Charge charge) implements Lapse {}

  /// The request would count under more limits and targets than one request may.
  record TooManyCounts(int most) implements Lapse {}

  /// The request was opened without being counted for it.
  record NotCounted() implements Lapse {}

  /// A stable word.
  default String result() {
    return switch (this) {
      case Ended _ -> "ended";
      case UsedUp _, TooManyUses _ -> "used_up";
      case TooManyCounts _ -> "too_many_counts";
      case NotCounted _ -> "not_counted";
    };
  }

  /// @param then what the rule does instead
  default String because(String rule, Gate then) {
    String verb = then == Gate.ASK ? "Asked" : "Refused";
    return switch (this) {
      case Ended(var until) -> "%s because %s ended at %s.".formatted(verb, rule, until);
      case UsedUp(var charge, long before) ->
          charge.sum().isEmpty()
              ? "%s because %s is used up: %s.".formatted(verb, rule, charge.text(before))
              : "%s because %s has no room for %d more: %s."
                  .formatted(verb, rule, charge.amount(), charge.text(before));
      case TooManyUses(int requests, var charge) ->
          "%s because %s is used up: %d requests within %s."
              .formatted(verb, rule, requests, Durations.text(charge.within()));
      case TooManyCounts(int most) ->
          "%s because a request counts at most %d times, and %s would count more."
              .formatted(verb, most, rule);
      case NotCounted() ->
          "%s because %s did not count this request when it was opened.".formatted(verb, rule);
    };
  }
}
