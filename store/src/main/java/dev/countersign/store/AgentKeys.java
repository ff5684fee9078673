package dev.countersign.store;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/// The secret side of agents' keys.
final class AgentKeys {
  private static final String HASH =
      "select secret_hash from agent where key = :key and secret_hash is not null";

  private static final String SET_HASH = "update agent set secret_hash = :hash where key = :key";

  private static final String SCOPES = "select scopes from agent where key = :key";

  private static final String SET_SCOPES = "update agent set scopes = :scopes where key = :key";

  private final Database database;

  AgentKeys(Database database) {
    this.database = database;
  }

  Optional<byte[]> secretHash(String key) {
    return database.run(handle ->
        handle
            .createQuery(HASH)
            .bind("key", key)
            .map((row, _) -> row.getBytes("secret_hash"))
            .findOne());
  }

  boolean setSecretHash(String key, byte[] hash) {
    return database.run(
            handle -> handle.createUpdate(SET_HASH).bind("key", key).bind("hash", hash).execute())
        == 1;
  }

  Set<String> scopes(String key) {
    return database.run(handle ->
        handle
            .createQuery(SCOPES)
            .bind("key", key)
            .map((row, _) -> Set.copyOf(Columns.texts(row, "scopes")))
            .findOne()
            .orElse(Set.of()));
  }

  boolean setScopes(String key, Collection<String> scopes) {
    return database.run(handle ->
        handle
            .createUpdate(SET_SCOPES)
            .bind("key", key)
            .bind("scopes", Columns.texts(scopes))
            .execute())
        == 1;
  }
}
