package dev.countersign.console;

import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.SignIns;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Sessions in memory, without an end of their own.
final class RememberedSignIns implements SignIns {
  final Map<String, Session> open = new ConcurrentHashMap<>();
  final AtomicBoolean away = new AtomicBoolean();

  @Override
  public String open(String drawn, Session session) {
    open.put(drawn, session);
    return drawn;
  }

  @Override
  public Optional<Session> find(String secret) {
    if (away.get()) {
      throw new LedgerUnavailableException("away");
    }
    return Optional.ofNullable(open.get(secret));
  }

  @Override
  public void end(String secret) {
    open.remove(secret);
  }
}
