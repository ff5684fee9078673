package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.json.JsonForm;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads how a connection gets to its host.
///
/// ```yaml
/// allow_private_addresses: true          # optional
/// ca: /etc/countersign/corporate-ca.pem  # optional, with TLS
/// proxy: proxy.example.com:3128          # optional, of http with TLS
/// proxy_credential: env:PROXY_USER       # optional, user:password
/// ```
final class NetworkAccessReader {
  private static final Pattern HOST_AND_PORT = Pattern.compile("[^/]{1,260}:[0-9]{1,5}");

  private NetworkAccessReader() {}

  static boolean allowsPrivate(JsonForm form) {
    return form.bool("allow_private_addresses").orElse(false);
  }

  /// Of a connection that goes straight to its host.
  ///
  /// @param allowsPrivate as of [#allowsPrivate]
  static NetworkAccess direct(JsonForm form, boolean allowsPrivate, boolean encrypted) {
    return new NetworkAccess(allowsPrivate, authorities(form, encrypted), Optional.empty());
  }

  /// Of one that may have a proxy.
  static NetworkAccess read(JsonForm form, boolean allowsPrivate, boolean encrypted) {
    return new NetworkAccess(allowsPrivate, authorities(form, encrypted), proxy(form, encrypted));
  }

  private static Optional<Path> authorities(JsonForm form, boolean encrypted) {
    Optional<Path> file =
        form.parsed(
            "ca",
            NetworkAccessReader::absolute,
            "bad_path",
            "This must be the absolute path of a file of certificates in PEM.");
    if (file.isPresent() && !encrypted) {
      form.problem("ca", "not_encrypted", "Without TLS no certificate is asked for.");
    }
    return file;
  }

  private static Path absolute(String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e);
    }
    throw new IllegalArgumentException("not absolute");
  }

  private static Optional<EgressProxy> proxy(JsonForm form, boolean encrypted) {
    Optional<CredentialReference> credential = CredentialReader.read(form, "proxy_credential");
    if (form.has("proxy_credential")) {
      form.require("proxy");
    }
    Optional<BaseUrl> at =
        form.parsed(
            "proxy",
            text ->
                Optional.of(text)
                    .filter(it -> HOST_AND_PORT.matcher(it).matches())
                    .flatMap(it -> BaseUrl.parse("http://" + it))
                    .orElseThrow(IllegalArgumentException::new),
            "bad_proxy",
            "This must be host:port in lower case, without a scheme, path, user or odd address.");
    if (at.isPresent() && !encrypted) {
      form.problem("proxy", "not_encrypted", "Only what is https goes through a proxy.");
    }
    at.ifPresent(it ->
        ClosedAddress.report(
            form, "proxy", it.host(), address -> AddressReach.of(address).isOpen(true)));
    return at.map(it -> new EgressProxy(it.host(), it.port(), credential));
  }
}
