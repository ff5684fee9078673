package dev.countersign.executors.sending;

import dev.countersign.executors.connection.AddressReach;
import dev.countersign.executors.connection.HttpConnection;
import dev.countersign.executors.connection.SmtpConnection;
import dev.countersign.executors.connection.SqlConnection;
import java.net.InetAddress;
import java.util.function.Predicate;

/// Where a connection leads.
///
/// @param host canonical: a lower-case name, a dotted quad, or a literal in brackets
/// @param port 1..65535
/// @param open which addresses may be connected to; the host has no other
public record Destination(String host, int port, Predicate<InetAddress> open) {

  public static Destination of(HttpConnection http) {
    return new Destination(
        http.baseUrl().host(),
        http.baseUrl().port(),
        address -> AddressReach.of(address).isOpen(http.allowPrivateAddresses()));
  }

  public static Destination of(SmtpConnection smtp) {
    return new Destination(smtp.host(), smtp.port(), smtp::reaches);
  }

  public static Destination of(SqlConnection sql) {
    return new Destination(sql.host(), sql.port(), sql::reaches);
  }
}
