package dev.countersign.store;

import dev.countersign.audit.DeploymentFact;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.DeploymentRegister;
import dev.countersign.token.KeyFacts;
import dev.countersign.token.KeyPurpose;
import dev.countersign.token.KeyState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The deployment's keys and files on Postgres. What is new stands in the deployment's chain too.
final class PostgresDeploymentRegister implements DeploymentRegister {
  private static final Sql KEYS =
      Sql.of(
          """
          select kid, min(purpose) as purpose, min(fingerprint) as fingerprint, bool_or(revoked) as revoked
            from signing_key
           group by kid
           order by min(registered_at), kid
          """);

  /// A database of an earlier build knows no keys, but what they sealed.
  private static final Sql SEALED_BY = Sql.of("select distinct seal_key from deployment_entry");

  private static final Sql REGISTER =
      Sql.of(
          """
          insert into signing_key (kid, purpose, fingerprint, revoked, registered_at)
          values (:kid, :purpose, :fingerprint, :revoked, clock_timestamp())
              on conflict do nothing
          """);

  private final Database database;
  private final PostgresDeploymentChain chain;
  private final DeployedFiles files;

  PostgresDeploymentRegister(
      Database database, PostgresDeploymentChain chain, DeployedFiles files) {
    this.database = database;
    this.chain = chain;
    this.files = files;
  }

  @Override
  public Optional<String> admit(List<KeyFacts> ring) {
    return database.askTogether(connection -> {
      DeployedFiles.queue(connection);
      Optional<String> why = foreign(connection, ring);
      if (why.isEmpty()) {
        for (KeyFacts key : ring) {
          register(connection, key);
        }
      }
      return why;
    });
  }

  private void register(Connection connection, KeyFacts key) throws SQLException {
    boolean revoked = key.state() == KeyState.REVOKED;
    int fresh =
        REGISTER.ask(
            connection,
            query ->
                query
                    .bind("kid", key.kid())
                    .bind("purpose", WireName.of(key.purpose()))
                    .bind("fingerprint", key.fingerprint().value())
                    .bind("revoked", revoked)
                    .update());
    if (fresh > 0) {
      chain.append(
          connection,
          new DeploymentFact(
              DeploymentFact.KEY_REGISTERED,
              "gate",
              JsonObject.builder()
                  .put("purpose", WireName.of(key.purpose()))
                  .put("key", key.kid())
                  .put("fingerprint", key.fingerprint().value())
                  .put("revoked", revoked)
                  .build()));
    }
  }

  @Override
  public Optional<String> foreign(List<KeyFacts> ring) {
    return database.askTogether(connection -> foreign(connection, ring));
  }

  private static Optional<String> foreign(Connection connection, List<KeyFacts> ring)
      throws SQLException {
    List<Registered> registered = registered(connection);
    if (!registered.isEmpty()) {
      return foreign(registered, ring);
    }
    Set<String> here = ring.stream().map(KeyFacts::kid).collect(Collectors.toSet());
    return SEALED_BY.ask(connection, query -> query.list(row -> row.getString("seal_key"))).stream()
        .filter(kid -> !here.contains(kid))
        .findFirst()
        .map(PostgresDeploymentRegister::lacking);
  }

  private static String lacking(String evidenceKey) {
    return "the evidence key %s, which this deployment used, is not in the file. Give this replica the keys.json that was used before."
        .formatted(evidenceKey);
  }

  /// Whoever has the newest key of each purpose has the ring as it was when a replica last started,
  /// or a later one. A decision key may be gone once its tokens have expired; every other key is
  /// needed for as long as there is something that it signed.
  private static Optional<String> foreign(List<Registered> registered, List<KeyFacts> ring) {
    Map<String, KeyFacts> here = new HashMap<>();
    ring.forEach(key -> here.put(key.kid(), key));
    if (!registered.isEmpty()
        && registered.stream().noneMatch(key -> here.containsKey(key.kid()))) {
      return Optional.of(
          "none of these keys is known to the database, so they belong to another deployment or"
              + " were made anew. Give this replica a copy of the keys.json that the others have.");
    }
    Map<String, String> newest = new HashMap<>();
    registered.forEach(key -> newest.put(key.purpose(), key.kid()));
    for (Registered key : registered) {
      KeyFacts same = here.get(key.kid());
      boolean mayBeGone =
          key.purpose().equals(WireName.of(KeyPurpose.DECISION))
              && !Objects.equals(newest.get(key.purpose()), key.kid());
      if (same == null && !mayBeGone) {
        return Optional.of(
            "the %s key %s, which this deployment uses, is not in the file; it is an older copy, or was rotated elsewhere. Give this replica a copy of the keys.json that the others have."
                .formatted(key.purpose(), key.kid()));
      }
      if (same != null && !same.fingerprint().value().equals(key.fingerprint())) {
        return Optional.of(
            "the key %s is another one than the key that this deployment knows by that name. Give this replica a copy of the keys.json that the others have."
                .formatted(key.kid()));
      }
      if (same != null && key.revoked() && same.state() != KeyState.REVOKED) {
        return Optional.of(
            "the key %s was revoked, and this file still accepts it; it is an older copy. Give this replica a copy of the keys.json that the others have."
                .formatted(key.kid()));
      }
    }
    return Optional.empty();
  }

  @Override
  public Digest currentOr(DeployedFile file, Digest first) {
    Optional<Digest> known = database.askTogether(connection -> files.current(connection, file));
    return known.orElseGet(() ->
        database.askTogether(connection -> {
          DeployedFiles.queue(connection);
          Optional<Digest> meanwhile = files.current(connection, file);
          if (meanwhile.isPresent()) {
            return meanwhile.get();
          }
          files.makeCurrent(connection, file, first, Optional.empty());
          return first;
        }));
  }

  @Override
  public boolean deploy(DeployedFile file, Digest digest) {
    return database.askTogether(connection -> {
      DeployedFiles.queue(connection);
      return files.move(connection, file, digest, Optional.empty());
    });
  }

  private static List<Registered> registered(Connection connection) throws SQLException {
    return KEYS.ask(
        connection,
        query ->
            query.list(row ->
                new Registered(
                    row.getString("kid"),
                    row.getString("purpose"),
                    row.getString("fingerprint"),
                    row.getBoolean("revoked"))));
  }

  private record Registered(String kid, String purpose, String fingerprint, boolean revoked) {}
}
