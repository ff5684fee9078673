package dev.countersign.store;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Why the database does not let us in, each cause in a sentence of its own for whoever runs the
/// gate: what is wrong, and what to do about it.
///
/// The causes are told apart by SQLSTATE, by the place in the server that reports them and by the
/// exception below, never by a translated message alone.
///
/// @param code stable, for tests and logs
/// @param sentence without a full stop; names host, port, role and database, never a password
record DatabaseFault(Code code, String sentence) {
  private static final int LONGEST_QUOTE = 200;

  enum Code {
    HOST_UNKNOWN,
    PORT_CLOSED,
    NO_ANSWER,
    PASSWORD_REFUSED,
    ROLE_UNKNOWN,
    ROLE_MAY_NOT_LOG_IN,
    NOT_LET_IN,
    DATABASE_UNKNOWN,
    DATABASE_CLOSED_TO_ROLE,
    TOO_MANY_CONNECTIONS,
    STARTING_OR_STOPPING,
    NO_PRIMARY,
    NO_TLS,
    TLS_NOT_TRUSTED,
    TLS_FILE,
    POOLER_PARAMETER,
    POOLER_REFUSES,
    OTHER
  }

  static DatabaseFault of(SQLException error, String url, String role) {
    return new Reader(error, url, role).read();
  }

  private static final class Reader {
    private final SQLException error;
    private final String state;
    private final String role;
    private final String place;
    private final String database;

    Reader(SQLException error, String url, String role) {
      this.error = error;
      this.state = Optional.ofNullable(error.getSQLState()).orElse("");
      this.role = role;
      Properties parts = Optional.ofNullable(Driver.parseURL(url, null)).orElseGet(Properties::new);
      String hosts = parts.getProperty(PGProperty.PG_HOST.getName(), "localhost");
      String ports = parts.getProperty(PGProperty.PG_PORT.getName(), "5432");
      this.place = hosts.contains(",") ? "one of " + hosts : hosts + ":" + ports;
      this.database = parts.getProperty(PGProperty.PG_DBNAME.getName(), role);
    }

    DatabaseFault read() {
      if (caused(UnknownHostException.class)) {
        return fault(
            Code.HOST_UNKNOWN, "no host of database.url is known by name (%s); correct it", place);
      }
      if (caused(FileNotFoundException.class) || caused(NoSuchFileException.class)) {
        return fault(
            Code.TLS_FILE,
            "a certificate file that database.url names (sslrootcert, sslcert, sslkey) is missing"
                + " or cannot be read");
      }
      if (caused(SSLException.class) || caused(GeneralSecurityException.class)) {
        return fault(
            Code.TLS_NOT_TRUSTED,
            "the certificate of %s is not trusted, or TLS could not be agreed on; give its issuer"
                + " as sslrootcert in database.url, and the host by the name in the certificate",
            place);
      }
      return switch (state) {
        case "28P01" ->
            fault(
                Code.PASSWORD_REFUSED,
                "%s refuses the password of role %s, or has no such role; correct the user or the"
                    + " password, or run countersign migrate, which makes the role and sets its"
                    + " password",
                place,
                role);
        case "28000" -> notAuthorized();
        case "3D000" ->
            fault(
                Code.DATABASE_UNKNOWN,
                "%s has no database %s; create it, or correct database.url",
                place,
                database);
        case "42501" ->
            fault(
                Code.DATABASE_CLOSED_TO_ROLE,
                "role %s may not connect to database %s; grant connect on the database to it",
                role,
                database);
        case "53300" ->
            fault(
                Code.TOO_MANY_CONNECTIONS,
                "%s has no connection left; each gate takes the sum of"
                    + " database.decision_connections, agent_connections and worker_connections:"
                    + " lower them, or raise max_connections, or the role's connection limit",
                place);
        case "57P01", "57P02", "57P03" ->
            fault(
                Code.STARTING_OR_STOPPING,
                "%s is starting, stopping or recovering; try again when it is up",
                place);
        case "08P01" -> pooler();
        case "08004" -> rejected();
        case "08001", "08006", "08003" -> unreached();
        default -> other();
      };
    }

    private DatabaseFault notAuthorized() {
      return switch (routine()) {
        case "InitializeSessionUserId" ->
            fault(
                message().contains("\"" + role + "\"") && !message().contains("log in")
                    ? Code.ROLE_UNKNOWN
                    : Code.ROLE_MAY_NOT_LOG_IN,
                "role %s does not exist in %s, or may not log in; run countersign migrate, or"
                    + " correct database.user",
                role,
                place);
        default ->
            fault(
                Code.NOT_LET_IN,
                "%s does not let role %s into database %s from this machine, or only with TLS; look"
                    + " at its pg_hba.conf, or put sslmode=require into database.url",
                place,
                role,
                database);
      };
    }

