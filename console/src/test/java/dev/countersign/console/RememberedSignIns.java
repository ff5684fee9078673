package dev.countersign.console;

import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.SignIns;
import dev.countersign.people.AccountId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Sessions in memory, without an end of their own.
final class RememberedSignIns implements SignIns {
  final Map<String, AccountId> open = new ConcurrentHashMap<>();
  final AtomicBoolean away = new AtomicBoolean();

  @Override
  public String open(String drawn, AccountId account) {
    open.put(drawn, account);
    return drawn;
  }

  @Override
  public Optional<AccountId> find(String secret) {
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
