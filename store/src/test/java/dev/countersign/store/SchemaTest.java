package dev.countersign.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Compares the migrated schema with `schema.golden.txt`, so that every change of it is seen in
/// review. After a wanted change run this test once with `-Dschema.golden.write=true`.
class SchemaTest {
  private static final Path GOLDEN = Path.of("src/test/resources/schema.golden.txt");

  /// One line per thing, in an order that does not depend on when it was made.
  private static final String DUMP =
      """
      select line from (
        select 1 as part, c.relname as owner, lpad(a.attnum::text, 3, '0') as name,
               format('column %s.%s %s%s%s%s', c.relname, a.attname,
                 format_type(a.atttypid, a.atttypmod),
                 case when co.collname <> 'default' then ' collate ' || co.collname else '' end,
                 case when a.attnotnull then ' not null' else '' end,
                 case when d.adbin is null then ''
                      when a.attgenerated = 's' then ' stored ' || pg_get_expr(d.adbin, d.adrelid)
                      else ' default ' || pg_get_expr(d.adbin, d.adrelid) end) as line
          from pg_attribute a
          join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
          left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
          left join pg_collation co on co.oid = a.attcollation
         where c.relnamespace = 'countersign'::regnamespace and a.attnum > 0
           and not a.attisdropped
        union all
        select 0, c.relname, '',
               format('table %s owner %s%s', c.relname, pg_get_userbyid(c.relowner),
                 coalesce(' with ' || array_to_string(c.reloptions, ','), ''))
          from pg_class c
         where c.relnamespace = 'countersign'::regnamespace and c.relkind = 'r'
        union all
        select 2, r.relname, c.conname,
               format('constraint %s.%s %s', r.relname, c.conname, pg_get_constraintdef(c.oid))
          from pg_constraint c join pg_class r on r.oid = c.conrelid
         where c.connamespace = 'countersign'::regnamespace and c.contype <> 'n'
        union all
        select 3, tablename, indexname, indexdef from pg_indexes where schemaname = 'countersign'
        union all
        select 4, c.relname, t.tgname,
               format('%s enabled %s', pg_get_triggerdef(t.oid), t.tgenabled)
          from pg_trigger t join pg_class c on c.oid = t.tgrelid
         where c.relnamespace = 'countersign'::regnamespace and not t.tgisinternal
        union all
        select 5, table_name, grantee,
               format('grant %s on %s to %s',
                 string_agg(privilege_type, ', ' order by privilege_type), table_name, grantee)
          from information_schema.role_table_grants
         where table_schema = 'countersign' and grantee <> 'countersign_owner'
         group by table_name, grantee
        union all
        select 5, table_name, grantee || ' columns',
               format('grant %s (%s) on %s to %s', privilege_type,
                 string_agg(column_name, ', ' order by column_name collate "C"), table_name, grantee)
          from information_schema.role_column_grants g
         where table_schema = 'countersign' and grantee <> 'countersign_owner'
           and not exists (select from information_schema.role_table_grants t
                            where t.table_schema = g.table_schema and t.table_name = g.table_name
                              and t.grantee = g.grantee and t.privilege_type = g.privilege_type)
         group by table_name, grantee, privilege_type
        union all
        select 6, p.proname, '', pg_get_functiondef(p.oid)
          from pg_proc p where p.pronamespace = 'countersign'::regnamespace
      ) lines
      where owner <> 'flyway_schema_history'
      order by owner collate "C", part, name collate "C", line collate "C"
      """;

  @RegisterExtension
  static final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void theSchemaIsTheOneThatWasReviewed() throws Exception {
    String dump = dump();
    if (Boolean.getBoolean("schema.golden.write")) {
      Files.writeString(GOLDEN, dump, UTF_8);
    }

    assertThat(dump).isEqualTo(golden());
  }

  @Test
  void migratingOnceMoreChangesNothing() throws Exception {
    String before = dump();

    assertThatCode(() ->
            PostgresStore.migrate(
                postgres.admin(), EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD))
        .doesNotThrowAnyException();

    assertThat(dump()).isEqualTo(before);
  }

  private static String dump() throws SQLException {
    StringJoiner lines = new StringJoiner("\n", "", "\n");
    try (Connection connection = postgres.admin().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(DUMP)) {
      while (rows.next()) {
        lines.add(rows.getString(1).strip());
      }
    }
    return lines.toString();
  }

  private static String golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SchemaTest.class.getResourceAsStream("/schema.golden.txt"))) {
      String classpath = new String(in.readAllBytes(), UTF_8);
      return Boolean.getBoolean("schema.golden.write")
          ? Files.readString(GOLDEN, UTF_8)
          : classpath;
    }
  }
}
