package dev.countersign.executors.connection;

import dev.countersign.executors.wire.HostText;
import dev.countersign.json.JsonForm;
import java.net.InetAddress;
import java.util.function.Predicate;

/// Where a file spells an address out, it is known at once that nothing is ever sent there.
final class ClosedAddress {
  private ClosedAddress() {}

  /// @param host canonical
  /// @param open which addresses may be connected to
  static void report(JsonForm form, String member, String host, Predicate<InetAddress> open) {
    HostText.literal(host)
        .filter(open.negate())
        .ifPresent(_ ->
            form.problem(
                member,
                "closed_address",
                "This address is not connected to; private ones need allow_private_addresses, and"
                    + " mail and databases without TLS are on this machine alone."));
  }
}
