package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.wire.HeaderText;
import dev.countersign.executors.wire.HostText;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.proposal.HeaderRules;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a connection of `kind: http`.
final class HttpConnectionReader {
  static final int MAX_ALLOWED_CALLS = 200;
  static final int MAX_ALLOWED_NAMES = 100;

  private HttpConnectionReader() {}

  /// Empty when something was refused; the mistakes are with `body` then.
  static Optional<Connection> read(String name, Members body) {
    boolean allowPrivate = body.bool("allow_private_addresses").orElse(false);
    Optional<BaseUrl> baseUrl = baseUrl(body, allowPrivate);
    List<AllowedCall> allow = allow(body);
    Optional<CredentialReference> credential =
        body.parsed("credential", CredentialReference::parse, "env:NAME or file:PATH");
    Optional<Limits> limits =
        body.has("limits")
            ? body.object("limits").flatMap(LimitsReader::read)
            : Optional.of(Limits.DEFAULT);
    Optional<String> idempotencyHeader =
        body.parsed(
            "idempotency_header",
            text -> Optional.of(text).filter(HttpConnectionReader::isFreeHeader),
            "a header name that nothing else uses");
    var names = new AllowedNames(headers(body, idempotencyHeader), query(body));
    body.refuseMissing("base_url");
    body.refuseMissing("allow");
    body.refuseOthers();
    if (baseUrl.isEmpty() || limits.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HttpConnection(
            name,
            baseUrl.get(),
            allow,
            names,
            credential,
            limits.get(),
            idempotencyHeader,
            allowPrivate));
  }

  private static Set<String> headers(Members body, Optional<String> idempotencyHeader) {
    return body.texts(
        "headers",
        MAX_ALLOWED_NAMES,
        name ->
            isFreeHeader(name)
                && !HeaderRules.isCredential(name)
                && !AllowedNames.overridesMethod(name)
                && idempotencyHeader.filter(name::equalsIgnoreCase).isEmpty(),
        "is no header that an agent may set: a name of letters, digits and hyphens, which neither"
            + " frames the request, nor routes it, nor carries a credential, nor replaces the"
            + " method, and which the gate does not set itself");
  }

  private static Set<String> query(Members body) {
    return body.texts(
        "query",
        MAX_ALLOWED_NAMES,
        name -> AllowedNames.isParameter(name) && !AllowedNames.overridesMethod(name),
        "is no parameter that an agent may set: a name as it is sent, decoded, such as limit,"
            + " expand[] or filter[status], which does not replace the method");
  }

  private static Optional<BaseUrl> baseUrl(Members body, boolean allowPrivate) {
    Optional<BaseUrl> url =
        body.parsed(
            "base_url",
            BaseUrl::parse,
            "https://host or https://host:port in lower case, without path, user or odd address");
    url.filter(u -> !u.isEncrypted() && !allowPrivate)
        .ifPresent(_ -> body.refuse("base_url", "must be https unless allow_private_addresses"));
    url.flatMap(u -> HostText.literal(u.host()))
        .filter(address -> !isOpen(address, allowPrivate))
        .ifPresent(_ -> body.refuse("base_url", "is an address that is never connected to"));
    return url;
  }

  private static boolean isOpen(InetAddress address, boolean allowPrivate) {
    return AddressReach.of(address).isOpen(allowPrivate);
  }

  private static List<AllowedCall> allow(Members body) {
    List<Members> entries = body.objects("allow").orElse(List.of());
    if (entries.size() > MAX_ALLOWED_CALLS) {
      body.refuse("allow", "has more than " + MAX_ALLOWED_CALLS + " entries");
    }
    var calls = new ArrayList<AllowedCall>();
    for (Members entry : entries) {
      Optional<String> method =
          entry.parsed(
              "method",
              text -> Optional.of(text).filter(AllowedCall.METHODS::contains),
              "GET, POST, PUT, PATCH or DELETE");
      Optional<PathTemplate> path =
          entry.parsed(
              "path",
              PathTemplate::parse,
              "an absolute path, whole segments open as {name}, without dot segments, // or ;");
      entry.refuseMissing("method");
      entry.refuseMissing("path");
      entry.refuseOthers();
      method.ifPresent(m -> path.ifPresent(p -> calls.add(new AllowedCall(m, p))));
    }
    return calls;
  }

  private static boolean isFreeHeader(String name) {
    return HeaderText.isName(name) && !HeaderText.isReserved(name) && !SentRequest.sets(name);
  }
}
