package dev.countersign.store;

import java.time.Duration;

/// How to reach the database and how long anything there may take.
///
/// @param url `jdbc:postgresql://…`
/// @param user the application's role; owns nothing
/// @param connections the size of the pool, 1..200
/// @param acquire the longest wait for a connection, at least 250 ms
/// @param lock the longest wait for a row that somebody else is changing
/// @param statement the longest a statement may run, waits for locks included
public record StoreConfig(
    String url,
    String user,
    String password,
    int connections,
    Duration acquire,
    Duration lock,
    Duration statement) {
  public static final int DEFAULT_CONNECTIONS = 16;
  public static final Duration DEFAULT_ACQUIRE = Duration.ofSeconds(2);
  public static final Duration DEFAULT_LOCK = Duration.ofSeconds(2);
  public static final Duration DEFAULT_STATEMENT = Duration.ofSeconds(5);

  private static final int MOST_CONNECTIONS = 200;
  private static final Duration SHORTEST_ACQUIRE = Duration.ofMillis(250);

  public StoreConfig {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException("the store's url starts with jdbc:postgresql:");
    }
    if (connections < 1 || connections > MOST_CONNECTIONS) {
      throw new IllegalArgumentException("the store has 1 to " + MOST_CONNECTIONS + " connections");
    }
    if (acquire.compareTo(SHORTEST_ACQUIRE) < 0) {
      throw new IllegalArgumentException("a connection is waited for at least 250 ms");
    }
    if (lock.toMillis() < 1 || statement.compareTo(lock) < 0) {
      throw new IllegalArgumentException("a statement may run at least as long as it may wait");
    }
  }

  public static StoreConfig of(String url, String user, String password) {
    return new StoreConfig(
        url, user, password, DEFAULT_CONNECTIONS, DEFAULT_ACQUIRE, DEFAULT_LOCK, DEFAULT_STATEMENT);
  }

  /// A role that logs in, as `migrate` makes it.
  ///
  /// @param name lower-case letters, digits and underscores
  /// @param password set for the role; never sent as it is
  public record RoleLogin(String name, String password) {
    @Override
    public String toString() {
      return "RoleLogin[" + name + "]";
    }
  }

  @Override
  public String toString() {
    return "StoreConfig[" + user + ", " + connections + " connections]";
  }
}
