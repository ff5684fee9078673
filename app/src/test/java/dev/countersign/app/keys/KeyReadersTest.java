package dev.countersign.app.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Judged by who else can read, not by the owner: a platform's secret may belong to somebody else.
class KeyReadersTest {
  private static final Path FILE = Path.of("/run/secrets/keys.json");
  private static final int OUR_GROUP = 2000;
  private static final int FOREIGN_GROUP = 50;

  @ParameterizedTest
  @CsvSource({
    "r--------, 50",
    "rw-------, 50",
    "rwx------, 50",
    "r--r-----, 2000",
    "rw-r-----, 2000",
    "r--r-----, 1000",
    "r-xr-x---, 2000",
    "---r-----, 2000"
  })
  void whatNobodyElseReadsIsFine(String permissions, int group) {
    assertThat(readers(permissions, group).tooMany(FILE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "r--r--r--, 2000, everybody",
    "rw----r--, 50, everybody",
    "rw-----w-, 50, everybody",
    "rw-r-----, 50, not in",
    "r--r-----, 50, not in",
    "rw--w----, 2000, replaced",
    "rw-rw----, 2000, replaced"
  })
  void whatSomebodyElseReadsOrReplacesIsRefused(String permissions, int group, String words) {
    assertThat(readers(permissions, group).tooMany(FILE))
        .hasValueSatisfying(why -> assertThat(why).contains(words, "chmod", FILE.toString()));
  }

  private static KeyReaders readers(String permissions, int group) {
    assertThat(group).isIn(OUR_GROUP, 1000, FOREIGN_GROUP);
    return new KeyReaders(
        group, PosixFilePermissions.fromString(permissions), Set.of(1000, OUR_GROUP));
  }
}
