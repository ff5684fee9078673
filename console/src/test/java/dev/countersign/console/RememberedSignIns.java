package dev.countersign.console;

import dev.countersign.ledger.SignIns;
import dev.countersign.people.AccountId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Sessions in memory, without an end of their own.
final class RememberedSignIns implements SignIns {
  final Map<String, AccountId> open = new ConcurrentHashMap<>();

  @Override
  public void open(String secret, AccountId account) {
    open.put(secret, account);
  }

  @Override
  public Optional<AccountId> find(String secret) {
    return Optional.ofNullable(open.get(secret));
  }

  @Override
  public void end(String secret) {
    open.remove(secret);
  }
}
