package dev.countersign.app.config;

import dev.countersign.secret.Secret;
import dev.countersign.store.StoreConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// The way to Postgres.
///
/// Decisions, agents and workers each have connections of their own, so that neither a flood of
/// proposals nor a pile of deliveries can make a click wait.
///
/// @param user the application's role, which owns nothing
/// @param importLogin who imports people and sets agents' keys; the application's own role when
///   empty
/// @param adminUser who may create roles and the schema; for `migrate` alone
/// @param acquire the longest wait for a connection
/// @param lock the longest wait for a row that somebody else is changing
/// @param statement the longest a statement may run
public record DatabaseConfig(
    String url,
    String user,
    Secret password,
    Optional<Login> importLogin,
    Optional<String> adminUser,
    Optional<Secret> adminPassword,
    int decisionConnections,
    int agentConnections,
    int workerConnections,
    Duration acquire,
    Duration lock,
    Duration statement) {
  static final String USER = "countersign";
  static final int CONNECTIONS = 8;

  private static final int MOST_CONNECTIONS = 200;
  private static final Pattern URL = Pattern.compile("jdbc:postgresql:[!-~]+");
  private static final Pattern CREDENTIAL_IN_URL =
      Pattern.compile("(?i)[?&](user|password|sslpassword)=|//[^/?]*@");

  static DatabaseConfig read(SettingsSection database) {
    DatabaseConfig config =
        new DatabaseConfig(
            database.required(
                "url",
                DatabaseConfig::url,
                "Such as jdbc:postgresql://host/name, without user or password."),
            database.text("user", USER),
            database.requiredSecret("password"),
            importLogin(database),
            database.text("admin_user"),
            database.secret("admin_password"),
            database.integer("decision_connections", CONNECTIONS, 1, MOST_CONNECTIONS),
            database.integer("agent_connections", CONNECTIONS, 1, MOST_CONNECTIONS),
            database.integer("worker_connections", CONNECTIONS, 1, MOST_CONNECTIONS),
            database.duration(
                "acquire_timeout",
                StoreConfig.DEFAULT_ACQUIRE,
                Duration.ofMillis(250),
                Duration.ofSeconds(30)),
            database.duration(
                "lock_timeout",
                StoreConfig.DEFAULT_LOCK,
                Duration.ofMillis(10),
                Duration.ofSeconds(30)),
            database.duration(
                "statement_timeout",
                StoreConfig.DEFAULT_STATEMENT,
                Duration.ofMillis(10),
                Duration.ofSeconds(60)));
    if (config.adminPassword.isPresent() && config.adminUser.isEmpty()) {
      database.problem("admin_password", "This goes with admin_user.");
    }
    if (config.statement.compareTo(config.lock) < 0) {
      database.problem(
          "statement_timeout", "A statement may run at least as long as lock_timeout.");
    }
    database.close();
    return config;
  }

  /// A role and its password.
  public record Login(String user, Secret password) {}

  private static Optional<Login> importLogin(SettingsSection database) {
    Optional<String> user = database.text("import_user");
    Optional<Secret> password = database.secret("import_password");
    if (user.isPresent() != password.isPresent()) {
      database.problem(
          user.isPresent() ? "import_password" : "import_user",
          "import_user and import_password are set together or not at all.");
    }
    return user.flatMap(name -> password.map(secret -> new Login(name, secret)));
  }

  /// How to connect for imports and agents' keys.
  public Login importer() {
    return importLogin.orElseGet(() -> new Login(user, password));
  }

  private static String url(String text) {
    if (!URL.matcher(text).matches() || CREDENTIAL_IN_URL.matcher(text).find()) {
      throw new IllegalArgumentException("not a plain JDBC address");
    }
    return text;
  }
}
