package dev.countersign.executors.sending;

import dev.countersign.executors.connection.AddressReach;
import dev.countersign.executors.connection.BaseUrl;
import dev.countersign.executors.connection.ChatConnection;
import dev.countersign.executors.connection.HttpConnection;
import dev.countersign.executors.connection.NetworkAccess;
import dev.countersign.executors.connection.SmtpConnection;
import dev.countersign.executors.connection.SqlDatabase;
import dev.countersign.executors.connection.TeamsConnection;
import java.net.InetAddress;
import java.util.function.Predicate;

/// Where a connection leads.
///
/// @param host canonical: a lower-case name, a dotted quad, or a literal in brackets
/// @param port 1..65535
/// @param open which addresses may be connected to; the host has no other. Behind a proxy it is the
///   proxy that looks it up
/// @param network how to get there
public record Destination(
    String host, int port, Predicate<InetAddress> open, NetworkAccess network) {

  public static Destination of(HttpConnection http) {
    return of(http.baseUrl(), http.network());
  }

  public static Destination of(SmtpConnection smtp) {
    return new Destination(smtp.host(), smtp.port(), smtp::reaches, smtp.network());
  }

  public static Destination of(ChatConnection chat) {
    return of(chat.baseUrl(), chat.network());
  }

  /// Where the app of a connection gets its token.
  public static Destination ofLogin(TeamsConnection teams) {
    return of(teams.loginUrl(), teams.network());
  }

  private static Destination of(BaseUrl url, NetworkAccess network) {
    return new Destination(
        url.host(),
        url.port(),
        address -> AddressReach.of(address).isOpen(network.privateAddresses()),
        network);
  }

  public static Destination of(SqlDatabase.Server server, NetworkAccess network) {
    return new Destination(
        server.host(), server.port(), address -> server.reaches(address, network), network);
  }
}
