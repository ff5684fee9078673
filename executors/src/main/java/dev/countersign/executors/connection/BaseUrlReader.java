package dev.countersign.executors.connection;

import dev.countersign.json.JsonForm;
import java.util.Optional;

/// Reads which host a connection calls.
final class BaseUrlReader {
  private BaseUrlReader() {}

  static Optional<BaseUrl> read(JsonForm form, boolean allowPrivate) {
    return read(form, "base_url", allowPrivate);
  }

  /// @param key that names it
  static Optional<BaseUrl> read(JsonForm form, String key, boolean allowPrivate) {
    Optional<BaseUrl> url =
        form.parsed(
            key,
            text -> BaseUrl.parse(text).orElseThrow(IllegalArgumentException::new),
            "bad_base_url",
            "This must be https://host or https://host:port in lower case, without path, user or"
                + " odd address.");
    url.filter(u -> !u.isEncrypted() && !allowPrivate)
        .ifPresent(_ ->
            form.problem(
                key, "bad_base_url", "This must be https unless allow_private_addresses is true."));
    url.ifPresent(u ->
        ClosedAddress.report(
            form, key, u.host(), address -> AddressReach.of(address).isOpen(allowPrivate)));
    return url;
  }
}
