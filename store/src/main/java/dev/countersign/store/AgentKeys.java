package dev.countersign.store;

import dev.countersign.audit.DeploymentFact;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// The secret side of agents' keys.
final class AgentKeys {
  private static final String HASH =
      "select secret_hash from agent where key = :key and secret_hash is not null";

  private static final String HASHES =
      "select secret_hash from agent where secret_hash is not null";

  private static final String SET_HASH = "update agent set secret_hash = :hash where key = :key";

  private static final String SCOPES = "select scopes from agent where key = :key";

  private static final String SET_SCOPES = "update agent set scopes = :scopes where key = :key";

  private final Database database;
  private final PostgresDeploymentChain chain;

  AgentKeys(Database database, PostgresDeploymentChain chain) {
    this.database = database;
    this.chain = chain;
  }

  Optional<byte[]> secretHash(String key) {
    return database.run(handle ->
        handle
            .createQuery(HASH)
            .bind("key", key)
            .map((row, _) -> row.getBytes("secret_hash"))
            .findOne());
  }

  List<byte[]> secretHashes() {
    return database.run(
        handle -> handle.createQuery(HASHES).map((row, _) -> row.getBytes("secret_hash")).list());
  }

  boolean setSecretHash(String key, byte[] hash) {
    return database.inTransaction(handle -> {
      boolean set =
          handle.createUpdate(SET_HASH).bind("key", key).bind("hash", hash).execute() == 1;
      if (set) {
        tell(handle, DeploymentFact.AGENT_KEY_SET, key, "secret", Json.of(Digest.of(hash).value()));
      }
      return set;
    });
  }

  private void tell(Handle handle, String type, String key, String member, Json value) {
    JsonObject data = JsonObject.builder().put("key", key).put(member, value).build();
    chain.append(handle, new DeploymentFact(type, "operator", data));
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
    return database.inTransaction(handle -> {
      boolean set =
          handle
                  .createUpdate(SET_SCOPES)
                  .bind("key", key)
                  .bind("scopes", Columns.texts(scopes))
                  .execute()
              == 1;
      if (set) {
        tell(
            handle,
            DeploymentFact.AGENT_SCOPES_SET,
            key,
            "scopes",
            JsonArray.ofStrings(scopes.stream().sorted().toList()));
      }
      return set;
    });
  }
}
