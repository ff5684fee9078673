package dev.countersign.store;

import dev.countersign.json.Digest;
import dev.countersign.proposal.WireName;
import dev.countersign.token.KeyFacts;
import dev.countersign.token.KeyPurpose;
import dev.countersign.token.KeyState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What the database knows of the keys and files of its deployment. Every question that may change
/// something is asked one after the other.
public final class Deployment {
  /// The number of the lock that two starting replicas queue at; it goes with the transaction.
  private static final long ONE_AT_A_TIME = 0x436f756e74657273L;

  private static final String KEYS =
      "select kid, purpose, fingerprint, revoked from signing_key order by registered_at, kid";

  private static final String REGISTER =
      """
      insert into signing_key (kid, purpose, fingerprint, revoked, registered_at)
      values (:kid, :purpose, :fingerprint, :revoked, clock_timestamp())
          on conflict (kid) do update set revoked = signing_key.revoked or excluded.revoked
      """;

  private static final String CURRENT =
      """
      select digest from deployed_file where kind = :kind order by number desc limit 1
      """;

  private static final String LAST_TIME =
      "select max(at) from deployed_file where kind = :kind and digest = :digest";

  private static final String DEPLOY =
      """
      insert into deployed_file (kind, number, digest, at)
      select :kind, coalesce(max(number), 0) + 1, :digest, clock_timestamp()
        from deployed_file
       where kind = :kind
      """;

  private final Database database;

  Deployment(Database database) {
    this.database = database;
  }

  /// Lets a replica in with its keys, and registers those that are new. The first one founds the
  /// deployment.
  ///
  /// @param ring all keys that the replica has
  /// @return why it must not start, a sentence; empty when it may
  public Optional<String> admit(List<KeyFacts> ring) {
    return database.inTransaction(handle -> {
      queue(handle);
      Optional<String> why = foreign(registered(handle), ring);
      if (why.isEmpty()) {
        for (KeyFacts key : ring) {
          handle
              .createUpdate(REGISTER)
              .bind("kid", key.kid())
              .bind("purpose", WireName.of(key.purpose()))
              .bind("fingerprint", key.fingerprint().value())
              .bind("revoked", key.state() == KeyState.REVOKED)
              .execute();
        }
      }
      return why;
    });
  }

  /// Why these are not the keys of this deployment; empty when they are. Changes nothing.
  public Optional<String> foreign(List<KeyFacts> ring) {
    return database.inTransaction(handle -> foreign(registered(handle), ring));
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

  /// Which file is current; where none is known, this one becomes it.
  public Digest currentOr(DeployedFile file, Digest first) {
    Optional<Digest> known = database.inTransaction(handle -> current(handle, file));
    return known.orElseGet(() ->
        database.inTransaction(handle -> {
          queue(handle);
          return current(handle, file)
              .orElseGet(() -> {
                insert(handle, file, first);
                return first;
              });
        }));
  }

  /// Makes a file current.
  ///
  /// @return whether it was not
  public boolean deploy(DeployedFile file, Digest digest) {
    return database.inTransaction(handle -> {
      queue(handle);
      return deploy(handle, file, digest);
    });
  }

  static boolean deploy(Handle handle, DeployedFile file, Digest digest) {
    if (current(handle, file).filter(digest::equals).isPresent()) {
      return false;
    }
    insert(handle, file, digest);
    return true;
  }

  /// When this file was current last, if it is no longer.
  static Optional<Instant> former(Handle handle, DeployedFile file, Digest digest) {
    if (current(handle, file).filter(digest::equals).isPresent()) {
      return Optional.empty();
    }
    return handle
        .createQuery(LAST_TIME)
        .bind("kind", WireName.of(file))
        .bind("digest", digest.value())
        .map((row, _) -> Optional.ofNullable(row.getTimestamp(1)).map(java.util.Date::toInstant))
        .one();
  }

  static void queue(Handle handle) {
    handle
        .createQuery("select pg_advisory_xact_lock(:lock)")
        .bind("lock", ONE_AT_A_TIME)
        .map((_, _) -> true)
        .one();
  }

  private static Optional<Digest> current(Handle handle, DeployedFile file) {
    return handle
        .createQuery(CURRENT)
        .bind("kind", WireName.of(file))
        .map((row, _) -> new Digest(row.getString("digest")))
        .findOne();
  }

  private static void insert(Handle handle, DeployedFile file, Digest digest) {
    handle
        .createUpdate(DEPLOY)
        .bind("kind", WireName.of(file))
        .bind("digest", digest.value())
        .execute();
  }

  private static List<Registered> registered(Handle handle) {
    return handle
        .createQuery(KEYS)
        .map((row, _) ->
            new Registered(
                row.getString("kid"),
                row.getString("purpose"),
                row.getString("fingerprint"),
                row.getBoolean("revoked")))
        .list();
  }

  private record Registered(String kid, String purpose, String fingerprint, boolean revoked) {}
}
