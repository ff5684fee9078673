package dev.countersign.executors.connection;

import dev.countersign.executors.wire.HeaderText;
import dev.countersign.executors.wire.HostText;
import dev.countersign.json.JsonForm;
import java.util.Optional;

/// Reads which server a connection goes to and who signs in there.
final class ServerReader {
  static final int MAX_PORT = 65_535;
  static final int MAX_USER_CHARS = 254;

  private ServerReader() {}

  /// Of a connection without TLS: to this machine alone, where that may be reached at all.
  static void checkPlain(JsonForm form, boolean encrypted, boolean allowPrivate) {
    if (!encrypted && !allowPrivate) {
      form.problem(
          "tls",
          "closed_address",
          "Without TLS only this machine is connected to, which needs allow_private_addresses.");
    }
  }

  static Optional<String> host(JsonForm form, boolean encrypted, boolean allowPrivate) {
    Optional<String> host =
        form.parsed(
            "host",
            text -> SoundText.required(text, HostText::isCanonical),
            "bad_host",
            "This must be the name of the server in lower case, or its address; of IPv6 in"
                + " brackets.");
    host.ifPresent(text ->
        ClosedAddress.report(
            form, "host", text, address -> AddressReach.reaches(address, encrypted, allowPrivate)));
    return host;
  }

  static Optional<Integer> port(JsonForm form) {
    return form.integer("port", 1, MAX_PORT);
  }

  static Optional<String> user(JsonForm form) {
    return form.parsed(
        "user",
        text ->
            SoundText.required(text, it -> HeaderText.isValue(it) && it.length() <= MAX_USER_CHARS),
        "bad_name",
        "This must be the name to sign in with, in printable ASCII.");
  }
}
