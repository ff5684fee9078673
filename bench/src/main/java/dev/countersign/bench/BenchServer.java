package dev.countersign.bench;

import dev.countersign.app.cli.CheckFailedException;
import dev.countersign.app.config.DatabaseConfig;
import dev.countersign.secret.Secret;
import java.util.OptionalLong;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/// A Postgres server and somebody who may create databases and roles there.
///
/// @param url `jdbc:postgresql://host/name…`: any database of that server
/// @param postmaster its first process, where it runs on this machine and for this bench alone
public record BenchServer(String url, String user, String password, OptionalLong postmaster) {
  private static final int CONNECT_SECONDS = 5;

  /// The one of the settings.
  ///
  /// @throws CheckFailedException when they name nobody who may create databases
  static BenchServer of(DatabaseConfig database) {
    return new BenchServer(
        database.url(),
        database
            .adminUser()
            .orElseThrow(() -> CheckFailedException.usage("bench needs database.admin_user.")),
        database.adminPassword().map(Secret::reveal).orElse(""),
        OptionalLong.empty());
  }

  /// The same server and parameters, another database.
  String urlOf(String database) {
    int name = url.indexOf('/', "jdbc:postgresql://".length());
    int parameters = url.indexOf('?');
    if (Driver.parseURL(url, new Properties()) == null || name < 0) {
      throw new IllegalArgumentException("the bench needs a url of jdbc:postgresql://host/name");
    }
    return url.substring(0, name + 1)
        + database
        + (parameters < 0 ? "" : url.substring(parameters));
  }

  DataSource admin(String url) {
    PGSimpleDataSource admin = new PGSimpleDataSource();
    admin.setUrl(url);
    admin.setUser(user);
    admin.setPassword(password);
    admin.setConnectTimeout(CONNECT_SECONDS);
    admin.setLoginTimeout(CONNECT_SECONDS);
    return admin;
  }

  @Override
  public String toString() {
    return "BenchServer[" + user + "]";
  }
}