    /// Postgres itself uses this state only for a client that breaks the protocol.
    private DatabaseFault pooler() {
      String said = message();
      if (said.contains("startup parameter")) {
        String parameter = said.substring(said.lastIndexOf(':') + 1).strip();
        return fault(
            Code.POOLER_PARAMETER,
            "the pooler at %s refuses the startup parameter %s; add it to ignore_startup_parameters"
                + " of PgBouncer",
            place,
            parameter);
      }
      if (said.contains("max_client_conn") || said.contains("too many")) {
        return fault(
            Code.TOO_MANY_CONNECTIONS,
            "the pooler at %s has no connection left; raise max_client_conn there, or lower"
                + " database.decision_connections, agent_connections and worker_connections",
            place);
      }
      if (said.contains("no such database")) {
        return fault(
            Code.DATABASE_UNKNOWN,
            "the pooler at %s knows no database %s; add it there, or correct database.url",
            place,
            database);
      }
      if (said.contains("no such user") || said.contains("authentication failed")) {
        return fault(
            Code.PASSWORD_REFUSED,
            "the pooler at %s does not know role %s or refuses its password; add it to auth_file,"
                + " or correct database.user and database.password",
            place,
            role);
      }
      if (said.contains("SSL required")) {
        return fault(
            Code.NO_TLS,
            "the pooler at %s wants TLS; put sslmode=require into database.url",
            place);
      }
      return fault(
          Code.POOLER_REFUSES,
          "what answers at %s is a pooler that cannot serve us, or no Postgres; it says: %s",
          place,
          quoted(said));
    }

    private DatabaseFault rejected() {
      if (GT.tr("The server does not support SSL.").equals(error.getMessage())) {
        return fault(
            Code.NO_TLS,
            "%s offers no TLS but database.url asks for it; turn ssl on at the server",
            place);
      }
      return fault(
          Code.PASSWORD_REFUSED,
          "%s asks for another way to sign in than a password, or none was given; look at"
              + " database.password and at the server's pg_hba.conf",
          place);
    }

    private DatabaseFault unreached() {
      if (error.getMessage() != null && error.getMessage().contains("targetServerType")) {
        return noPrimary();
      }
      if (caused(SocketTimeoutException.class) || caused(NoRouteToHostException.class)) {
        return fault(
            Code.NO_ANSWER,
            "%s does not answer in time; look at the address, the firewall and the network",
            place);
      }
      if (caused(ConnectException.class)) {
        return fault(
            Code.PORT_CLOSED,
            "nothing listens at %s; start the database, or correct host and port in database.url",
            place);
      }
      if (message().isEmpty() && error.getCause() == null) {
        return fault(
            Code.NO_ANSWER,
            "%s could not be used with these settings; look at host, port and TLS in database.url",
            place);
      }
      return other();
    }

    private DatabaseFault noPrimary() {
      return fault(
          Code.NO_PRIMARY, "%s has no primary that can be written to; look at the cluster", place);
    }

    private DatabaseFault other() {
      return fault(
          Code.OTHER,
          "%s did not accept the connection (SQLSTATE %s%s); look at its log",
          place,
          state.isEmpty() ? "none" : state,
          message().isEmpty() ? "" : ": " + quoted(message()));
    }

    private static DatabaseFault fault(Code code, String sentence, Object... parts) {
      return new DatabaseFault(code, sentence.formatted(parts));
    }

    private boolean caused(Class<? extends Throwable> kind) {
      for (Throwable cause = error; cause != null; cause = cause.getCause()) {
        if (kind.isInstance(cause)) {
          return true;
        }
      }
      return false;
    }

    /// What the server or the pooler said itself; empty when the driver failed before.
    private String message() {
      return server()
          .map(ServerErrorMessage::getMessage)
          .or(() -> Optional.ofNullable(state.equals("08P01") ? error.getMessage() : null))
          .orElse("");
    }

    private String routine() {
      return server().map(ServerErrorMessage::getRoutine).orElse("");
    }

    private Optional<ServerErrorMessage> server() {
      @Nullable ServerErrorMessage said =
          error instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
      return Optional.ofNullable(said);
    }

    private static String quoted(String said) {
      String line = said.replaceAll("\\p{Cntrl}+", " ").strip();
      return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
    }
  }
}
