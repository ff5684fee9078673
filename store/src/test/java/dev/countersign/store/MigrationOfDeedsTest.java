package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Proposals of a release that did not keep what a deed is about, brought up to this one.
class MigrationOfDeedsTest {
  /// The last schema without it.
  private static final int DEEDS_ALONE = 34;

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @TempDir private Path folder;

  @Test
  void whatWasProposedBeforeSaysNothingOfItAndWhatIsProposedAfterwardsHasNone() throws Exception {
    postgres.asAdmin("drop database if exists before_objects");
    postgres.asAdmin("create database before_objects");
    DataSource earlier = EmbeddedServer.admin("before_objects");
    EarlierSchema.migrate(earlier, DEEDS_ALONE, folder);
    EarlierSchema.execute(earlier, proposed("before"));

    PostgresStore.migrate(earlier, EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD);
    EarlierSchema.execute(earlier, proposed("today"));

    assertThat(
            EarlierSchema.list(
                earlier,
                "select concat_ws(' ', id, quote_nullable(deed_object)) from countersign.proposal"
                    + " order by id"))
        .containsExactly("before ''", "today NULL");
  }

  private static String proposed(String id) {
    return "insert into proposal (id, agent, owner, action, context, ruling, deed, conflicted, created_at)"
        + " values ('%s', 'bot', 'olga', convert_to(repeat('{}', 40), 'UTF8'), '', '', 'Refund', '{}', now())"
            .formatted(id);
  }
}
