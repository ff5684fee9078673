package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Deliveries of a release that moved the due time of what was claimed, brought up to this one.
class MigrationOfClaimsTest {
  /// The last schema in which a claim moved the due time.
  private static final int MOVED_BY_CLAIMS = 74;

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @TempDir private Path folder;

  @Test
  void whatIsClaimedStaysSoUntilItsLeaseEndsAndWhatWasAskedStillCounts() throws Exception {
    postgres.asAdmin("drop database if exists before_claims");
    postgres.asAdmin("create database before_claims");
    DataSource earlier = EmbeddedServer.admin("before_claims");
    EarlierSchema.migrate(earlier, MOVED_BY_CLAIMS, folder);
    EarlierSchema.execute(
        earlier,
        """
        insert into delivery (request_id, kind, target, due_at, lease, attempts) values
          ('claimed', 'execute', '', now() + interval '1 minute', gen_random_uuid(), 1),
          ('of a dead worker', 'execute', '', now() - interval '1 minute', gen_random_uuid(), 1),
          ('due', 'execute', '', now() - interval '1 minute', null, 0),
          ('put off', 'execute', '', now() + interval '1 minute', null, 1);
        insert into asked (name, at, request_id) values
          ('agent bot', now(), 'one'), ('agent bot', now(), 'two');
        """);

    PostgresStore.migrate(earlier, EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD);

    assertThat(
            EarlierSchema.list(
                earlier,
                """
                select concat_ws(' ', request_id, due_at <= now(),
                         coalesce(leased_until, '-infinity') <= now(), leased_until = due_at)
                  from countersign.delivery
                 order by request_id
                """))
        .containsExactly("claimed f f t", "due t t", "of a dead worker t t t", "put off f t");
    assertThat(
            EarlierSchema.list(
                earlier, "select count(*) from countersign.asked where name = 'agent bot'"))
        .containsExactly("2");
  }
}
