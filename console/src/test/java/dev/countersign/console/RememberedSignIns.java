package dev.countersign.console;

import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.SignIn;
import dev.countersign.ledger.SignIns;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// Sessions in memory, without an end of their own.
final class RememberedSignIns implements SignIns {
  final Map<String, SignIn.Session> open = new ConcurrentHashMap<>();

  /// When each was opened, by the clock of the pages: just now, whatever that says, unless set.
  final AtomicReference<Instant> openedAt =
      new AtomicReference<>(Instant.parse("2100-01-01T00:00:00Z"));

  final AtomicBoolean away = new AtomicBoolean();

  @Override
  public String open(String drawn, SignIn.Session session) {
    open.put(drawn, session);
    made.add(drawn);
    return drawn;
  }

  private final Set<String> made = ConcurrentHashMap.newKeySet();

  /// Secrets of those that last on, in the order in which they were found.
  final List<String> lasting = new CopyOnWriteArrayList<>();

  @Override
  public Optional<SignIn> find(String secret) {
    lasting.add(secret);
    return watch(secret);
  }

  @Override
  public boolean isOurs(String secret) {
    return made.contains(secret);
  }

  @Override
  public Optional<SignIn> watch(String secret) {
    if (away.get()) {
      throw new LedgerUnavailableException("away");
    }
    return Optional.ofNullable(open.get(secret))
        .map(session -> new SignIn(session, openedAt.get()));
  }

  @Override
  public void end(String secret) {
    open.remove(secret);
  }
}
