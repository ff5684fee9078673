package dev.countersign.store;

import dev.countersign.audit.DeploymentFact;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.store.PostgresStore.StoredKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The secret side of agents' keys.
final class AgentKeys {
  private static final Sql KEYS =
      Sql.of(
          """
          select key, secret_hash, scopes,
                 (select digest from people_version order by version desc limit 1) as imported
            from agent
           where key = any(cast(:keys as text[]))
          """);

  private static final Sql HASHES =
      Sql.of("select secret_hash from agent where secret_hash is not null");

  private static final Sql SET_HASH =
      Sql.of("update agent set secret_hash = :hash where key = :key");

  private static final Sql SET_SCOPES =
      Sql.of("update agent set scopes = :scopes where key = :key");

  private final Database database;
  private final PostgresDeploymentChain chain;
  private final BatchQueue<String, Optional<StoredKey>> reads;

  AgentKeys(Database database, PostgresDeploymentChain chain) {
    this.database = database;
    this.chain = chain;
    this.reads =
        new BatchQueue<>(
            "reads of keys",
            database.config(),
            new ReadBatch<String, Optional<StoredKey>>(this::of, Optional.empty()));
  }

  /// Read anew for every caller: what was set counts at once.
  Optional<StoredKey> of(String key) {
    return reads.ask(key);
  }

  private Map<String, Optional<StoredKey>> of(Set<String> keys) {
    return database
        .ask(
            KEYS,
            query ->
                query
                    .bind("keys", Columns.texts(keys))
                    .list(row ->
                        Map.entry(
                            row.getString("key"),
                            new StoredKey(
                                Optional.ofNullable(row.getBytes("secret_hash")),
                                Set.copyOf(Columns.texts(row, "scopes")),
                                Optional.ofNullable(row.getBytes("imported"))
                                    .map(Digest::ofHash)))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, found -> Optional.of(found.getValue())));
  }

  List<byte[]> secretHashes() {
    return database.ask(HASHES, query -> query.list(row -> row.getBytes("secret_hash")));
  }

  boolean setSecretHash(String key, byte[] hash) {
    return database.askTogether(connection -> {
      int set =
          SET_HASH.ask(connection, query -> query.bind("key", key).bind("hash", hash).update());
      if (set == 1) {
        tell(
            connection,
            DeploymentFact.AGENT_KEY_SET,
            key,
            "secret",
            Json.of(Digest.of(hash).value()));
      }
      return set == 1;
    });
  }

  private void tell(Connection connection, String type, String key, String member, Json value)
      throws SQLException {
    JsonObject data = JsonObject.builder().put("key", key).put(member, value).build();
    chain.append(connection, new DeploymentFact(type, "operator", data));
  }

  boolean setScopes(String key, Collection<String> scopes) {
    return database.askTogether(connection -> {
      int set =
          SET_SCOPES.ask(
              connection,
              query -> query.bind("key", key).bind("scopes", Columns.texts(scopes)).update());
      if (set == 1) {
        tell(
            connection,
            DeploymentFact.AGENT_SCOPES_SET,
            key,
            "scopes",
            JsonArray.ofStrings(scopes.stream().sorted().toList()));
      }
      return set == 1;
    });
  }
}
