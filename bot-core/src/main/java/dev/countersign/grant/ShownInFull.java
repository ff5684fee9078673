package dev.countersign.grant;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Surface;

/// Asks whether a chat could show this request's card without leaving anything out, now and after
/// every approval that it still lacks. What a reviewer could not see, nobody can approve, so there
/// is no point in asking.
@FunctionalInterface
public interface ShownInFull {
  boolean on(RequestRecord prospective, Surface chat);
}
