package dev.countersign.app.http;

import dev.countersign.people.Directory;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Keys whose public part stands in the directory and whose secret is stored as a hash.
public final class StoredAgentKeys implements AgentAuthenticator {
  /// Compared with when there is nothing to compare with; no SHA-256 of a secret is known to be
  /// this.
  private static final byte[] NO_HASH = new byte[32];

  private final Directory directory;
  private final Function<String, Optional<StoredKey>> stored;
  private final Optional<KnownSecrets> known;

  /// @param stored by the public part of a key
  public StoredAgentKeys(Directory directory, Function<String, Optional<StoredKey>> stored) {
    this(directory, stored, Optional.empty());
  }

  /// @param allHashes of every key that has one; asked now and then, where wrong keys flood
  public StoredAgentKeys(
      Directory directory,
      Function<String, Optional<StoredKey>> stored,
      Supplier<? extends Collection<byte[]>> allHashes) {
    this(directory, stored, Optional.of(new KnownSecrets(allHashes, System::nanoTime)));
  }

  private StoredAgentKeys(
      Directory directory,
      Function<String, Optional<StoredKey>> stored,
      Optional<KnownSecrets> known) {
    this.directory = directory;
    this.stored = stored;
    this.known = known;
  }

  @Override
  public Optional<AuthenticatedAgent> authenticate(String bearer) {
    return ApiKey.parse(bearer).flatMap(this::authenticate);
  }

  @Override
  public boolean mayBeGenuine(String bearer) {
    return ApiKey.parse(bearer)
        .filter(key -> known.map(secrets -> secrets.mayHave(key)).orElse(true))
        .isPresent();
  }

  private Optional<AuthenticatedAgent> authenticate(ApiKey key, StoredKey genuine) {
    return directory
        .asOf(genuine.imported())
        .agentByKey(key.id())
        .map(agent -> new AuthenticatedAgent(agent, genuine.scopes()));
  }

  /// Does the same work for an unknown key as for a wrong one.
  private Optional<AuthenticatedAgent> authenticate(ApiKey key) {
    Optional<StoredKey> found = stored.apply(key.id());
    boolean genuine =
        MessageDigest.isEqual(found.map(StoredKey::secretHash).orElse(NO_HASH), key.secretHash());
    return found.filter(_ -> genuine).flatMap(known -> authenticate(key, known));
  }
}
