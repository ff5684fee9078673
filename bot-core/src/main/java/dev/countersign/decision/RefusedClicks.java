package dev.countersign.decision;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Which refused clicks this replica has noted lately, so that hammering a button writes one audit
/// entry and not a thousand. Bounded; forgetting only means noting once more.
final class RefusedClicks {
  static final int REMEMBERED = 10_000;

  private record Noted(String token, String account, ClickRefusal reason) {}

  private final Set<Noted> noted =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Noted, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  /// Whether this is the first of its kind.
  boolean note(String token, String account, ClickRefusal reason) {
    return noted.add(new Noted(token, account, reason));
  }
}
