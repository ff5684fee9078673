package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Engines that spread tables over servers refuse a statement that writes one table twice, or leave
/// open what it does.
class OneWriteOfATableTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/countersign/store");

  private static final Pattern WRITE =
      Pattern.compile("\\b(?:insert\\s+into|update|delete\\s+from)\\s+([a-z_]+)");

  /// `for update` locks, `do update` is the other half of an insert.
  private static final Pattern NO_WRITE = Pattern.compile("\\b(?:for|do)\\s+update\\b");

  @Test
  void noStatementWritesOneTableTwice() throws Exception {
    Map<String, Sql> statements = statements();

    assertThat(statements).hasSizeGreaterThan(60);
    statements.forEach(
        (name, sql) -> assertThat(written(sql.toString())).as(name).doesNotHaveDuplicates());
    // Every other statement of steps is a part of this one.
    Set<CommitPart> all = EnumSet.allOf(CommitPart.class);
    assertThat(written(CommitStatement.of(LockWait.BRIEF, all).sql().toString()))
        .containsExactlyInAnyOrder(
            "request",
            "audit_entry",
            "vote",
            "redemption",
            "exec_grant",
            "break_glass",
            "retrospective_mark",
            "posted_card",
            "delivery");
  }

  @Test
  void twoWritesOfOneTableAreSeen() {
    assertThat(
            written(
                """
                with a as (delete from delivery where kind = ? returning kind)
                insert into delivery (kind) select kind from a
                    on conflict (kind) do update set kind = excluded.kind
                """))
        .containsExactly("delivery", "delivery");
  }

  private static List<String> written(String sql) {
    List<String> tables = new ArrayList<>();
    Matcher write = WRITE.matcher(NO_WRITE.matcher(sql).replaceAll(""));
    while (write.find()) {
      tables.add(write.group(1));
    }
    return tables;
  }

  /// Every constant of this package that is a statement.
  private static Map<String, Sql> statements() throws IOException, ReflectiveOperationException {
    Map<String, Sql> statements = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> listed = Files.list(SOURCES)) {
      files = listed.filter(file -> !file.endsWith("package-info.java")).toList();
    }
    for (Path file : files) {
      String simple = file.getFileName().toString().replace(".java", "");
      for (Field field : Class.forName("dev.countersign.store." + simple).getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          Object value = field.get(null);
          String name = simple + "." + field.getName();
          if (value instanceof Sql sql) {
            statements.put(name, sql);
          }
        }
      }
    }
    return statements;
  }
}
