package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.DatabaseConfig;
import dev.countersign.secret.Secret;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.StoreConfig;
import dev.countersign.store.StoreConfig.RoleLogin;
import java.util.concurrent.Callable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "migrate",
    description = "Brings the database up to date, as database.admin_user.",
    mixinStandardHelpOptions = true)
final class MigrateCommand extends Printing implements Callable<Integer> {
  private static final int CONNECT_SECONDS = 5;

  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Override
  public Integer call() {
    Configuration settings = configuration.read();
    DatabaseConfig database = settings.database();
    DatabaseConfig.Login importer = database.importer();
    PostgresStore.migrate(
        admin(database),
        new StoreConfig(
            database.url(),
            database.user(),
            database.password().reveal(),
            1,
            database.acquire(),
            database.lock(),
            database.statement()),
        new RoleLogin(importer.user(), importer.password().reveal()));
    out().println("The database is up to date.");
    return ExitCode.OK;
  }

  private static PGSimpleDataSource admin(DatabaseConfig database) {
    PGSimpleDataSource admin = new PGSimpleDataSource();
    admin.setUrl(database.url());
    admin.setUser(
        database
            .adminUser()
            .orElseThrow(() -> CheckFailedException.usage("migrate needs database.admin_user.")));
    database.adminPassword().map(Secret::reveal).ifPresent(admin::setPassword);
    admin.setConnectTimeout(CONNECT_SECONDS);
    admin.setLoginTimeout(CONNECT_SECONDS);
    return admin;
  }
}
