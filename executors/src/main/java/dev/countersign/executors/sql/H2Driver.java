package dev.countersign.executors.sql;

import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.h2.Driver;

/// H2's, within this process. It opens what is there and makes nothing, and no setting of its URL
/// is anybody's but ours. A file of H2 can have triggers in it, which run as the gate does: so
/// whoever else may write the file or its folder has it refused.
record H2Driver(SqlConnection connection, Path file) implements SqlDriver {
  private static final String SETTINGS = ";IFEXISTS=TRUE;DB_CLOSE_ON_EXIT=FALSE";

  private static final Set<PosixFilePermission> OTHERS_WRITE =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  @Override
  public Connection open(Optional<Secret> password) throws SQLException, NotSent {
    Path data = file.resolveSibling(file.getFileName() + ".mv.db");
    if (!Files.isRegularFile(data)) {
      throw new NotSent("connect_failed");
    }
    if (!isPrivate(data)) {
      throw new NotSent("file_not_private");
    }
    var properties = new Properties();
    properties.setProperty("user", connection.user());
    properties.setProperty("password", password.map(Secret::reveal).orElse(""));
    Connection open = new Driver().connect("jdbc:h2:file:" + file + SETTINGS, properties);
    if (open == null) {
      throw new IllegalStateException("the driver does not know its own URL");
    }
    return open;
  }

  private static boolean isPrivate(Path data) {
    try {
      Path real = data.toRealPath();
      return Stream.of(real, real.resolveSibling(".").normalize())
          .allMatch(H2Driver::isWrittenByItsOwnerAlone);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isWrittenByItsOwnerAlone(Path path) {
    try {
      return Files.getPosixFilePermissions(path).stream().noneMatch(OTHERS_WRITE::contains);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /// Whatever goes wrong in it is its answer: there is no wire.
  @Override
  public Optional<Answer> answer(SQLException fault) {
    int number = fault.getErrorCode();
    String code = refusal(number, Optional.ofNullable(fault.getSQLState()).orElse(""));
    return Optional.of(
        new Answer(
            "error " + number,
            code,
            code.equals("constraint_violated") || code.equals("record_locked")));
  }

  private static String refusal(int number, String state) {
    return switch (number) {
      case 90020, 90146 -> "connect_failed"; // another process has it open; or there is none
      case 90096 -> "permission_denied";
      case 40001, 50200, 57014, 90131 -> "record_locked";
      case 28000 -> "sign_in_refused";
      default ->
          state.startsWith("22")
              ? "value_refused"
              : state.startsWith("23") ? "constraint_violated" : "target_refused";
    };
  }

  @Override
  public Optional<String> notSignedIn(SQLException fault) {
    return Optional.empty();
  }
}
