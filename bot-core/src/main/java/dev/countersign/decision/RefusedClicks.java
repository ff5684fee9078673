package dev.countersign.decision;

import dev.countersign.people.AccountId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Which refused clicks this replica has noted lately, so that hammering a button writes one audit
/// entry and not a thousand. Bounded; forgetting only means noting once more.
final class RefusedClicks {
  static final int REMEMBERED = 10_000;

  /// @param button the id of its token; where it has none of ours, the message that it stands in
  record Source(String button, AccountId account) {}

  private record Noted(Source source, ClickRefusal reason) {}

  private final Set<Noted> noted =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Noted, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  boolean isNoted(Source source, ClickRefusal reason) {
    return noted.contains(new Noted(source, reason));
  }

  /// After the commit.
  void remember(Source source, ClickRefusal reason) {
    noted.add(new Noted(source, reason));
  }
}
